"""A submission of several notebooks, one of which cannot be read: listed, and nothing of it is written."""

from pathlib import Path

import pytest

from grading.course import Course
from grading.notebooks import graded, notebook, solution

from .assignments import Assignment
from .classes import graded_by_us, hand_in, hand_out, marks

NAME = "two"
ASSIGNMENT = Assignment(
    {stem: notebook(solution(f"answer-{stem}", f"{stem} = 1"), graded(f"test-{stem}", f"assert {stem} == 1", "", 1)) for stem in ("a", "b")},
    {"bea": {"answer-a": "a = 1", "answer-b": "b = 1"}, "carl": {"answer-a": "a = 1", "answer-b": "b = 1"}},
)


@pytest.mark.slow
def test_half_a_submission_changes_no_mark(tmp_path: Path) -> None:
    """When the second notebook is damaged, marks, answers and time of the work graded before stay, a first submission has no mark, and both are listed."""
    course = Course(tmp_path / "course", settings=False)
    hand_out(course, NAME, ASSIGNMENT)
    hand_in(course, NAME, ASSIGNMENT)
    folder, other = (course.root / "submitted" / student / NAME for student in ("bea", "carl"))
    (folder / "timestamp.txt").write_text("2027-03-01 10:00:00 UTC")
    (other / "b.ipynb").write_text("{")
    graded_by_us(course.root, NAME)
    before, autograded = marks(course), (course.root / "autograded" / "bea" / NAME / "a.ipynb").read_bytes()
    assert before[NAME, "bea", "a", "test-a"] == (1, None, False, 1)
    assert before[NAME, "carl", "a", "test-a"] == before[NAME, "carl", "b", "test-b"] == (None, None, True, 0)

    text = (folder / "a.ipynb").read_text(encoding="utf-8")
    (folder / "a.ipynb").write_text(text.replace("a = 1", "a = 2"), encoding="utf-8")
    (folder / "b.ipynb").write_text(text[:50], encoding="utf-8")
    (folder / "timestamp.txt").write_text("2027-03-02 10:00:00 UTC")
    told = graded_by_us(course.root, NAME)
    assert marks(course) == before and (course.root / "autograded" / "bea" / NAME / "a.ipynb").read_bytes() == autograded
    assert [(one["student"], one["verdict"]) for one in told.submissions] == [("bea", "needs review"), ("carl", "needs review")]
    assert all("b.ipynb is damaged" in one["problem"] for one in told.submissions) and told.rows == []
    with course.gradebook() as gradebook:
        assert gradebook.find_submission(NAME, "bea").timestamp.day == 1
