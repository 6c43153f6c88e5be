"""What is on the page: feedback and complaints in words, accessible in light and dark, usable on a narrow page."""

import pytest
from playwright.sync_api import expect

from browser import say, violations
from widgets.everykind import LEAK

pytestmark = pytest.mark.browser
OUTPUTS = ".jp-OutputArea"


def fill_in(student):
    """Bring the widgets into as many states as one page can hold: saved, partial, error, held back, right and wrong."""
    q = student.question
    q("t-single").get_by_label("an editor").check()
    q("t-single").get_by_label("The words of the document").fill(LEAK)
    q("t-multiple").get_by_label("Tito").check()
    q("t-multiple").get_by_label("The words of the document").fill("Tito drank tea with Mao that evening")
    q("t-matching").get_by_label("Terebin").select_option("knows")
    q("t-ordering").get_by_role("button", name="Wang Ming").click()
    q("t-number").get_by_label("Your answer, in people").fill("abc")
    q("t-date").get_by_label("Day").fill("3")
    q("lesson-t-present").get_by_label("Zhou Enlai").check()
    q("lesson-t-present").get_by_label("Terebin").check()
    q("lesson-t-present").get_by_role("button", name="Check my answer").click()


def test_words_and_axe(sit_down):
    """Each state is said in words; axe-core finds nothing to blame in light and dark; nothing sticks out at 360 pixels."""
    student = sit_down()
    page, q, status = student.page, student.question, student.status
    fill_in(student)
    say("what the page says")
    expect(status("t-number")).to_contain_text("Not saved: “abc” is not a number")
    expect(q("t-number").get_by_label("Your answer, in people")).to_have_value("abc")
    expect(status("t-date")).to_contain_text("Not saved yet: the year needs four figures")
    expect(q("t-single").get_by_text("found in the document, section “mediation”")).to_be_visible()
    expect(q("t-multiple").get_by_text("not found in the document")).to_be_visible()
    feedback = q("lesson-t-present").locator(".m49-feedback")
    for text in ("✗ Not right yet.", "✗ not right: Terebin: ticked", "Takes knowing a secret", "The opening lists", "Liu Shaoqi, Ren Bishi"):
        expect(feedback).to_contain_text(text)

    say("clearing, and bringing back")
    q("t-single").get_by_role("button", name="Clear").click()
    expect(status("t-single")).to_contain_text("no answer yet")
    q("t-single").get_by_role("button", name="Bring back").click()
    expect(q("t-single").get_by_label("an editor")).to_be_checked()
    expect(status("t-single")).to_contain_text("saved")

    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        say(f"axe-core on {theme}")
        student.notebook.theme(theme)
        assert violations(page, OUTPUTS) == ""
    say("360 pixels wide, without the file browser")
    student.notebook.command("application:toggle-left-area")
    page.set_viewport_size({"width": 360, "height": 800})
    assert violations(page, OUTPUTS) == ""
    page.wait_for_function("() => document.querySelector('.m49').clientWidth > 200")
    sticking_out = page.evaluate("() => [...document.querySelectorAll('.m49, .m49-scroll')].filter(n => n.scrollWidth > n.clientWidth).length")
    assert sticking_out == 0
    table = q("t-table")
    assert table.get_by_role("row").count() == 3 and table.get_by_role("columnheader").count() == 3, "a table still, though its cells stand under each other"
    assert table.get_by_label("Zunyi: When").bounding_box()["y"] > table.get_by_label("Zunyi: Told by").bounding_box()["y"]


def test_practice_by_keyboard_and_progress(sit_down):
    """A practice question is put right step by step with the keyboard, and the progress leads to what is missing and can be sealed."""
    student = sit_down("practice", "date", "single", "seal")
    page, q = student.page, student.question
    present = q("lesson-t-present")
    present.get_by_label("Zhou Enlai").focus()
    for key in ("Space", "Tab", "Space", "Tab", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("Politburo members Zhou Enlai, Liu Shaoqi, Ren Bishi")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(present.locator(".m49-feedback")).to_contain_text("✓ Right.")
    say("a changed answer takes the feedback away")
    present.get_by_label("Terebin").check()
    expect(present.locator(".m49-feedback")).to_be_hidden()

    say("from the progress to the question")
    progress = page.locator(".m49-progress")
    expect(progress).to_contain_text("0 of 2 answered")
    progress.get_by_role("button", name="Question 1").click()
    assert page.evaluate("document.activeElement.closest('.m49').dataset.question") == "t-date"
    page.keyboard.type("3")
    q("t-date").get_by_label("Year").fill("1949")
    q("t-date").get_by_label("Month").select_option("02")
    expect(progress).to_contain_text("1 of 2 answered")
    student.notebook.run_cell(4)
    expect(progress).to_contain_text("Sealed")
    expect(progress).to_contain_text("Question 2: no answer yet")
    expect(student.notebook.cells.nth(4)).to_contain_text("'memo1949 answers'")
    q("t-single").get_by_label("the narrator").check()
    expect(progress).to_contain_text("1 answer is newer than the seal: run this cell again")
