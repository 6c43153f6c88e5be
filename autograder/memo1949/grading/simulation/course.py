"""The demo's course directory: made anew each time, and never over anything else."""

import shutil
import tempfile
from pathlib import Path

from ... import shipped
from ..course import CONFIG, set_up
from ..nbgrader.running import CourseError

MARK = ".memo1949-demo"
_OURS = ("source", "release", "submitted", "autograded", "feedback", "report")
_FILES = (CONFIG, "gradebook.db", MARK)


def begin(directory: Path | None = None) -> Path:
    """Make `directory`, or a new temporary one, a course directory for a demo and return it.

    An earlier demo's files in it are removed first, what else lies there is kept.

    Raises CourseError for a directory that holds anything but an earlier demo, NotShipped where there is no source/.
    """
    shipped.source()  # before anything is made or removed
    if directory is None:
        directory = Path(tempfile.mkdtemp(prefix="memo1949-demo-"))
    if directory.exists() and not directory.is_dir():
        raise CourseError(f"{directory} is a file. Name a directory, or one that does not exist yet.")
    if directory.exists() and any(directory.iterdir()):
        if not (directory / MARK).is_file():
            raise CourseError(f"{directory} is not empty and holds no earlier demo, so it stays as it is. Name another directory.")
        for name in _OURS:
            shutil.rmtree(directory / name, ignore_errors=True)
        for name in _FILES:
            (directory / name).unlink(missing_ok=True)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / MARK).write_text("Made by `memo1949 demo`, which makes this directory anew when it is run here again.\n", encoding="utf-8")
    set_up(directory)
    return directory
