"""An essay marked by hand in nbgrader's own formgrader, with the keyboard alone: what stands beside it, and where the mark arrives."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser import Lab, say, violations
from grading import tiny
from grading.course import CHECKOUT, Course
from grading.notebooks import read
from memo1949 import cli
from memo1949.classroom.record import to_json
from memo1949.grading import keys
from memo1949.grading.rows import rows_of

from .instructor import open_formgrader, without_mathjax
from .test_teacher import sit_at  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UNIT, ESSAY = "mediation", "mediation-essay"
EXACT = "hurried to refuse mediation after they had received reliable information about our position"
NEAR = "Mao Zedong absolutely ruled out this posibility"
FALSE = "the Western powers knew everything from Stalin himself"
COMMENT = "Whose words are the third?"
HARM = "<img src=x onerror=\"document.title='harmed'\"> “<script>document.title='harmed'</script> and four more words”"
TEXT = f"The narrator says that the powers “{EXACT}”.\n\nMao does not think so: \"{NEAR}\". The record also says that «{FALSE}».\n\n{HARM}"

FOCUS = """() => { const node = document.activeElement; return node.id || (node.tagName === "SUMMARY" ? node.innerText.trim() : node.tagName); }"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with one submission graded by us: an essay with an exact, a near and a false quotation, and one left blank."""
    made = Course(tmp_path / "course")
    made.assign(UNIT, read(CHECKOUT / "source" / UNIT / f"{UNIT}.ipynb"))
    answers = json.dumps(to_json({name: keyed.sample(tiny.WHEN) for name, keyed in keys.load(made.root / "source" / UNIT / f"{UNIT}.ipynb").questions.items() if keyed.asked.question.kind != "result"}))
    made.submit(UNIT, "ann", {ESSAY: TEXT}, answers)
    made.submit(UNIT, "ben", answers=answers)
    assert cli.main(["grade", UNIT, "--course", str(made.root), "--isolation", "none"]) == 0
    return made


def opened(lab: Lab, page: Page, course: Course, student: str) -> None:
    """Go from formgrader's list to a student's submission, as a grader does."""
    with course.gradebook() as gradebook:
        number = gradebook.find_submission_notebook(UNIT, UNIT, student).id
    page.goto(f"{lab.url}/formgrader/gradebook/{UNIT}/{UNIT}")
    page.locator(f"a[href*='{number}']").first.click()
    page.locator(f"#{ESSAY}-comment").wait_for()
    page.wait_for_function("() => formgrader.loaded && formgrader.grades.loaded && formgrader.comments.loaded")


def tab_to(page: Page, wanted: str) -> list[str]:
    """Press Tab until a control has the focus; returns what was passed on the way."""
    passed = []
    for _ in range(120):
        passed.append(page.evaluate(FOCUS))
        if re.match(wanted, passed[-1]):
            return passed
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {wanted}; it passed {passed}")


def test_an_essay_is_marked_with_help_beside_it(course: Course, sit_at: Callable, tmp_path: Path) -> None:  # noqa: F811
    """Rubric, samples and places stand beside the essay, nothing in it runs, and score and comment arrive in feedback, report and export."""
    lab, page = sit_at(course.root)
    without_mathjax(page)
    open_formgrader(lab, page).get_by_role("link", name="Manual Grading").wait_for()
    opened(lab, page, course, "ben")
    expect(page.locator(".memo1949-note")).to_contain_text("Unanswered: nothing was written here.")
    opened(lab, page, course, "ann")

    say("what stands beside the essay")
    essay = page.locator(".memo1949-essay")
    expect(essay).to_have_count(1)
    expect(essay.locator("summary").first).to_contain_text("1 in the document, 1 nearly in the document, 2 not in the document")
    said = essay.locator("li")
    expect(said.nth(0)).to_contain_text("mediation, paragraph 1, sentence 7 · voice: Narrator")
    expect(said.nth(1)).to_contain_text("Nearly: the document says “Mao Zedong absolutely ruled out this possibility”.")
    expect(said.nth(2)).to_contain_text("✗ Not in the document")
    rubric = essay.get_by_role("region", name=f"Help for marking {ESSAY}")
    expect(rubric.locator("table")).to_contain_text("names a limit of this source")
    samples = rubric.get_by_text("Why this level: as above")
    expect(samples).to_be_hidden()

    say("score, help and comment by the keyboard alone")
    tab_to(page, f"{ESSAY}$")
    page.keyboard.type("5")
    passed = tab_to(page, "Sample answers")
    assert [name.partition(":")[0] for name in passed[-3:]] == ["Quotations", "Rubric, 6 points", "Sample answers (6), not for students"]
    page.keyboard.press("Enter")
    expect(samples).to_be_visible()
    with page.expect_response(lambda answer: "/api/comment/" in answer.url and answer.request.method == "PUT"):
        tab_to(page, f"{ESSAY}-comment")
        page.keyboard.type(COMMENT)
        page.wait_for_timeout(800)  # nbgrader's page scrolls to the beginning of the cell
        expect(page.locator(f"#{ESSAY}-comment")).to_be_in_viewport(ratio=1)
        page.screenshot(path=tmp_path / "screen.png")
        page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1500, "height": 4000})
    assert (found := violations(page, ".memo1949-essay")) == "", found
    assert page.title() == UNIT, "the essay's script has not run"

    say("where the mark arrives")
    graded = course.grades(UNIT, "ann")[ESSAY]
    assert (graded["manual_score"], graded["needs_manual_grade"]) == (5, False)
    (row,) = (row for row in rows_of(course.root, UNIT) if (row.student, row.question) == ("ann", ESSAY))
    assert (row.verdict, row.score) == ("marked", 5)
    assert cli.main(["feedback", UNIT, "--course", str(course.root)]) == 0
    feedback = (course.root / "feedback" / "ann" / UNIT / f"{UNIT}.html").read_text(encoding="utf-8")
    own = feedback.partition(f'id="question-{ESSAY}"')[2].partition("</section>")[0]
    assert "5 of 6" in own and COMMENT in own and "Proficient (6)" not in feedback
    cli.main(["export", "--course", str(course.root), "--to", str(tmp_path / "marks.csv")])
    marks = {mark["student_id"]: mark for mark in csv.DictReader((tmp_path / "marks.csv").read_text(encoding="utf-8-sig").splitlines())}
    assert float(marks["ann"]["score"]) == float(marks["ben"]["score"]) + 5, "all else is alike"
    assert (marks["ann"]["note"], marks["ben"]["note"]) == ("", f"unanswered, 0 points: {ESSAY}")
