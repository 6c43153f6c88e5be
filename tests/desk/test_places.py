"""A course that arranges its folders otherwise: every command looks where its configuration says."""

from datetime import timedelta
from pathlib import Path

import pytest

from grading import tiny
from grading.course import Course
from memo1949 import cli
from memo1949.grading.desk.enrolment import enrol
from memo1949.grading.desk.marks import MISSING, NOT_GRADED, marks_of
from memo1949.grading.nbgrader.places import Places

from .desks import CLASS, WHEN, collect, handed_in, zipped

OTHERWISE = """
c.CourseDirectory.directory_structure = "{nbgrader_step}/{assignment_id}/{student_id}"
c.CourseDirectory.submitted_directory = "handed-in"
c.CourseDirectory.autograded_directory = "graded"
c.CourseDirectory.feedback_directory = "told"
"""


@pytest.fixture
def otherwise(tmp_path: Path) -> Course:
    """A course with one unit, generated in folders arranged as its configuration says."""
    made = Course(tmp_path / "course")
    with (made.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(OTHERWISE)
    made.assign("tiny", tiny.unit())
    enrol(made.root, CLASS)
    return made


@pytest.mark.slow
def test_a_course_arranged_otherwise(otherwise: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """What collect puts down, grade finds; export, doctor, report and feedback see it, and a later attempt takes its place."""
    root = otherwise.root
    assert collect(otherwise, zipped({f"{student} tiny.ipynb": handed_in(otherwise) for student in ("s123", "s124")})) == 0
    assert "placed: handed-in/tiny/s123" in capsys.readouterr().out
    assert (root / "handed-in" / "tiny" / "s124" / "tiny.ipynb").is_file()
    assert [marks_of(root).marks[student, "tiny"].why for student in ("s123", "s125")] == [NOT_GRADED, MISSING]

    assert cli.main(["grade", "tiny", "--course", str(root)]) in (0, 1)
    assert (root / "graded" / "tiny" / "s123" / "tiny.ipynb").is_file()
    assert marks_of(root).marks["s123", "tiny"].why != NOT_GRADED
    assert cli.main(["feedback", "tiny", "--course", str(root)]) == 0
    assert (root / "told" / "tiny" / "s123" / "tiny.html").is_file()
    assert cli.main(["report", "tiny", "--course", str(root)]) == 0
    assert 'href="../told/tiny/s123/tiny.html"' in (root / "report" / "tiny.html").read_text(encoding="utf-8")
    capsys.readouterr()
    cli.main(["doctor", "--course", str(root)])
    assert "All 2 who handed in stand in the gradebook" in capsys.readouterr().out

    assert collect(otherwise, zipped({"s123 tiny.ipynb": handed_in(otherwise, seal="# later")}, WHEN + timedelta(days=1))) == 0
    assert "attempts/s123/tiny" in {path.parent.relative_to(root).as_posix() for path in (root / "attempts").rglob("2*")}
    assert marks_of(root).marks["s123", "tiny"].why == NOT_GRADED


def test_folders_by_student(tmp_path: Path) -> None:
    """The folders of a step are found by student, however they are arranged and whatever signs names have."""
    for structure in ("{nbgrader_step}/{student_id}/{assignment_id}", "{assignment_id}/of {student_id}/{nbgrader_step}"):
        where = Places("", str(tmp_path / f"[1] {len(structure)}"), structure)
        for student in ("a*", "李", "b.c"):
            where.folder("in", student, "unit[1]").mkdir(parents=True)
        where.folder("in", "b.c", "other").mkdir(parents=True)
        assert where.students("in", "unit[1]") == {student: where.folder("in", student, "unit[1]") for student in ("a*", "b.c", "李")}
        assert [(student, unit) for student, unit, _ in where.every("in", student="b.c")] == [("b.c", "other"), ("b.c", "unit[1]")]
        assert where.students("out", "unit[1]") == {}
