"""The classroom loop with nbgrader's own commands and a real exchange, from source/ to the feedback a student fetches."""

import csv
from pathlib import Path

import pytest

from . import tiny
from .course import Course
from .desk import Desk, answer, opened_exchange
from .notebooks import write


@pytest.mark.slow
def test_the_whole_loop(tmp_path: Path) -> None:
    """Generate, release, fetch, answer, validate, submit, collect, autograde, give and fetch feedback: each by its own command."""
    exchange = opened_exchange(tmp_path / "exchange")
    course = Course(tmp_path / "course")
    write(course.root / "source" / tiny.UNIT / "tiny.ipynb", tiny.unit())
    teacher = Desk(course.root, exchange)
    teacher.nbgrader("generate_assignment", tiny.UNIT)
    teacher.nbgrader("release_assignment", tiny.UNIT)

    home = tmp_path / "home"
    home.mkdir()
    student = Desk(home, exchange)
    student.nbgrader("fetch_assignment", tiny.UNIT, "--course", "memo1949")
    folder = home / tiny.UNIT
    assert [path.name for path in folder.iterdir()] == ["tiny.ipynb"]
    assert "Question 1 is still open" in student.nbgrader("validate", str(folder / "tiny.ipynb"))
    answer(folder)
    assert "Success" in student.nbgrader("validate", str(folder / "tiny.ipynb"))
    student.nbgrader("submit", tiny.UNIT, "--course", "memo1949")

    teacher.nbgrader("collect", tiny.UNIT)
    (handed_in,) = (course.root / "submitted").iterdir()
    assert (handed_in / tiny.UNIT / "answers.json").is_file()
    teacher.nbgrader("autograde", tiny.UNIT)
    grades = course.grades(tiny.UNIT, handed_in.name)
    assert {name: grade["auto_score"] for name, grade in grades.items()} == {
        "tiny-leak": 2,
        "tiny-secret": 1,
        "tiny-evening": 1,
        "tiny-count": 2,
        "tiny-essay": None,
    }
    teacher.nbgrader("generate_feedback", tiny.UNIT)
    teacher.nbgrader("release_feedback", tiny.UNIT)
    student.nbgrader("fetch_feedback", tiny.UNIT, "--course", "memo1949")
    (page,) = folder.rglob("tiny.html")
    text = page.read_text(encoding="utf-8")
    assert "<strong>6</strong> of 10 points" in text and tiny.EXPLANATIONS[tiny.LEAK] in text
    assert "mark(" not in text
    teacher.nbgrader("export", "--to", "grades.csv")
    with (course.root / "grades.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["assignment"], row["student_id"], row["score"]) == (tiny.UNIT, handed_in.name, "6.0")

