"""The demo's course directory: made anew each time, and never over anything else."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ... import shipped
from ..course import CONFIG, set_up
from ..nbgrader.running import CourseError

MARK = ".memo1949-demo"
_OURS = ("source", "release", "submitted", "autograded", "feedback", "report")
_FILES = (CONFIG, "gradebook.db", MARK)


@contextmanager
def begun(directory: Path | None = None) -> Iterator[Path]:
    """Make `directory`, or a new temporary one, a course directory for a demo, and keep other demos out of it meanwhile.

    An earlier demo's files in it are removed first, what else lies there is kept. Raises CourseError for a directory that
    holds anything but an earlier demo or in which one is running, NotShipped where there is no source/.
    """
    shipped.source()  # before anything is made or removed
    if directory is None:
        directory = Path(tempfile.mkdtemp(prefix="memo1949-demo-"))
    _check(directory)
    # The lock lies elsewhere: it is no part of the course.
    name = hashlib.sha256(os.fsencode(directory)).hexdigest()[:16]
    lock = FileLock(Path(tempfile.gettempdir()) / f"memo1949-demo-{name}.lock")
    try:
        held = lock.acquire(timeout=0)
    except Timeout:
        raise CourseError(f"Another demo is running in {directory}. Wait for its end, or name another directory.") from None
    with held:
        _clear(directory)
        directory.mkdir(parents=True, exist_ok=True)
        (directory / MARK).write_text("Made by `memo1949 demo`, which makes this directory anew when it is run here again.\n", encoding="utf-8")
        set_up(directory)
        yield directory


def _check(directory: Path) -> None:
    """Raise CourseError for a directory that is not ours to fill."""
    if directory.exists() and not directory.is_dir():
        raise CourseError(f"{directory} is a file. Name a directory, or one that does not exist yet.")
    if directory.exists() and any(directory.iterdir()) and not (directory / MARK).is_file():
        raise CourseError(f"{directory} is not empty and holds no earlier demo, so it stays as it is. Name another directory.")


def _clear(directory: Path) -> None:
    """Remove what an earlier demo made."""
    for name in _OURS:
        shutil.rmtree(directory / name, ignore_errors=True)
    for name in _FILES:
        (directory / name).unlink(missing_ok=True)
