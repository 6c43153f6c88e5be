"""nbgrader with our settings on an assignment that knows nothing of memo1949, beside nbgrader without them."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from memo1949.grading.nbgrader.running import opened

from .course import Course
from .notebooks import SECRET, graded, locked, notebook, ordinary, read, solution, text, write

WRONG = {"total": "def total(numbers):\n    return 7", "why": "I **added**.\n\n# My own heading"}
UNIT = "sums"


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Course]:
    """The same assignment and submission, graded with our settings ("ours") and without any ("plain")."""
    made = {}
    for name in ("ours", "plain"):
        made[name] = course = Course(tmp_path_factory.mktemp(name), settings=name == "ours")
        course.assign(UNIT, ordinary())
        course.submit(UNIT, "bob", WRONG)
        course.grade(UNIT, "bob")
    return made


@pytest.fixture(scope="module")
def page(courses: dict[str, Course]) -> Iterator[str]:
    """Bob's feedback page, after a person has marked one answer by hand and the work was found late."""
    with courses["ours"].gradebook() as gradebook:
        submission = gradebook.find_submission_notebook(UNIT, UNIT, "bob")
        submission.late_submission_penalty = 0.25
        why = gradebook.find_grade("why", UNIT, UNIT, "bob")
        why.manual_score, why.needs_manual_grade = 2, False
        gradebook.find_comment("why", UNIT, UNIT, "bob").manual_comment = "Good, *but* short."
        student = gradebook.find_student("bob")
        student.first_name, student.last_name = "Bo", "王"
        gradebook.db.commit()
    return courses["ours"].feedback(UNIT, "bob")


def test_every_mark_is_nbgraders(courses: dict[str, Course]) -> None:
    """Our steps give each cell the score, and the state, that plain nbgrader gives it."""
    kept = ("auto_score", "manual_score", "needs_manual_grade", "max_score")
    grades = {name: course.grades(UNIT, "bob") for name, course in courses.items()}
    ours, plain = ({cell: [grade[key] for key in kept] for cell, grade in one.items()} for one in grades.values())
    assert ours == plain
    assert ours["total-test"][0] == 0 and ours["total-partial"][0] == 0.5


def test_plain_nbgrader_still_writes_its_own_page(courses: dict[str, Course]) -> None:
    """Without our settings nothing of ours is missed: nbgrader's own feedback is made."""
    assert "Student's answer" in courses["plain"].feedback(UNIT, "bob")


def test_the_page_shows_code_answers_marks_and_comments(page: str) -> None:
    """What the student wrote, what it earned, what the grader said, what being late cost, and the total."""
    assert "<h1>Sums</h1>" in page and "Bo 王 (bob)" in page
    assert "return" in page and "I <strong>added</strong>." in page
    assert "Good, <em>but</em> short." in page
    assert "−0.25" in page and "<strong>2.25</strong> of 8 points" in page
    assert "1 answer is still to be marked" in page
    assert '<p class="marks">0.5 of 2</p>' in page


def test_the_page_hides_what_is_hidden(page: str) -> None:
    """No hidden test, no traceback of a test cell, no code of a locked cell."""
    for secret in (SECRET, "== 69", "False: 0.5", "Traceback", "AssertionError:", "import math", "HIDDEN"):
        assert secret not in page
    assert "The check of this answer did not pass (AssertionError)." in page


def test_the_page_asks_nobody_for_anything(page: str) -> None:
    """One file: no script, no style sheet, font or picture from elsewhere, and a policy that says so."""
    for word in ("<script", "<link", "http://", "https://", "@import", "url("):
        assert word not in page
    assert "default-src 'none'" in page


def test_the_submitted_copy_says_whose_language_it_is(page: str) -> None:
    """A screen reader is told the language, and the tab the assignment and the student."""
    assert '<html lang="en">' in page
    assert "<title>Feedback: Sums, Bo 王 (bob)</title>" in page


def test_formgrader_is_not_disturbed(courses: dict[str, Course]) -> None:
    """The HTMLExporter that formgrader draws with is given one step and no more, and its settings panel can print ours as JSON."""
    config = opened(courses["ours"].root).config
    assert config.HTMLExporter == {"preprocessors": ["memo1949.grading.essays.formgrader.MarkingView"]}
    assert "FeedbackExporter" in json.dumps(config)


