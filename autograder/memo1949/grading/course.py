"""Setting up a course directory: what a class needs, copied from a checkout, never over what is there already."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from filecmp import cmp
from fnmatch import fnmatch
from pathlib import Path

from .. import shipped
from .nbgrader.running import CourseError, heard, opened, programs_found

CONFIG = "nbgrader_config.py"

# What using a checkout leaves behind in source/ and release/: no part of the assignments.
_LEFT_BEHIND = (".*", "__pycache__", "*.pyc", "answers.json*", "answers.damaged-*", "*~")


@dataclass(frozen=True, slots=True)
class Made:
    """What setting up did, as paths in the course directory: files made, files left as they were, and those of them that differ."""

    made: tuple[str, ...]
    kept: tuple[str, ...]
    differing: tuple[str, ...]


def set_up(directory: Path, checkout: Path | None = None) -> Made:
    """Make `directory` a course directory: configuration, source/, release/, and an empty gradebook.

    `checkout` is a clone of the project (by default the one this package runs from). Raises NotShipped when there is no
    source/ to copy, CourseError when the directory cannot be used.
    """
    files = list(_wanted(checkout))
    if directory.exists() and not directory.is_dir():
        raise CourseError(f"{directory} is a file. Name a directory, or one that does not exist yet.")
    made, kept, differing = [], [], []
    for name, origin in files:
        target = directory / name
        if target.exists():
            kept.append(name)
            if target.is_file() and not cmp(origin, target, shallow=False):
                differing.append(name)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, target)
        made.append(name)
    if make_gradebook(directory):
        made.append("gradebook.db")
    return Made(tuple(made), tuple(kept), tuple(differing))


def make_gradebook(course: Path) -> bool:
    """Create nbgrader's gradebook with its schema, once, before several programs open it; say whether it was made.

    Made where the course's configuration says; an existing one is left as it is. Raises CourseError.
    """
    from nbgrader.api import Gradebook
    from sqlalchemy import create_engine, inspect
    from sqlalchemy.exc import SQLAlchemyError

    app = opened(course)
    url = app.coursedir.db_url
    try:
        engine = create_engine(url)
        there = bool(inspect(engine).get_table_names())
        engine.dispose()
        if not there:
            with programs_found(), heard(app):
                Gradebook(url, app.coursedir.course_id).close()
    except (SQLAlchemyError, OSError) as error:
        raise CourseError(f"The gradebook cannot be made ({error}). Look at db_url in {course / CONFIG}.") from error
    return not there


def _wanted(checkout: Path | None) -> Iterator[tuple[str, Path]]:
    """Yield each file of a course directory: its name there, and where it is copied from."""
    if checkout is None:
        source, release, config = shipped.source(), shipped.release(), shipped.nbgrader_config()
    else:
        source, release, config = checkout / "source", checkout / "release", checkout / CONFIG
        if not source.is_dir() or not config.is_file():
            raise shipped.NotShipped(f"{checkout} is no checkout of memo1949: it has no source/ or no {CONFIG}.")
    yield CONFIG, config
    for name, folder in (("source", source), ("release", release)):
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not any(fnmatch(part, pattern) for part in inside.parts for pattern in _LEFT_BEHIND):
                yield f"{name}/{inside.as_posix()}", path
