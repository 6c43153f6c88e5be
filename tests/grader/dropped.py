"""A graded class for the tests of dropped questions, and what its gradebook holds."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grading.course import Course
from memo1949.grading.course import set_up
from memo1949.grading.simulation import grading, make_class

from .classes import graded_by_us, marks

UNIT, STUDENTS = "mediation", 8
WHY, ESSAY, TOTAL = "mediation-why", "mediation-essay", 40.0
MARKED, LATE = "student-04", "student-08"
LATE_WORK = '\nc.AssignLatePenalties.plugin_class = "memo1949.grading.nbgrader.latedays.LateDays"\nc.LateDays.percent_a_day = 10\n'


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose class of 8 is graded, some of it late, with scores that a person gave; copied by each test."""
    root = tmp_path_factory.mktemp("dropping") / "course"
    set_up(root)
    with open(root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(LATE_WORK)
    with grading.at_desk(root) as desk:
        grading.hand_out(desk, UNIT)
        with desk.gradebook as gradebook:
            gradebook.update_or_create_assignment(UNIT, duedate="2026-10-05 20:00:00 UTC")
    make_class(root, UNIT, STUDENTS)
    graded_by_us(root, UNIT)
    by_hand(root, MARKED, WHY, manual_score=1.25, extra_credit=0.5)
    by_hand(root, MARKED, ESSAY, manual_score=4.0)
    return root


@pytest.fixture
def course(graded: Path, tmp_path: Path) -> Path:
    """A copy of the graded course."""
    return shutil.copytree(graded, tmp_path / "course")


def by_hand(root: Path, student: str, question: str, **values: float) -> None:
    """Give a student a score as a person does in formgrader."""
    with Course(root, settings=False).gradebook() as gradebook:
        grade = gradebook.find_grade(question, UNIT, UNIT, student)
        for name, value in values.items():
            setattr(grade, name, value)
        grade.needs_manual_grade = False
        gradebook.db.commit()


def state(root: Path) -> dict:
    """Everything in the gradebook that marks are made of: scores, extra credit, penalties, points of each question."""
    course = Course(root, settings=False)
    found = {key: value[0] or 0.0 if key[-1] == "late" else value for key, value in marks(course).items()}
    with course.gradebook() as gradebook:
        for cell in gradebook.find_notebook(UNIT, UNIT).grade_cells:
            found["points", cell.name] = cell.max_score
        for submission in gradebook.assignment_submissions(UNIT):
            for grade in submission.notebooks[0].grades:
                found["extra", submission.student.id, grade.name] = grade.extra_credit
    return found


def of_question(root: Path, question: str) -> set[tuple]:
    """What students have for a question: (automatic, manual, needs a person, what counts)."""
    return {value for key, value in marks(Course(root, settings=False)).items() if key[3] == question and len(key) == 4}


def command(root: Path, *args: str) -> subprocess.CompletedProcess:
    """Run `memo1949 remark` as a person does."""
    return subprocess.run([sys.executable, "-m", "memo1949", "remark", UNIT, *args, "--course", str(root)], capture_output=True, text=True)
