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
    directory: that is where a course keeps classes of its own, such as a rule for late submissions. Raises CourseError for a
    configuration with a mistake in it: nbgrader drops all of such a file, and goes on with settings that nobody chose.
    """
    # Not above: some commands need an error of ours, and not the seconds that this takes.
    from nbgrader.apps.baseapp import NbGrader

    app = NbGrader(config_dir=str(course))
    app.load_cwd_config = False  # the course's configuration, not that of the directory we happen to be in
    app.raise_config_file_errors = True
    said: list[str] = []
    with same_path(), _quiet(app.log, said):
        before = set(sys.path)
        try:
            app.initialize([], root=str(course))
        except (Exception, SystemExit) as error:  # a configuration is a program; and nbgrader ends Python at a value of the wrong kind
            raise CourseError(_mistake(error, said, course)) from error
        added = [folder for folder in [*sys.path, str(course)] if folder not in before]
    if plugins:
        sys.path += dict.fromkeys(added)
    return app


def _mistake(error: BaseException, said: list[str], course: Path) -> str:
    """Return in words what is wrong with a configuration, where, and what to do."""
    file, line, at = "", getattr(error, "lineno", None), error.__traceback__
    while at is not None:
        # traitlets' loader has the name of the file that it reads; the lines of that file are executed under it.
        reads = getattr(at.tb_frame.f_locals.get("self"), "full_filename", "")
        if isinstance(reads, str) and reads:
            file = reads
        elif file and at.tb_frame.f_code.co_filename == file:
            line = at.tb_lineno
        at = at.tb_next
    after = "Mend it and call this again: with a mistake in it nothing in that file counts."
    if not file:
        why = said[-1].partition("initialization: ")[2] or said[-1] if said else f"{type(error).__name__}: {error}"
        return f"A setting in {course / 'nbgrader_config.py'} is not what nbgrader takes: {why} {after}"
    return f"{file} has a mistake{f' in line {line}' if line else ''}: {type(error).__name__}: {str(error) or 'no more is said'}. {after}"


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
