"""Our grader gives what `nbgrader autograde` gives, cell by cell, on assignments of every ordinary kind."""

from pathlib import Path

import pytest

from grading.course import Course

from .assignments import ASSIGNMENTS
from .classes import graded_by_nbgrader, graded_by_us, hand_in, hand_out, marks, twin


@pytest.mark.slow
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_same_marks_as_nbgrader(name: str, tmp_path: Path) -> None:
    """Scores, comments, manual flags and penalties of every submission are nbgrader's."""
    course = Course(tmp_path / "theirs", settings=False)
    hand_out(course, name, ASSIGNMENTS[name])
    hand_in(course, name, ASSIGNMENTS[name])
    other = twin(course, tmp_path / "ours")
    graded_by_nbgrader(course, name)
    told = graded_by_us(other.root, name)
    expected = marks(course)
    assert len(expected) > 3
    assert marks(other) == expected
    assert [one["problem"] for one in told.submissions] == [""] * len(told.submissions)
