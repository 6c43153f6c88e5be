"""Setting up a course directory: complete, ready for nbgrader, and careful with what is there."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from memo1949 import cli, shipped
from memo1949.grading.course import make_gradebook, set_up
from memo1949.shipped import NotShipped

from .course import CHECKOUT, Course
from .notebooks import ordinary, write


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout: the configuration, one unit, and what using it left behind."""
    top = tmp_path / "checkout"
    write(top / "source" / "sums" / "sums.ipynb", ordinary())
    write(top / "source" / "sums" / ".ipynb_checkpoints" / "sums-checkpoint.ipynb", ordinary())
    write(top / "release" / "sums" / "sums.ipynb", ordinary())
    (top / "release" / "sums" / "answers.json").write_text("{}")
    shutil.copy(CHECKOUT / "nbgrader_config.py", top)
    return top


def test_a_course_has_everything_and_nothing_left_behind(checkout: Path, tmp_path: Path) -> None:
    """Configuration, source/, release/ and a gradebook are made; nobody's answers or checkpoints come along."""
    result = set_up(tmp_path / "course", checkout)
    assert result.made == ("nbgrader_config.py", "source/sums/sums.ipynb", "release/sums/sums.ipynb", "gradebook.db")
    found = {str(path.relative_to(tmp_path / "course")) for path in (tmp_path / "course").rglob("*") if path.is_file()}
    assert found == set(result.made)


def test_what_is_there_is_never_overwritten(checkout: Path, tmp_path: Path) -> None:
    """A second run changes no file, and tells which ones are no longer the checkout's."""
    course = tmp_path / "course"
    set_up(course, checkout)
    changed = course / "nbgrader_config.py"
    changed.write_text("# mine\nc = get_config()\n")
    gradebook = (course / "gradebook.db").read_bytes()
    result = set_up(course, checkout)
    assert result.made == ()
    assert result.differing == ("nbgrader_config.py",)
    assert changed.read_text().startswith("# mine")
    assert (course / "gradebook.db").read_bytes() == gradebook


def test_the_gradebook_has_its_schema_from_the_start(tmp_path: Path) -> None:
    """The tables and the schema's version are there before any grader opens the gradebook, and made once."""
    Course(tmp_path)
    (tmp_path / "gradebook.db").unlink()
    assert make_gradebook(tmp_path) is True
    assert make_gradebook(tmp_path) is False
    with sqlite3.connect(tmp_path / "gradebook.db") as database:
        assert database.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
        assert database.execute("SELECT id FROM course").fetchall() == [("memo1949",)]


def test_nbgrader_works_in_a_new_course(checkout: Path, tmp_path: Path) -> None:
    """The next step that the command names is nbgrader's own, and it works, though release/ is there already."""
    set_up(tmp_path / "course", checkout)
    course = Course(tmp_path / "course")
    nbgrader = [str(Path(sys.executable).with_name("nbgrader")), "generate_assignment", "sums"]
    subprocess.run(nbgrader, cwd=course.root, check=True, capture_output=True)
    with course.gradebook() as gradebook:
        assert [assignment.name for assignment in gradebook.assignments] == ["sums"]


def test_the_command_says_what_it_made_and_what_is_next(
    checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`memo1949 course DIR` lists files made and files left, and the next commands."""
    course = tmp_path / "course"
    assert cli.main(["course", str(course), "--from", str(checkout)]) == 0
    said = capsys.readouterr().out
    assert f"made: {course / 'source/sums/sums.ipynb'}" in said
    assert "nbgrader generate_assignment sums" in said
    assert cli.main(["course", str(course), "--from", str(checkout)]) == 0
    assert f"left as it was: {course / 'nbgrader_config.py'}" in capsys.readouterr().out


def test_without_source_the_command_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Installed from a wheel there are no keys to copy: the message says to clone, and how to name the clone."""
    monkeypatch.setattr(shipped, "checkout", lambda: None)
    assert cli.main(["course", str(tmp_path / "course")]) == 2
    said = capsys.readouterr().err
    assert "source/" in said and "--from" in said
    assert not (tmp_path / "course").exists()


def test_a_wrong_checkout_is_named(tmp_path: Path) -> None:
    """A folder that is no checkout is refused by name."""
    with pytest.raises(NotShipped, match="is no checkout"):
        set_up(tmp_path / "course", tmp_path)


def test_a_file_is_no_directory(checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Naming a file ends with a sentence, not a traceback."""
    (tmp_path / "course").write_text("a file")
    assert cli.main(["course", str(tmp_path / "course"), "--from", str(checkout)]) == 2
    assert "is a file" in capsys.readouterr().err
