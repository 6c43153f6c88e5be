"""The feedback pages of a class: several processes, each student's alone, and nbgrader itself for what only it can make."""

import fnmatch
import gc
import multiprocessing
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader
from nbgrader.auth import Authenticator

from ..running import CourseError, heard, opened, programs_found, same_path
from .answers import revealed
from .making import CURRENT, WRITTEN, Maker
from .memory import remembering
from .scores import marks_of

_ALONE = 3  # for so few pages another process is not worth its start


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: a unit of a course; students by pattern or, if given, by name; `only_existing`: pages that are there already."""

    course: Path
    unit: str
    pattern: str = "*"
    students: tuple[str, ...] | None = None
    only_existing: bool = False
    reveal: bool = False
    force: bool = False
    jobs: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it: students whose pages were written, were current, and (student, why) for those that have none."""

    written: tuple[str, ...]
    current: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    by_nbgrader: tuple[str, ...]


def write_pages(wish: Wish, tell: Callable[[int, int], None] = lambda done, of: None) -> Made:
    """Write the pages; `tell(done, of)` hears of each. One student's failure stops no other.

    Raises CourseError when there is nobody to write for, QuestionError or OSError for keys that cannot be read (`reveal`).
    """
    course = wish.course.resolve()
    with same_path(), programs_found():
        app = opened(course, plugins=True)
        with heard(app), remembering():
            return _written(app, course, wish, tell)


def _written(app: NbGrader, course: Path, wish: Wish, tell: Callable[[int, int], None]) -> Made:
    with Gradebook(app.coursedir.db_url, app.coursedir.course_id) as gradebook:
        marks = marks_of(gradebook, wish.unit)
        gradebook.engine.dispose()  # no connection is carried into another process
    maker = Maker(app, wish.unit, marks, _reveal(app, wish), wish.force)
    students = [student for student in _students(app, wish) if not wish.only_existing or maker.folder(student).is_dir()]
    if not students and not wish.only_existing:
        raise CourseError(f"Nobody's {wish.unit} is autograded, so there is nothing to give feedback on. Run `memo1949 grade {wish.unit}` first.")
    if wish.reveal and not maker.ours:
        raise CourseError("This course makes its feedback pages by settings of its own (c.GenerateFeedback), so --reveal cannot be used.")
    found: dict[str, str] = {}
    for student, came in _made(maker, students, wish.jobs) if maker.ours else ((student, "") for student in students):
        found[student] = came if came in (WRITTEN, CURRENT) else _by_nbgrader(app, maker, wish, student) if not wish.reveal else came
        tell(len(found), len(students))
    late = tuple((student, "it is not autograded") for student in ([] if wish.only_existing else _waiting(app, wish, students)))
    return Made(
        tuple(sorted(student for student, came in found.items() if came in (WRITTEN, ""))),
        tuple(sorted(student for student, came in found.items() if came == CURRENT)),
        (*sorted((student, came) for student, came in found.items() if came not in (WRITTEN, CURRENT, "")), *late),
        tuple(sorted(student for student, came in found.items() if came == "")),
    )


def _reveal(app: NbGrader, wish: Wish) -> dict[str, dict[str, str]]:
    """Return what to say of blanks, by notebook; {} when nothing is to be said."""
    folder = Path(app.coursedir.format_path(app.coursedir.source_directory, ".", wish.unit))
    return {path.stem: revealed(path) for path in sorted(folder.glob("*.ipynb"))} if wish.reveal else {}


def _students(app: NbGrader, wish: Wish) -> list[str]:
    """Return who is autograded and meant."""
    return sorted(_there(app, app.coursedir.autograded_directory, wish))


def _waiting(app: NbGrader, wish: Wish, students: Sequence[str]) -> list[str]:
    """Return who has handed in and is meant, but is not autograded."""
    return sorted(_there(app, app.coursedir.submitted_directory, wish) - set(students))


def _there(app: NbGrader, step: str, wish: Wish) -> set[str]:
    """Return the students who have a folder for the unit in a step's directory."""
    coursedir = app.coursedir
    shape = re.compile(coursedir.format_path(step, "(?P<student>[^/]*)", wish.unit, escape=True))
    excluded = set(filter(None, coursedir.student_id_exclude.split(",")))
    found = set()
    for path in Path(coursedir.root).glob(os.path.relpath(coursedir.format_path(step, "*", wish.unit), coursedir.root)):
        match = shape.fullmatch(str(path))
        if match and path.is_dir():
            found.add(match["student"])
    named = found if wish.students is None else found & set(wish.students)
    return {student for student in named if fnmatch.fnmatchcase(student, wish.pattern)} - excluded


def _made(maker: Maker, students: Sequence[str], jobs: int) -> Iterator[tuple[str, str]]:
    """Yield (student, what came of it) as the pages are made."""
    # The first ones here: what they share with all others is then known to every process that is forked.
    for student in students[:_ALONE]:
        yield student, _tried(maker, student)
    rest = students[_ALONE:]
    jobs = min(jobs or os.cpu_count() or 1, len(rest))
    if jobs < 2 or not sys.platform.startswith("linux"):
        for student in rest:
            yield student, _tried(maker, student)
        return
    global _maker
    _maker = maker
    gc.freeze()  # the shared memory stays shared
    try:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
            waiting = {pool.submit(_in_process, student): student for student in rest}
            for future in as_completed(waiting):
                try:
                    yield waiting[future], future.result()
                except BrokenProcessPool:
                    yield waiting[future], "the process that made it was ended from outside"
    finally:
        _maker = None
        gc.unfreeze()


_maker: Maker | None = None  # in a forked process: the parent's


def _in_process(student: str) -> str:
    return _tried(_maker, student)


def _tried(maker: Maker, student: str) -> str:
    """Write a student's pages; return WRITTEN, CURRENT, or what went wrong."""
    try:
        return maker.write(student)
    except Exception as error:  # whatever a notebook holds, the others get their pages
        return f"{type(error).__name__}: {error}"


def _by_nbgrader(app: NbGrader, maker: Maker, wish: Wish, student: str) -> str:
    """Let nbgrader make what we could not; return "" when it could, else why not. A page that was there stays if it cannot."""
    desk = NbGraderAPI(app.coursedir, Authenticator(parent=app), parent=app)
    if not maker.ours:  # nbgrader's own rule says what is current
        return _said(desk.generate_feedback(wish.unit, student, force=wish.force))
    folder = maker.folder(student)
    aside = folder.with_name(f".{folder.name}.old")
    if folder.is_dir():
        os.replace(folder, aside)
    said = _said(desk.generate_feedback(wish.unit, student, force=True))
    if aside.is_dir() and not folder.exists():
        os.replace(aside, folder)
    shutil.rmtree(aside, ignore_errors=True)
    return said


def _said(result: dict) -> str:
    """Return "" when nbgrader has done something, else the error that its log names."""
    if result["success"]:
        return ""
    lines = (result.get("log") or result.get("error") or "").strip().splitlines()
    return next((line.strip() for line in reversed(lines) if re.match(r"\s*(?:\w+\.)*\w+(?:Error|Exception|Entry)\b", line)), "nbgrader could not make it")
