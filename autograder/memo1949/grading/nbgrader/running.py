"""nbgrader in this process: a course directory with the configuration that nbgrader itself would read there."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbgrader.apps.baseapp import NbGrader


class CourseError(Exception):
    """nbgrader could not do its work; the message carries what it logged."""


class _Kept(logging.Handler):
    """Keeps warnings and errors instead of printing them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def opened(course: Path, plugins: bool = False) -> "NbGrader":
    """Return nbgrader's application for a course directory, configured by its nbgrader_config.py (if it has one).

    With `plugins`, the folders that the configuration put on Python's path stay there, at its end, and so does the course
    directory: that is where a course keeps classes of its own, such as a rule for late submissions.
    """
    # Not above: some commands need an error of ours, and not the seconds that this takes.
    from nbgrader.apps.baseapp import NbGrader

    app = NbGrader(config_dir=str(course))
    app.load_cwd_config = False  # the course's configuration, not that of the directory we happen to be in
    with same_path(), _quiet(app.log, []):
        before = set(sys.path)
        app.initialize([], root=str(course))
        added = [folder for folder in [*sys.path, str(course)] if folder not in before]
    if plugins:
        sys.path += dict.fromkeys(added)
    return app


@contextmanager
def heard(app: "NbGrader") -> Iterator[list[str]]:
    """Keep nbgrader quiet, and give the warnings and errors that it would have printed."""
    lines: list[str] = []
    with _quiet(app.log, lines):
        yield lines


@contextmanager
def _quiet(log: logging.Logger, lines: list[str]) -> Iterator[None]:
    kept, handlers, propagate = _Kept(), log.handlers, log.propagate
    kept.lines = lines
    log.handlers, log.propagate = [kept], False
    try:
        yield
    finally:
        log.handlers, log.propagate = handlers, propagate


@contextmanager
def same_path() -> Iterator[None]:
    """Undo what nbgrader, or `opened`, does to Python's path."""
    path = list(sys.path)
    try:
        yield
    finally:
        sys.path[:] = path


@contextmanager
def programs_found() -> Iterator[None]:
    """Put the directory of this Python first on PATH: nbgrader calls `alembic` by its bare name to make a gradebook."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join(filter(None, [str(Path(sys.executable).parent), before]))
    try:
        yield
    finally:
        os.environ["PATH"] = before
