"""Answers outlive what happens to a notebook: restarts, reloads, closing, other tabs, a silent or killed kernel, a full disk."""

import re
import signal

import pytest
from playwright.sync_api import expect

from browser import say
from widgets.everykind import KNOWN, PRESENT

pytestmark = pytest.mark.browser
SAVED = re.compile(r"✓saved \d\d:\d\d$")
QUOTATION = "The words of the document that support your answer"


def test_restart(sit_down):
    """After a restart the old widget says so at once; what is entered there all the same is saved when its cell runs again."""
    student = sit_down("multiple", "number")
    q, page = student.question, student.page
    q("t-multiple").get_by_label("Zhou Enlai").check()
    q("t-number").get_by_label("Your answer, in people").fill("50,000")
    expect(student.status("t-number")).to_contain_text("saved")
    student.notebook.restart()
    for name in ("t-multiple", "t-number"):
        expect(student.status(name)).to_contain_text("The kernel was restarted")
    say("answering in the dead widget")
    q("t-multiple").get_by_label("Shi Zhe").check()
    expect(student.status("t-multiple")).to_have_attribute("data-kind", "error")
    assert student.saved()["t-multiple"] == (["zhou"], "")
    student.notebook.run_all()
    expect(student.status("t-multiple")).to_have_text(re.compile(r"◐saved \d\d:\d\d; the quotation is still missing"))
    expect(q("t-multiple").get_by_label("Shi Zhe")).to_be_checked()
    expect(q("t-number").get_by_label("Your answer, in people")).to_have_value("50000")
    student.comes_to_hold({"t-multiple": (["zhou", "shi"], ""), "t-number": (50000, "")})
    assert page.locator(".m49").count() == 2


def test_restart_where_a_clock_was_ahead(sit_down):
    """What is entered over an answer that was saved in our future, after its kernel was restarted, is not dropped for that answer."""
    student = sit_down("multiple")
    q = student.question
    q("t-multiple").get_by_label("Zhou Enlai").check()
    expect(student.status("t-multiple")).to_contain_text("saved")
    record = student.path.parent / "answers.json"
    record.write_text(re.sub(r'"saved": "\d{4}', '"saved": "2999', record.read_text(encoding="utf-8")), encoding="utf-8")
    student.notebook.run_all()
    expect(student.status("t-multiple")).to_contain_text("saved")
    student.notebook.restart()
    expect(student.status("t-multiple")).to_contain_text("The kernel was restarted")
    q("t-multiple").get_by_label("Shi Zhe").check()
    expect(student.status("t-multiple")).to_have_attribute("data-kind", "error")
    student.notebook.run_all()
    expect(q("t-multiple").get_by_label("Shi Zhe")).to_be_checked()
    expect(student.status("t-multiple")).to_contain_text("saved")
    student.comes_to_hold({"t-multiple": (["zhou", "shi"], "")})


def test_reload_and_reopening(sit_down, open_notebook, lab):
    """A reload with a living kernel brings working widgets back; a closed notebook shows what to do, and its answers when run."""
    student = sit_down("multiple", "ordering", "date", "table", "seal")
    q = student.question
    q("t-multiple").get_by_label("Zhou Enlai").check()
    q("t-multiple").get_by_label(QUOTATION).fill(PRESENT)
    q("t-ordering").get_by_role("button", name="Wang Ming").click()
    q("t-date").get_by_label("Year").fill("1949")
    q("t-table").get_by_label("Zunyi: When").fill("1935-01")
    expect(student.status("t-table")).to_contain_text("saved")
    student.notebook.save()
    before = student.saved()
    student.notebook.reload()

    def shows_the_answers(there):
        expect(there.question("t-multiple").get_by_label("Zhou Enlai")).to_be_checked()
        expect(there.question("t-multiple").get_by_label(QUOTATION)).to_have_value(PRESENT)
        expect(there.question("t-multiple").get_by_text("found in the document, opening")).to_be_visible()
        expect(there.question("t-ordering").locator(".m49-placed .m49-item")).to_have_text(["Wang Ming calls a meeting in Wuhan"])
        expect(there.question("t-date").get_by_label("Year")).to_have_value("1949")
        expect(there.question("t-table").get_by_label("Zunyi: When")).to_have_value("1935-01")
        expect(there.status("t-multiple")).to_have_text(SAVED)

    shows_the_answers(student)
    assert student.saved() == before
    q("t-multiple").get_by_label("Shi Zhe").check()
    expect(student.status("t-multiple")).to_have_text(SAVED)
    expect(student.page.locator(".m49-count")).to_have_text("2 of 4 answered")
    student.notebook.save()
    student.page.context.close()

    say("shutting the kernel down, opening the notebook another day")
    lab.shut_down(student.path.relative_to(lab.root).as_posix())
    again = type(student)(open_notebook(student.path), student.path)
    expect(again.page.get_by_text("This question is not live yet").first).to_be_visible()
    again.notebook.run_all()
    expect(again.page.get_by_text("This question is not live yet").first).to_be_hidden()
    shows_the_answers(again)


