"""Every kind of question is answered in a real JupyterLab with its stock settings: by mouse, and by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from browser import say
from widgets.everykind import ANSWERS, KNOWN, LEAK, PRESENT, RANKS

pytestmark = pytest.mark.browser
SAVED = re.compile(r"✓saved \d\d:\d\d$")
QUOTATION = "The words of the document that support your answer"
FOCUS = """() => {
  const node = document.activeElement;
  const label = node?.getAttribute("aria-label") ?? node?.labels?.[0]?.innerText ?? node?.innerText ?? "";
  return [node?.closest(".m49")?.dataset.question, label.replace(/^\\+\\s*/, "").split("\\n")[0].trim()];
}"""


def test_mouse(sit_down):
    """A student who clicks finds every answer in answers.json, each confirmed with its time, and nothing chosen before."""
    student = sit_down()
    page, q = student.page, student.question
    assert page.locator(".m49 :checked:not(option)").count() == 0
    assert student.saved() == {}, "running a notebook must not write"

    say("single and multiple choice")
    q("t-single").get_by_text("an editor or translator").click()
    q("t-single").get_by_label("The words of the document").fill(LEAK)
    q("t-multiple").get_by_text("Zhou Enlai").click()
    q("t-multiple").get_by_text("Shi Zhe").click()
    q("t-multiple").get_by_label("The words of the document").fill(PRESENT)
    say("matching and ordering")
    q("t-matching").get_by_label("Shi Zhe").select_option(label="interprets the conversation")
    q("t-matching").get_by_label("Terebin").select_option("knows")
    for text in ("The meeting in Zunyi", "Bo Gu dies", "Wang Ming"):
        q("t-ordering").get_by_role("button", name=text).click()
    q("t-ordering").get_by_role("button", name="Move up: Wang Ming").click()
    say("number and date")
    q("t-number").get_by_label("Your answer, in people").fill("50,000")
    q("t-number").get_by_label("The words of the document").fill(RANKS)
    q("t-date").get_by_label("Day").fill("3")
    q("t-date").get_by_label("Month").select_option(label="February")
    q("t-date").get_by_label("Year").fill("1949")
    say("quotation and table")
    q("t-quotation").get_by_label("Passage 1 of 2").fill(KNOWN)
    q("t-quotation").get_by_label("Passage 2 of 2").fill(LEAK)
    q("t-table").get_by_label("The conversation: Told by").select_option("narrator")
    q("t-table").get_by_label("The conversation: When").fill("1949-02-03")
    q("t-table").get_by_label("The conversation: How many").fill("9")
    q("t-table").get_by_label("Zunyi: Told by").select_option("mao")
    q("t-table").get_by_label("Zunyi: When").fill("1935-01")

    for name in ANSWERS:
        expect(student.status(name)).to_have_text(SAVED)
    assert student.saved() == ANSWERS
    expect(page.locator(".m49-count")).to_have_text("8 of 8 answered")


MOVES = "() => { document.querySelector('.jp-WindowedPanel-outer').scrollTop += 60; }"


def test_a_click_counts_although_the_page_moves(sit_down):
    """What was pressed is chosen though the notebook scrolls before the mouse lets go; a pointer drawn away chooses nothing."""
    student = sit_down("multiple", "ordering", "seal")
    page, q = student.page, student.question
    placed = q("t-ordering").locator(".m49-placed .m49-item")
    for target, chosen in ((q("t-multiple").get_by_text("Shi Zhe"), None), (q("t-ordering").get_by_role("button", name="Wang Ming"), placed)):
        for drawn_away in (True, False):
            target.evaluate("node => node.scrollIntoView({block: 'center'})")
            page.wait_for_timeout(300)
            box = target.bounding_box()
            at = (box["x"] + 20, box["y"] + box["height"] / 2)
            page.mouse.move(*at)
            page.mouse.down()
            page.evaluate(MOVES)
            page.wait_for_timeout(300)
            if drawn_away:
                page.mouse.move(at[0] + 300, at[1] + 200, steps=4)
            page.mouse.up()
            page.wait_for_timeout(300)
            counts = chosen.count() if chosen else q("t-multiple").locator(":checked").count()
            assert counts == (0 if drawn_away else 1), f"{target} drawn away: {drawn_away}"


def test_keyboard(sit_down):
    """A student without a mouse answers every question with Tab, arrows, space and typing, in a JupyterLab that knows nothing of us."""
    student = sit_down()
    press, write = student.page.keyboard.press, student.page.keyboard.type

    def to(name: str, label: str) -> None:
        """Press Tab until the control with this label (its beginning) in this question has the focus."""
        for _ in range(60):
            press("Tab")
            if student.page.evaluate(FOCUS) == [name, label]:
                return
        raise AssertionError(f"Tab does not reach {label!r} in {name}")

    say("from the first cell on, with Tab")
    student.notebook.cells.first.locator(".jp-InputPrompt").click()
    press("Escape")
    to("t-single", "Mao Zedong")
    for key in ("ArrowDown", "ArrowDown"):
        press(key)
    to("t-single", QUOTATION)
    write(LEAK)
    to("t-multiple", "Zhou Enlai")
    press("Space")
    to("t-multiple", "Shi Zhe")
    press("Space")
    to("t-multiple", QUOTATION)
    write(PRESENT)
    say("matching and ordering")
    to("t-matching", "Shi Zhe")
    press("ArrowDown")
    to("t-matching", "Terebin")
    write("know")
    to("t-ordering", "The meeting in Zunyi")
    for _ in range(3):  # each time the focus goes on to what is left to place
        press("Space")
    assert student.page.evaluate(FOCUS) == ["t-ordering", "Move up: Bo Gu dies in an air crash"]
    press("Space")
    assert student.page.evaluate(FOCUS) == ["t-ordering", "Move up: Bo Gu dies in an air crash"], "the focus moves with its item"
    press("Tab")
    press("Space")
    assert student.page.evaluate(FOCUS) == ["t-ordering", "Move up: Bo Gu dies in an air crash"], "the last item cannot go down"
    say("number, date, quotation, table")
    to("t-number", "Your answer, in people")
    write("50 000")
    to("t-number", QUOTATION)
    write(RANKS)
    to("t-date", "Day")
    write("3")
    to("t-date", "Month")
    write("Feb")
    to("t-date", "Year")
    write("1949")
    to("t-quotation", "Passage 1 of 2, word for word")
    write(KNOWN)
    to("t-quotation", "Passage 2 of 2, word for word")
    write(LEAK)
    to("t-table", "The conversation: Told by")
    press("ArrowDown")
    to("t-table", "The conversation: When")
    write("1949-02-03")
    to("t-table", "The conversation: How many")
    write("9")
    to("t-table", "Zunyi: Told by")
    write("Mao")
    to("t-table", "Zunyi: When")
    write("1935-01")
    press("Tab")
    for name in ANSWERS:
        expect(student.status(name)).to_have_text(SAVED)
    assert student.saved() == ANSWERS


def test_the_keyboard_keeps_its_place(sit_down, lab):
    """Whatever is saved meanwhile, the focus in the list of open questions stays, or goes to the next; Clear can be reached before the kernel has answered."""
    student = sit_down("date", "number", "quotation", "seal")
    missing, count = student.page.locator(".m49-missing button"), student.page.locator(".m49-count")
    missing.nth(1).focus()
    for code, said, focused in (
        ('answer("t-date", "1949")', "1 of 3 answered", "Question 2"),
        (f'answer("t-number", 50000, quote="{RANKS}")', "2 of 3 answered", "Question 3"),
        (f'answer("t-quotation", ["{KNOWN}", "{LEAK}"])', "3 of 3 answered", None),
        ('answer("t-quotation", ["", ""])', "2 of 3 answered", None),
    ):
        student.notebook.execute(code)
        expect(count).to_have_text(said)
        if focused:
            assert student.page.evaluate(FOCUS) == [None, focused]
        else:
            assert student.page.evaluate("() => document.activeElement.matches('.jp-Cell')")
    expect(missing).to_have_text(["Question 3"])
    say("an entry whose question is not on the page")
    student.page.evaluate("() => { const id = document.querySelector('.m49-missing li').dataset.missing; document.querySelector(`[data-question='${id}']`).dataset.question = 'away'; }")
    for _ in range(2):
        missing.click()
        expect(student.page.locator(".m49-missing li")).to_have_text(["Question 3: part of the answer is still open (run its cell to see it)"])
    student.page.evaluate("() => { document.querySelector('[data-question=away]').dataset.question = 't-quotation'; }")
    say("stopping the kernel's process")
    kernel, clear = lab.kernel(student.path.relative_to(lab.root).as_posix()), student.question("t-quotation").get_by_role("button", name="Clear")
    expect(clear).to_be_disabled()
    kernel.suspend()
    try:
        student.question("t-quotation").get_by_label("Passage 1 of 2").fill(KNOWN)
        expect(clear).to_be_enabled()
    finally:
        kernel.resume()
    expect(student.status("t-quotation")).to_contain_text("saved", timeout=40_000)


def test_keys_of_the_notebook(sit_down):
    """Inside a question letters stay letters, while Shift+Enter runs the cell, Ctrl+S saves and Escape leaves for the notebook."""
    student = sit_down("number", "single")
    page, cells = student.page, student.notebook.cells
    number = student.question("t-number").get_by_label("Your answer, in people")
    number.click()
    page.keyboard.type("7")
    page.keyboard.press("Shift+Enter")
    student.notebook.wait_until_idle()
    expect(student.question("t-number").get_by_label("Your answer, in people")).to_have_value("7")
    assert student.saved()["t-number"][0] == 7, "what was typed is sent before the cell runs"

    student.question("t-single").get_by_text("Mao Zedong").click()
    for key in ("a", "b", "d", "d", "x", "1", "m", "ArrowDown"):
        page.keyboard.press(key)
    expect(cells).to_have_count(3)
    expect(student.question("t-single").get_by_label("the narrator")).to_be_checked()
    page.keyboard.press("Control+s")
    page.wait_for_function("() => !document.querySelector('.jp-mod-current.jp-mod-dirty, .jp-Document.jp-mod-dirty')")
    assert "t-single" in student.path.read_text(encoding="utf-8")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('jp-Cell')")
    page.keyboard.press("b")
    expect(cells).to_have_count(4)
