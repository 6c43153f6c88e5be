"""`memo1949 doctor` finds what is wrong with a course directory, says what to do, and changes nothing."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from memo1949 import cli
from memo1949.grading.course import set_up
from memo1949.grading.doctor import examine
from memo1949.grading.doctor.environment import versions
from memo1949.grading.sandbox import isolation as walls

UNIT = "mediation"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course directory with one unit."""
    root = tmp_path_factory.mktemp("doctor") / "course"
    set_up(root)
    for folder in ("source", "release"):
        for path in (root / folder).iterdir():
            if path.name != UNIT:
                shutil.rmtree(path)
    return root


@pytest.fixture
def course(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "course")


def found(course: Path, level: str) -> str:
    """The findings of a level, with what to do."""
    return "\n".join(f"{finding.seen} {finding.remedy}" for finding in examine(course) if finding.level == level)


def test_a_course_as_it_was_made_has_no_problem(course: Path, capsys: pytest.CaptureFixture) -> None:
    """A fresh course directory passes every check, and no file of it is touched."""
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    assert cli.main(["doctor", "--course", str(course)]) == 0
    told = capsys.readouterr().out
    assert "Nothing is wrong." in told and "release/ is current: mediation." in told and "Students' code can be shut in" in told
    assert {path: path.read_bytes() for path in course.rglob("*") if path.is_file()} == before


def test_each_fault_is_found_with_what_to_do(course: Path) -> None:
    """Stray answers, an old release, strangers, a foreign gradebook and a cut-off grading are each named with a remedy."""
    (course / "source" / UNIT / "answers.json").write_text("{}")
    problems = found(course, "problem")
    assert "answers.json does not belong there" in problems
    (course / "source" / UNIT / "answers.json").unlink()

    released = course / "release" / UNIT / f"{UNIT}.ipynb"
    released.write_text(released.read_text(encoding="utf-8").replace("Guomindang", "Kuomintang"), encoding="utf-8")
    (course / "submitted" / "stranger" / UNIT).mkdir(parents=True)
    (course / "autograded" / ".memo1949-1").mkdir(parents=True)
    engine = create_engine(f"sqlite:///{course / 'gradebook.db'}")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE student DROP COLUMN lms_user_id"))
    problems = found(course, "problem")
    assert f"release/{UNIT} is not what source/{UNIT} makes" in problems and f"memo1949 release {UNIT}" in problems
    assert "stranger" in problems and "memo1949 roster" in problems
    assert "student.lms_user_id" in problems and "nbgrader db upgrade" in problems
    assert "cut short" in found(course, "advice")


def test_no_sandbox_is_a_problem(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where students' code cannot be shut in, the way to install what is missing is said."""

    def none(wish: str | None) -> str:
        raise walls.NoIsolation("Install bubblewrap.")

    monkeypatch.setattr(walls, "chosen", none)
    assert "Install bubblewrap." in found(course, "problem")


def test_an_old_package_is_a_problem(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A package older than the lower bound is named with the version that is wanted."""
    from memo1949.grading.doctor import environment

    real = environment.version
    monkeypatch.setattr(environment, "version", lambda name: "0.1" if name == "nbgrader" else real(name))
    (finding,) = versions(tmp_path)
    assert finding.level == "problem" and "nbgrader 0.1 is installed" in finding.seen and "--upgrade" in finding.remedy


def test_elsewhere_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """In a directory that is no course, and for one that does not exist, the message names the way on."""
    assert cli.main(["doctor", "--course", str(tmp_path)]) == 1
    assert "memo1949 course DIR" in capsys.readouterr().out
    assert cli.main(["doctor", "--course", str(tmp_path / "nowhere")]) == 2