def test_a_cell_that_wants_a_person_is_queued_for_one(tmp_path: Path) -> None:
    """NeedsReview in a test leaves no automatic score, and formgrader's list of what to mark has it; a mark given by hand stands."""
    raising = "from memo1949.classroom.problems import NeedsReview\nraise NeedsReview('A person must look.')"
    course = Course(tmp_path)
    course.assign(
        UNIT, notebook(graded("look", "", raising, 2), graded("fine", "", "1.5", 2), graded("fails", "", "1 / 0", 2))
    )
    course.submit(UNIT, "bob")
    course.grade(UNIT, "bob")
    grades = course.grades(UNIT, "bob")
    assert (grades["look"]["auto_score"], grades["look"]["needs_manual_grade"]) == (None, True)
    assert (grades["fine"]["auto_score"], grades["fine"]["needs_manual_grade"]) == (1.5, False)
    assert (grades["fails"]["auto_score"], grades["fails"]["needs_manual_grade"]) == (0, False)
    page = course.feedback(UNIT, "bob")
    assert "A person must look." in page and "not marked yet, of 2" in page
    with course.gradebook() as gradebook:
        gradebook.find_grade("look", UNIT, UNIT, "bob").manual_score = 1
        gradebook.db.commit()
    course.grade(UNIT, "bob")
    assert course.grades(UNIT, "bob")["look"]["manual_score"] == 1


def test_deleted_cells_are_put_back_where_they_stood(tmp_path: Path) -> None:
    """Locked cells, code to be written and tests that a student deleted are graded as released, in the released order."""
    cells = [
        text("title", "# Restoring"),
        locked("setup", "number = 2"),
        locked("given", "factor = 3"),
        solution("work", "product = number * factor"),
        graded("work-test", "", "assert product == 6", 2),
        locked("more", "number += 1"),
        graded("more-test", "", "assert number == 3", 1),
    ]
    course = Course(tmp_path)
    course.assign(UNIT, notebook(*cells))
    path = course.submit(UNIT, "bob", {"work": "product = 6"})
    made = read(path)
    made.cells = [cell for cell in made.cells if cell.id in ("title", "given", "work")]
    write(path, made)
    again = course.grade(UNIT, "bob")
    order = ["setup", "title", "given", "work", "work-test", "more", "more-test"]
    assert [cell.id for cell in again.cells] == order
    scores = {name: grade["auto_score"] for name, grade in course.grades(UNIT, "bob").items()}
    assert scores == {"work-test": 2, "more-test": 1}


def test_a_warning_costs_nobody_a_point(tmp_path: Path) -> None:
    """A library's warning on stderr does not turn a passed test into 0 points; other noise there still does, as in nbgrader."""
    warning = "import warnings\nwarnings.warn('old')\nassert True"
    noise = "import sys\nprint('noise', file=sys.stderr)"
    course = Course(tmp_path)
    course.assign(UNIT, notebook(graded("warned", "", warning, 1), graded("noisy", "", noise, 1)))
    course.submit(UNIT, "bob")
    course.grade(UNIT, "bob")
    scores = {name: grade["auto_score"] for name, grade in course.grades(UNIT, "bob").items()}
    assert scores == {"warned": 1, "noisy": 0}


def test_answers_left_in_source_replace_nobodys(tmp_path: Path) -> None:
    """An answers.json forgotten in source/ does not overwrite what a student handed in."""
    course = Course(tmp_path)
    course.assign(UNIT, ordinary())
    (tmp_path / "source" / UNIT / "answers.json").write_text("the instructor's")
    course.submit(UNIT, "bob", answers="the student's")
    course.grade(UNIT, "bob")
    assert (tmp_path / "autograded" / "bob" / UNIT / "answers.json").read_text() == "the student's"


def test_a_cell_pasted_twice_stops_nobody(tmp_path: Path) -> None:
    """A student's copy of a graded cell becomes an ordinary cell, and grading goes on with the last of the two."""
    course = Course(tmp_path)
    course.assign(UNIT, ordinary())
    path = course.submit(UNIT, "bob", {"total": "def total(numbers):\n    return sum(numbers)"})
    made = read(path)
    for name in ("total", "total-test"):
        place = next(at for at, cell in enumerate(made.cells) if cell.id == name)
        made.cells.insert(place + 1, deepcopy(made.cells[place]))
        made.cells[place + 1].id += "-copy"
    write(path, made)
    course.grade(UNIT, "bob")
    assert course.grades(UNIT, "bob")["total-test"]["auto_score"] == 2
    assert "total" in course.feedback(UNIT, "bob")
