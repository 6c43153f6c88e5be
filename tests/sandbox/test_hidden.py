"""What lies inside a folder that students' code may read, and is not for it, cannot be read."""

import sys
from pathlib import Path

import pytest

from memo1949.grading.nbgrader.private import private
from memo1949.grading.sandbox import hidden
from memo1949.grading.sandbox import isolation as walls
from memo1949.grading.sandbox.limits import Limits
from memo1949.grading.sandbox.run import Run
from memo1949.grading.sandbox.sandbox import Sandbox

from .test_isolation import _to_be_had, said


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that can be read behind the walls as Python's own can: with packages, a course with an environment, an exchange."""
    for name in ("prefix/lib/module.py", "prefix/courses/one/gradebook.db", "prefix/courses/one/env/lib/own.py", "prefix/share/exchange/inbound/work.py", "prefix/share/data.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"'{path.stem}'")
    (tmp_path / "prefix" / "share" / "link").symlink_to(tmp_path / "prefix" / "share" / "exchange")
    python = (*walls._all_python(), tmp_path / "prefix", tmp_path / "prefix" / "courses" / "one" / "env")
    monkeypatch.setattr(walls, "_all_python", lambda: python)
    return tmp_path / "prefix"


def read(run: Run, path: Path) -> str:
    """Return a file's text as a cell reads it, or the error."""
    return said(run, f"print(open({str(path)!r}).read())").strip()


@pytest.mark.parametrize("isolation", _to_be_had())
def test_the_private_folders_cannot_be_read(shared: Path, isolation: str) -> None:
    """A course and an exchange inside a readable folder are out of reach, and Python beside and below them is not."""
    with Sandbox(isolation, private=[shared / "courses" / "one", shared / "share" / "exchange"]) as sandbox:
        sandbox.prepare(Limits(cell=5))
        with sandbox.run({}, 1) as run:
            refused = [read(run, shared / name) for name in ("courses/one/gradebook.db", "share/exchange/inbound/work.py", "share/link/inbound/work.py")]
            listed = said(run, f"import os; print(os.listdir({str(shared / 'share' / 'exchange')!r}))").strip()
            written = said(run, f"open({str(shared / 'share' / 'exchange' / 'new')!r}, 'w')")
            seen = [read(run, shared / name) for name in ("lib/module.py", "courses/one/env/lib/own.py", "share/data.txt")]
    assert set(refused) <= {"FileNotFoundError", "PermissionError"}
    assert listed in ("[]", "PermissionError") and written in ("OSError", "PermissionError")
    assert seen == ["'module'", "'own'", "'data'"]


@pytest.mark.parametrize("isolation", _to_be_had())
def test_a_course_in_the_folder_of_an_environment(shared: Path, isolation: str) -> None:
    """Where somebody made an environment of the course's own folder, its packages can be read and the course cannot."""
    (shared / "gradebook.db").write_text("marks")
    with Sandbox(isolation, private=[shared]) as sandbox:
        sandbox.prepare(Limits(cell=5))
        with sandbox.run({}, 1) as run:
            assert read(run, shared / "lib" / "module.py") == "'module'"
            assert read(run, shared / "gradebook.db") in ("FileNotFoundError", "PermissionError")


def test_the_usual_places_are_hidden_whatever_is_graded() -> None:
    """nbgrader's usual exchange and the folders with Jupyter's settings are in the list; none holds this Python."""
    always = hidden.always()
    assert {Path("/usr/local/share/nbgrader"), Path("/usr/local/etc"), Path(sys.prefix, "etc", "jupyter"), Path(sys.base_prefix, "etc", "jupyter")} <= set(always)
    granted = walls.readable([])
    assert not any(path == folder or folder.is_relative_to(path) for folder in map(Path.resolve, always) for path in granted)
    assert {Path("/usr/bin"), Path("/usr/lib"), Path(sys.base_prefix).resolve() / "lib"} <= {*granted, *(parent for path in granted for parent in path.parents)}


def test_a_courses_configuration_says_what_is_private(tmp_path: Path) -> None:
    """The course's directory, its root and its exchange are private, wherever the configuration puts them."""
    course = tmp_path / "course"
    course.mkdir()
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.root = '/srv/root'\nc.Exchange.root = '/opt/exchange'\n")
    assert {course, Path("/srv/root"), Path("/opt/exchange")} <= set(private(course))
    (course / "nbgrader_config.py").write_text("import nosuchmodule_1949\n")
    with pytest.raises(Exception):  # noqa: B017 - as grading itself would end
        private(course)
