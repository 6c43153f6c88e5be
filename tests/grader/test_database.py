"""A gradebook that cannot be had ends every command in one sentence with a remedy, and exit 2."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from grading.course import Course
from memo1949.cli import main
from memo1949.grading import database
from memo1949.grading.grader import book

from .classes import graded_by_us, hand_in, hand_out
from .test_command import CLASS, UNIT

# Nobody listens there, so that no test waits.
NOWHERE = "postgresql+psycopg://somebody:geheim@127.0.0.1:9/marks"
COMMANDS = {
    "grade": ["grade", UNIT, "--force"],
    "remark": ["remark", UNIT],
    "drop": ["remark", UNIT, "--drop", "why", "--drop-as", "out"],
    "forget": ["forget", "right"],
    "feedback": ["feedback", UNIT],
    "export": ["export"],
    "roster": ["roster", "class.csv"],
    "collect": ["collect", "uploads.zip", "--unit", UNIT],
}


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which three students have handed in and are graded."""
    course = Course(tmp_path_factory.mktemp("database") / "course")
    hand_out(course, UNIT, CLASS)
    hand_in(course, UNIT, CLASS)
    graded_by_us(course.root, UNIT)
    (course.root / "class.csv").write_text("id\nright\n", encoding="utf-8")
    shutil.make_archive(str(course.root / "uploads"), "zip", course.root / "submitted")
    return course.root


@pytest.fixture
def course(handed_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that course, in which we are, waiting for no lock."""
    monkeypatch.chdir(shutil.copytree(handed_in, tmp_path / "course"))
    monkeypatch.setattr(book, "_WAIT", 0.1)
    return tmp_path / "course"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_server_that_is_down(course: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The server's own words and what to look at are told, and no password."""
    with open(course / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(f"\nc.CourseDirectory.db_url = {NOWHERE!r}\n")
    assert main(COMMANDS[name]) == 2
    said = capsys.readouterr().err
    assert "does not answer" in said and "Is its server up" in said and "geheim" not in said and "[SQL" not in said


@pytest.mark.parametrize("name", ["grade", "remark", "forget", "feedback", "export"])
def test_a_file_that_is_locked(course: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """That another program writes, and which it may be, is told."""
    with closing(sqlite3.connect(course / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert main(COMMANDS[name]) == 2
    said = capsys.readouterr().err
    assert "database is locked" in said and "formgrader" in said and "[SQL" not in said


def test_other_errors_are_told_as_they_are() -> None:
    """What is no database's error keeps its words; a database's other errors say where to look."""
    assert database.told(ValueError("as it is")) == "as it is"
    assert "database disk image is malformed" in (said := database.told(sqlite3.DatabaseError("database disk image is malformed"))) and "memo1949 doctor" in said
