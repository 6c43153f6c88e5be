"""A course with two graded units and a class, made once for the tests of the command and its pages."""

import pytest

from grader.classes import graded_by_us
from grading.course import Course, succeed
from memo1949.grading.course import set_up
from memo1949.grading.simulation import make_class

UNITS = ("mediation", "sourcing")
STUDENTS = 9
ABSENT = ("student-98", "Zoë", "Müller")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Nine students answered two units of the six, late at the first; one of the class handed nothing in."""
    root = tmp_path_factory.mktemp("report") / "course"
    root.mkdir()
    set_up(root)
    course = Course(root)
    for number, unit in enumerate(UNITS):
        make_class(root, unit, STUDENTS, seed=1949 + number)
        succeed(course.api.generate_assignment(unit))
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("mediation", duedate="2026-10-05 12:00 UTC")
        gradebook.update_or_create_student(ABSENT[0], first_name=ABSENT[1], last_name=ABSENT[2])
        gradebook.update_or_create_student("student-01", first_name="=1+1", last_name="Okafor")
        gradebook.db.commit()
    for unit in UNITS:
        graded_by_us(root, unit)
    return course
