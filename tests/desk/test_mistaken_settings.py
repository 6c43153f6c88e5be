"""A mistake in nbgrader_config.py: every command says where it is and does nothing, rather than go on with settings that nobody chose."""

import shutil
from pathlib import Path

import pytest

from grading.course import Course
from memo1949 import cli
from memo1949.grading.nbgrader.running import CourseError, opened

from .desks import handed_in, zipped

MISTAKE = '\nc.Exchange.rot = Pat("x")\n'
COMMANDS = (
    "grade tiny", "feedback tiny", "feedback tiny --reveal", "remark tiny", "remark tiny --check", "remark tiny --drop x --drop-as out", "report tiny",
    "report --all", "export --to marks.csv", "release", "release tiny --check", "forget s123 --check", "roster class.csv", "collect uploads.zip --unit tiny",
)  # fmt: skip


@pytest.fixture
def mistaken(released: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course in which one student handed in, with a mistake at the end of its settings; the working directory."""
    root = tmp_path / "course"
    shutil.copytree(released.root, root)
    course = Course(root, settings=False)
    course.submit("tiny", "s123")
    (root / "uploads.zip").write_bytes(zipped({"s124 tiny.ipynb": handed_in(course)}))
    (root / "class.csv").write_text("id,first_name,last_name\ns127,Ann,Lee\n", encoding="utf-8")
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(MISTAKE)
    monkeypatch.chdir(root)
    return root


def contents(folder: Path) -> dict[Path, bytes]:
    """Return what the files in a folder hold, but for a grader's lock."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".lock")}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_names_the_line(command: str, mistaken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message has the file, the line and the error, the exit code is 2, and nothing in the course has changed."""
    before = contents(mistaken)
    line = len((mistaken / "nbgrader_config.py").read_text(encoding="utf-8").splitlines())
    assert cli.main(command.split()) == 2
    assert f"nbgrader_config.py has a mistake in line {line}: NameError: name 'Pat' is not defined. Mend it" in capsys.readouterr().err
    assert contents(mistaken) == before


def test_doctor_lists_it_once(mistaken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is one finding, and nothing is said of settings that could not be read."""
    assert cli.main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert told.count("NameError: name 'Pat' is not defined") == 1 and "does not call" not in told and "The check of" not in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("c = get_config()\nc.X.y = (1\n", "in line 2: SyntaxError: '(' was never closed"),
        ("c = get_config()\nfrom helpers import nothing\n", "in line 2: ModuleNotFoundError"),
        ("c = get_config()\nc.CourseDirectory.db_url = 5\n", "is not what nbgrader takes: The 'db_url' trait"),
        ("import sys\nsys.exit('no')\n", "in line 2: SystemExit: no"),
    ],
)
def test_each_kind_of_mistake_is_told(text: str, said: str, tmp_path: Path) -> None:
    """Code that is none, a module that is missing, a value of the wrong kind and a file that ends Python are each said in a sentence."""
    (tmp_path / "nbgrader_config.py").write_text(text, encoding="utf-8")
    with pytest.raises(CourseError) as error:
        opened(tmp_path)
    assert said in str(error.value) and "nbgrader_config.py" in str(error.value)


def test_a_course_without_settings_goes_on(tmp_path: Path) -> None:
    """Where there is no nbgrader_config.py, nbgrader's own settings hold."""
    assert opened(tmp_path).coursedir.submitted_directory == "submitted"
