"""The classroom loop with nbgrader's own commands and a real exchange, from source/ to the feedback a student fetches."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from memo1949.classroom.record import Record

from . import tiny
from .course import Course
from .notebooks import read, write


class Desk:
    """A directory in which someone types nbgrader's commands: the instructor's course, or a student's home."""

    def __init__(self, root: Path, exchange: Path) -> None:
        """Take the directory and the exchange that everyone shares."""
        self.root, self.exchange = root, exchange

    def nbgrader(self, *words: str) -> str:
        """Run one command; returns what it printed, or stops the test with it."""
        program = Path(sys.executable).with_name("nbgrader")
        settings = (f"--Exchange.root={self.exchange}", f"--Exchange.cache={self.root / '.cache'}")
        environment = os.environ | {"JUPYTER_CONFIG_DIR": str(self.root / ".jupyter")}
        done = subprocess.run(
            [program, *words, *settings], cwd=self.root, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"nbgrader {' '.join(words)}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr


@pytest.mark.slow
def test_the_whole_loop(tmp_path: Path) -> None:
    """Generate, release, fetch, answer, validate, submit, collect, autograde, give and fetch feedback: each by its own command."""
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
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


def answer(folder: Path) -> None:
    """Do what a student does: answer each question, write the code, leave the essay for a person to mark."""
    record = Record(folder)
    for word, said in tiny.ALL_RIGHT.items():
        record.save(f"tiny-{word}", *(said if isinstance(said, tuple) else (said,)))
    made = read(folder / "tiny.ipynb")
    for cell in made.cells:
        cell.source = {"counting-code": tiny.GOOD_CODE, "tiny-essay": "Nobody, says Mao."}.get(cell.id, cell.source)
    write(folder / "tiny.ipynb", made)
