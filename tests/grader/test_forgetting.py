"""Deleting a student: nothing of that student is left, and nothing of anybody else is touched."""

import subprocess
import sys
from pathlib import Path

import pytest

from grading.course import Course
from memo1949.grading import log
from memo1949.grading.course import set_up
from memo1949.grading.grader.forgetting import forget
from memo1949.grading.nbgrader.running import CourseError
from memo1949.grading.simulation import grading, make_class

from .classes import graded_by_us, marks

UNIT, GONE, STAYS = "mediation", "student-04", "student-01"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A graded course of four with feedback, a log that names the one who is to go, and an exchange."""
    root = tmp_path / "course"
    set_up(root)
    exchange = tmp_path / "exchange"
    for student in (GONE, STAYS):
        (exchange / "memo1949" / "inbound" / f"{student}+{UNIT}+2026-10-05 20:00:00 UTC").mkdir(parents=True)
    with open(root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(f"\nc.Exchange.root = {str(exchange)!r}\n")
    with grading.at_desk(root) as desk:
        grading.hand_out(desk, UNIT)
    make_class(root, UNIT, 4)
    graded_by_us(root, UNIT)
    with grading.at_desk(root) as desk:
        desk.generate_feedback(UNIT, GONE)
    log.note(root, "remark", unit=UNIT, changes=[[GONE, "mediation-why", 1, 2], [STAYS, "mediation-why", 2, 1]])
    return root


@pytest.mark.slow
def test_nothing_of_the_student_is_left(course: Path) -> None:
    """No file name, no file's content and no byte of the gradebook names the student any more; the others' marks are as before."""
    before = {key: value for key, value in marks(Course(course, settings=False)).items() if key[1] != GONE}
    assert GONE.encode() in (course / "gradebook.db").read_bytes()
    lines = "\n".join(forget(course, GONE))
    for part in ("submitted", "autograded", "feedback", "inbound", "the gradebook", log.NAME):
        assert part in lines
    assert marks(Course(course, settings=False)) == before
    top = course.parent
    assert [path for path in top.rglob("*") if GONE in str(path.relative_to(top))] == []
    assert [path for path in top.rglob("*") if path.is_file() and GONE.encode() in path.read_bytes()] == []
    assert log.entries(course)[-1]["changes"] == [[STAYS, "mediation-why", 2, 1]]
    assert (course / "submitted" / STAYS / UNIT).is_dir()


@pytest.mark.slow
def test_a_check_deletes_nothing(course: Path) -> None:
    """`--check` lists what would go, exits with 1 and leaves all of it."""
    command = [sys.executable, "-m", "memo1949", "forget", GONE, "--check", "--course", str(course)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1 and done.stdout.startswith(f"Would be deleted of {GONE}:")
    assert (course / "submitted" / GONE / UNIT).is_dir() and GONE.encode() in (course / "gradebook.db").read_bytes()


@pytest.mark.slow
def test_what_is_no_student_is_refused(tmp_path: Path) -> None:
    """A path, a pattern and an unknown id delete nothing and say so."""
    set_up(tmp_path / "course")
    for student in ("../student-01", "*", "", "..", "nobody"):
        with pytest.raises(CourseError, match=r"is not the id|Nothing is here"):
            forget(tmp_path / "course", student)
