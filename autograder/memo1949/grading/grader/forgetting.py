"""Deleting a student's data: files, released feedback, gradebook, kept answers, and the student's lines in the course's log."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from glob import escape, glob
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import Exchange
from sqlalchemy import delete, func, inspect, select, text
from sqlalchemy.engine import Engine

from .. import log
from ..desk.filing import ATTEMPTS
from ..nbgrader.running import CourseError, heard, opened, programs_found
from . import book as books
from . import dropping
from .ledger import answers
from .lock import held
from .released import released


def forget(course: Path, student: str, check: bool = False) -> list[str]:
    """Delete everything that a course directory holds of a student, and return what it was, in lines; with `check` delete nothing.

    Raises CourseError for an id that cannot be one or of which nothing is there, lock.Busy, OSError for what cannot be deleted.
    """
    if not student or student in (".", "..") or any(mark in student for mark in "/\\*?["):
        raise CourseError(f"{student!r} is not the id of a student. Give one id as the gradebook has it.")
    course = course.resolve()
    app = opened(course)
    with held(course), heard(app), programs_found():
        with Gradebook(app.coursedir.db_url, app.coursedir.course_id) as gradebook:
            units = sorted({assignment.name for assignment in gradebook.assignments})
            folders = list(dict.fromkeys(_folders(app, student, units)))
            out = released(_exchange(app), app.coursedir.course_id, student, folders, units)
            kept, entered = _answers(gradebook.engine, student), _submissions(gradebook, student)
            lines = [f"{folder}: {count} files" for folder, count in ((folder, _count(folder)) for folder in folders)]
            if out.pages:
                lines.append(f"{out.pages[0].parent}: {len(out.pages)} released feedback pages")
            if entered is not None:
                lines.append(f"the gradebook: the student, with {entered} submissions, their marks and comments")
            if kept:
                lines.append(f"the gradebook: {kept} answers")
            logged = sum(_names(entry, student) for entry in log.entries(course))
            if logged:
                lines.append(f"{log.NAME}: {logged} entries that name the student")
            if not lines:
                raise CourseError(f"Nothing is here of a student {student!r}: no files, nothing in the gradebook.")
            if out.unsure:
                lines.append(f"perhaps not all: released feedback pages may remain in {_exchange(app) / app.coursedir.course_id / 'feedback'}, whose names do not tell whose they are")
            if check:
                return lines
            for page in out.pages:  # first: without the folders nothing would lead to them
                page.unlink(missing_ok=True)
            for folder in folders:
                shutil.rmtree(folder)
            _erase(gradebook, student, kept, entered is not None)
        if logged:
            _rewrite(course, student)
    return lines


def _folders(app: NbGrader, student: str, units: Iterable[str]) -> Iterator[Path]:
    """Yield the student's folders: of each step, earlier attempts, and what waits in the exchange."""
    directories = app.coursedir
    for step in (directories.submitted_directory, directories.autograded_directory, directories.feedback_directory):
        yield from _of_step(directories, step, student, units)
    earlier = Path(directories.root) / ATTEMPTS / student
    if earlier.is_dir():
        yield earlier
    inbound = _exchange(app) / directories.course_id / "inbound"
    if directories.course_id and inbound.is_dir():
        yield from sorted(path for path in inbound.iterdir() if path.name.partition("+")[0] == student)


def _of_step(directories: CourseDirectory, step: str, student: str, units: Iterable[str]) -> Iterator[Path]:
    """Yield the student's folders of a step, however the course arranges its folders: the outermost that hold nobody else's."""
    parts = Path(directories.directory_structure).parts
    own = next((at for at, part in enumerate(parts) if "{student_id}" in part), None)
    if own is None:
        return
    # Where the student is but part of a folder's name, units are named: of "one_two_three" only they tell where the student begins.
    for unit in ["*"] if parts[own] == "{student_id}" else map(escape, units):
        filled = (part.format(nbgrader_step=escape(step), student_id=escape(student), assignment_id=unit) for part in parts[: own + 1])
        yield from (path for path in map(Path, sorted(glob(str(Path(escape(directories.root), *filled))))) if path.is_dir())


def _exchange(app: NbGrader) -> Path:
    """Return where the exchange is: where the course says, or nbgrader's own place."""
    return Path(Exchange(coursedir=app.coursedir, parent=app).root)


def _count(folder: Path) -> int:
    return sum(path.is_file() or path.is_symlink() for path in folder.rglob("*"))


def _answers(engine: Engine, student: str) -> int:
    if not inspect(engine).has_table(answers.name):
        return 0
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(answers).where(answers.c.student == student)).scalar()


def _submissions(gradebook: Gradebook, student: str) -> int | None:
    """Return how many submissions of the student are entered; None when there is no such student."""
    try:
        return len(gradebook.find_student(student).submissions)
    except MissingEntry:
        return None


def _erase(gradebook: Gradebook, student: str, kept: int, entered: bool) -> None:
    if entered:
        gradebook.remove_student(student)
    with gradebook.engine.begin() as connection:
        if kept:
            connection.execute(delete(answers).where(answers.c.student == student))
        dropping.forget(books.on(connection), student)
    if gradebook.engine.dialect.name == "sqlite":
        # Else the rows' bytes would stay in the file's free pages.
        gradebook.db.close()
        with gradebook.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))


def _names(entry: object, student: str) -> bool:
    """Say whether a piece of the log names the student."""
    if isinstance(entry, dict):
        return any(_names(value, student) for value in entry.values())
    if isinstance(entry, list):
        return any(_names(value, student) for value in entry)
    return entry == student


def _rewrite(course: Path, student: str) -> None:
    """Take the student out of the log; what was done stays in it."""
    path = course / log.NAME
    temporary = path.with_name(f".{path.name}.new")
    with open(temporary, "w", encoding="utf-8", newline="\n") as file:
        for entry in log.entries(course):
            file.write(json.dumps(_without(entry, student), ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def _without(entry: object, student: str) -> object:
    if isinstance(entry, dict):
        return {key: _without(value, student) for key, value in entry.items() if value != student}
    if isinstance(entry, list):
        return [_without(value, student) for value in entry if not (value == student or (isinstance(value, list) and value[:1] == [student]))]
    return entry
