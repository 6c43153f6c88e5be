"""nbgrader's own buttons in a real JupyterLab: a teacher goes the whole way in formgrader, a student presses Validate."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser import Lab, Notebook, new_context, say
from grading import tiny
from grading.course import Course
from grading.desk import Desk, answer, opened_exchange
from grading.notebooks import write
from memo1949.classroom.record import Record

from .instructor import open_formgrader, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COMMENT = "Say whose words the denial is."
SETTINGS = "\nc.Exchange.root = {exchange!r}\nc.Exchange.cache = {cache!r}\n"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course directory with the tiny unit in source/, an exchange of its own, and nothing else done yet."""
    made = Course(tmp_path / "course")
    exchange = opened_exchange(tmp_path / "exchange")
    with (made.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(SETTINGS.format(exchange=str(exchange), cache=str(tmp_path / "cache")))
    write(made.root / "source" / tiny.UNIT / "tiny.ipynb", tiny.unit())
    return made


@pytest.fixture
def student(tmp_path: Path) -> Desk:
    """A student's home, with the same exchange."""
    home = tmp_path / "student"
    home.mkdir()
    return Desk(home, tmp_path / "exchange")


@pytest.fixture
def sit_at(tmp_path: Path, browser: object) -> Iterator[Callable[[Path], tuple[Lab, Page]]]:
    """Return a function that starts a JupyterLab in a directory and opens it in the browser."""
    labs = []
    with new_context(browser, viewport={"width": 1500, "height": 1000}) as context:

        def started(root: Path) -> tuple[Lab, Page]:
            labs.append(Lab(tmp_path / f"home-{root.name}", root))
            page = context.new_page()
            page.set_default_timeout(60_000)
            return labs[-1], page

        yield started
    for lab in labs:
        lab.stop()


def test_formgrader_goes_the_whole_way(course: Course, student: Desk, sit_at: Callable) -> None:
    """Generate, release, collect, autograde, mark the essay, give feedback: each by its button, and the essay's mark counts."""
    _, page = sitting = sit_at(course.root)
    frame = open_formgrader(*sitting)
    press(frame, "education")
    press(frame, "cloud-upload")
    student.nbgrader("fetch_assignment", tiny.UNIT, "--course", "memo1949")
    answer(student.root / tiny.UNIT)
    student.nbgrader("submit", tiny.UNIT, "--course", "memo1949")
    press(frame, "cloud-download")
    (name,) = [path.name for path in (course.root / "submitted").iterdir()]

    frame.locator("td.num-submissions a").click()
    press(frame, "flash")
    assert course.grades(tiny.UNIT, name)["tiny-essay"]["needs_manual_grade"]
    say("marking the essay")
    frame.get_by_role("link", name="Manual Grading").click()
    for text in (tiny.UNIT, tiny.UNIT, "Submission #1"):
        frame.get_by_role("link", name=text, exact=True).last.click()
    frame.locator("textarea.comment").last.wait_for()
    shown = next(one for one in page.frames if "/formgrader/submissions/" in one.url)
    # What is typed before the page has its marks is lost, however slowly a machine loads them.
    shown.wait_for_function("() => window.formgrader?.grades?.loaded && formgrader.comments?.loaded")
    with page.expect_response(lambda answer: "/api/grade/" in answer.url and answer.request.method == "PUT"):
        frame.locator("input.score").last.fill("3")
        frame.locator("input.score").last.press("Tab")
    with page.expect_response(lambda answer: "/api/comment/" in answer.url and answer.request.method == "PUT"):
        frame.locator("textarea.comment").last.fill(COMMENT)
        frame.locator("textarea.comment").last.press("Tab")
    essay = course.grades(tiny.UNIT, name)["tiny-essay"]
    assert (essay["manual_score"], essay["needs_manual_grade"]) == (3, False)

    open_formgrader(*sitting)
    press(frame, "comment")
    press(frame, "envelope")
    student.nbgrader("fetch_feedback", tiny.UNIT, "--course", "memo1949")
    (feedback,) = (student.root / tiny.UNIT).rglob("tiny.html")
    text = feedback.read_text(encoding="utf-8")
    assert "<strong>9</strong> of 10 points" in text and COMMENT in text


def test_validate_lists_what_is_open_and_nothing_more(course: Course, student: Desk, sit_at: Callable) -> None:
    """The Validate button names the open questions, no key and no right or wrong; when all is answered it says so."""
    teacher = Desk(course.root, student.exchange)
    teacher.nbgrader("generate_assignment", tiny.UNIT)
    teacher.nbgrader("release_assignment", tiny.UNIT)
    student.nbgrader("fetch_assignment", tiny.UNIT, "--course", "memo1949")
    lab, page = sit_at(student.root)
    notebook = Notebook(lab, page, f"{tiny.UNIT}/tiny.ipynb")
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("Validation Results")
    said = [line for line in dialog.inner_text().splitlines() if "Error" in line or "NotAnswered" in line]
    assert [line.split(":")[1].strip() for line in said] == [f"Question {number} is still open" for number in (1, 2, 3, 4)]
    assert dialog.inner_text().count("The following cell failed") == 5, "four questions and the essay"
    dialog.get_by_role("button", name="Ok").click()

    say("all is answered, one question wrongly")
    answer(student.root / tiny.UNIT)
    Record(student.root / tiny.UNIT).save("tiny-secret", 7)
    notebook.reload()
    page.get_by_role("button", name="Validate").click()
    expect(dialog).to_contain_text("Success! Your notebook passes all the tests")