def test_two_tabs(sit_down, open_notebook):
    """Two tabs of one notebook stay in step, and neither undoes what the other one did."""
    student = sit_down("multiple", "quotation")
    student.notebook.save()
    page = student.page.context.new_page()
    other = type(student)(type(student.notebook)(student.notebook.lab, page, student.notebook.path), student.path)
    student.question("t-multiple").get_by_label("Zhou Enlai").check()
    expect(other.question("t-multiple").get_by_label("Zhou Enlai")).to_be_checked()
    other.question("t-multiple").get_by_label("Shi Zhe").check()
    expect(student.question("t-multiple").get_by_label("Shi Zhe")).to_be_checked()
    other.question("t-quotation").get_by_label("Passage 1 of 2").fill(KNOWN)
    expect(student.question("t-quotation").get_by_label("Passage 1 of 2")).to_have_value(KNOWN)
    expect(student.question("t-quotation").get_by_text("found in the document, section")).to_be_visible()
    assert student.saved() == {"t-multiple": (["zhou", "shi"], ""), "t-quotation": ([KNOWN, ""], "")}


def test_overtaken_message(sit_down):
    """A message that a later one overtakes on its way, as happens while the kernel's threads start, undoes nothing."""
    student, held = sit_down("matching", "date"), []

    def lead(socket):
        server = socket.connect_to_server()

        def send(message):
            if not held and b'"what":"answer"' in (message if isinstance(message, bytes) else message.encode()):
                held.append(lambda: server.send(message))
            else:
                server.send(message)

        socket.on_message(send)

    student.notebook.save()
    student.page.route_web_socket("**/channels**", lead)
    student.notebook.reload()
    student.question("t-matching").get_by_label("Shi Zhe").select_option(label="interprets the conversation")
    student.question("t-matching").get_by_label("Terebin").select_option(index=2)
    expect(student.status("t-matching")).to_have_text(SAVED)
    say("the first message arrives after the second, and before a third")
    held[0]()
    student.question("t-date").get_by_label("Year").fill("1949")
    expect(student.status("t-date")).to_contain_text("saved")
    expect(student.status("t-matching")).to_have_text(SAVED)
    assert student.saved()["t-matching"] == ({"shi": "interprets", "terebin": "knows"}, "")


def test_silent_kernel(sit_down, lab):
    """When the kernel does not answer the widget says so in red within seconds; the answer is saved when the kernel is back."""
    student = sit_down("single", "date")
    kernel = lab.kernel(student.path.relative_to(lab.root).as_posix())
    say("stopping the kernel's process")
    kernel.suspend()
    try:
        student.question("t-single").get_by_label("the narrator").check()
        expect(student.status("t-single")).to_contain_text("Not saved yet: the kernel does not answer", timeout=10_000)
        expect(student.status("t-single")).to_have_attribute("data-kind", "error")
        assert student.saved() == {}
    finally:
        kernel.resume()
    expect(student.status("t-single")).to_contain_text("saved", timeout=40_000)
    expect(student.status("t-single")).not_to_contain_text("Not saved")
    assert student.saved()["t-single"] == ("narrator", "")


def test_killed_kernel(sit_down, lab):
    """After a kill of the kernel what was saved is whole, a click is not swallowed, and running again saves it."""
    student = sit_down("single", "date")
    student.question("t-date").get_by_label("Year").fill("1949")
    expect(student.status("t-date")).to_contain_text("saved")
    say("killing the kernel's process")
    lab.kernel(student.path.relative_to(lab.root).as_posix()).send_signal(signal.SIGKILL)
    student.page.locator(".jp-Dialog .jp-mod-accept").click()
    student.question("t-single").get_by_label("the narrator").check()
    expect(student.status("t-single")).to_have_attribute("data-kind", "error")
    assert student.saved() == {"t-date": ("1949", "")}
    student.notebook.run_all()
    expect(student.status("t-single")).to_contain_text("saved")
    student.comes_to_hold({"t-date": ("1949", ""), "t-single": ("narrator", "")})


def test_full_disk(sit_down):
    """When nothing more can be written the widget says so in red, the old file stays whole, and the answer is saved later."""
    student = sit_down("multiple", "date")
    q = student.question
    q("t-date").get_by_label("Year").fill("1949")
    expect(student.status("t-date")).to_contain_text("saved")
    before = student.path.with_name("answers.json").read_bytes()
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({}, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))"
    say("from here on no file of the kernel may grow beyond 100 bytes")
    student.notebook.execute(limit.format(100))
    q("t-multiple").get_by_label("Zhou Enlai").check()
    expect(student.status("t-multiple")).to_contain_text("Not saved: answers.json could not be written")
    expect(student.status("t-multiple")).to_have_attribute("data-kind", "error")
    assert student.path.with_name("answers.json").read_bytes() == before
    assert [path.name for path in student.path.parent.glob("*answers*")] == ["answers.json"], "nothing half-written is left"
    say("running the cell again: the answer is still known, and still called unsaved")
    student.notebook.run_cell(1)
    expect(q("t-multiple").get_by_label("Zhou Enlai")).to_be_checked()
    expect(student.status("t-multiple")).to_contain_text("Not saved")
    say("there is room again")
    student.notebook.execute(limit.format("resource.RLIM_INFINITY"))
    expect(student.status("t-multiple")).to_contain_text("saved", timeout=40_000)
    expect(student.status("t-multiple")).not_to_contain_text("Not saved", timeout=40_000)
    assert student.saved() == {"t-date": ("1949", ""), "t-multiple": (["zhou"], "")}
