"""The gradebook in a real PostgreSQL: the same marks as in SQLite, grading again, re-marking and forgetting."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grading.course import Course
from memo1949.grading.course import set_up
from memo1949.grading.grader.dropping import FULL, OUT
from memo1949.grading.grader.forgetting import forget
from memo1949.grading.grader.remarking import remark
from memo1949.grading.grader.withdrawal import drop, undrop
from memo1949.grading.nbgrader.running import opened
from memo1949.grading.simulation import grading, make_class

from .classes import graded_by_us, marks

UNIT, STUDENTS = "mediation", 5


def _programs() -> Path:
    """Return the folder of PostgreSQL's programs; Debian does not put them on the PATH."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    assert folders, "These tests want PostgreSQL's programs: apt install postgresql"
    return folders[0]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database server of its own, and its address; it refuses to run as root, so root starts it as postgres."""
    top = tmp_path_factory.mktemp("postgresql")
    port, user = _free_port(), ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if user:
        # The folders above belong to root alone, so the server has one that it can reach.
        top = Path(subprocess.run([*user, "mktemp", "-d"], check=True, capture_output=True, text=True).stdout.strip())
    data, sockets = top / "data", top
    programs = _programs()
    subprocess.run([*user, programs / "initdb", "-D", data, "-U", "teacher", "-A", "trust", "-E", "UTF8", "--no-sync"], check=True, capture_output=True, cwd="/")
    options = f"-p {port} -k {sockets} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [*user, programs / "pg_ctl", "-D", data, "-l", top / "log", "-w", "-o", options]
    subprocess.run([*control, "start"], check=True, capture_output=True, cwd="/")
    yield f"postgresql+psycopg://teacher@127.0.0.1:{port}/postgres"
    subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd="/")
    subprocess.run([*user, "rm", "-rf", top], check=True)


def course_in(root: Path, url: str = "") -> Path:
    """Make a course with a small class, its gradebook at `url` or in SQLite."""
    root.mkdir()
    shutil.copy(Path(__file__).parents[2] / "nbgrader_config.py", root)
    if url:
        with open(root / "nbgrader_config.py", "a", encoding="utf-8") as config:
            config.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
    set_up(root)
    with grading.at_desk(root) as desk:
        grading.hand_out(desk, UNIT)
    make_class(root, UNIT, STUDENTS)
    return root


class There(Course):
    """A course whose gradebook lies elsewhere."""

    def __init__(self, root: Path) -> None:
        """Take a course as it is."""
        self.root = root

    def gradebook(self) -> Gradebook:
        """Open the gradebook where the course's configuration says."""
        directory = opened(self.root).coursedir
        return Gradebook(directory.db_url, directory.course_id)


@pytest.mark.slow
def test_postgresql_holds_what_sqlite_holds(server: str, tmp_path: Path) -> None:
    """Graded once, and once more by force, a class has the same marks in PostgreSQL as in SQLite; so it has after a correction, and while questions are dropped."""
    here, there = course_in(tmp_path / "sqlite"), course_in(tmp_path / "postgresql", server)
    for root in (here, there):
        graded_by_us(root, UNIT)
    expected = marks(There(here))
    assert len(expected) > 50 and marks(There(there)) == expected
    graded_by_us(there, UNIT, force=True)
    assert marks(There(there)) == expected
    for root in (here, there):
        path = root / "source" / UNIT / f"{UNIT}.ipynb"
        text = path.read_text(encoding="utf-8")
        assert 'key=\\"reiterated\\"' in text
        text = text.replace('key=\\"reiterated\\"', 'key=\\"leaking\\"').replace('\\"leaking\\": \\"Takes the subject', '\\"reiterated\\": \\"Takes the subject')
        path.write_text(text, encoding="utf-8")
        assert remark(root, UNIT).changed
    changed = marks(There(here))
    assert changed != expected and marks(There(there)) == changed
    for question, way in (("mediation-why", OUT), ("mediation-essay", FULL)):
        for root in (here, there):
            drop(root, UNIT, question, way)
    without = marks(There(here))
    assert without != changed and marks(There(there)) == without
    graded_by_us(there, UNIT, force=True)
    assert marks(There(there)) == without
    for root in (here, there):
        undrop(root, UNIT, "mediation-why")
        undrop(root, UNIT, "mediation-essay")
    assert marks(There(here)) == marks(There(there)) == changed
    forget(there, "student-01")
    left = {key: value for key, value in changed.items() if key[1] != "student-01"}
    assert marks(There(there)) == left
