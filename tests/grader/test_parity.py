"""Our grader gives what `nbgrader autograde` gives, cell by cell, on assignments of every ordinary kind."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from grading.course import Course

from .assignments import ASSIGNMENTS
from .classes import graded_by_nbgraders_command, graded_by_us, hand_in, hand_out, marks, twin

Handed = dict[str, tuple[Course, Course, Future]]


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handed]:
    """Each assignment handed in, in two courses. nbgrader grades two at a time in processes apart, while the tests go on."""
    with ThreadPoolExecutor(2) as pool:
        courses = {}
        for name, assignment in ASSIGNMENTS.items():
            root = tmp_path_factory.mktemp(name)
            course = Course(root / "theirs", settings=False)
            hand_out(course, name, assignment)
            hand_in(course, name, assignment)
            other = twin(course, root / "ours")
            courses[name] = (course, other, pool.submit(graded_by_nbgraders_command, course, name))
        yield courses
        pool.shutdown(cancel_futures=True)


@pytest.mark.slow
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_same_marks_as_nbgrader(name: str, handed: Handed) -> None:
    """Scores, comments, manual flags and penalties of every submission are nbgrader's."""
    course, other, theirs = handed[name]
    told = graded_by_us(Path(other.root), name)
    theirs.result()
    expected = marks(course)
    assert len(expected) > 3
    assert marks(other) == expected
    assert [one["problem"] for one in told.submissions] == [""] * len(told.submissions)
