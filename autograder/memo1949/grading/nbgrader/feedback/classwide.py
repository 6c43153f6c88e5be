"""The feedback pages of a class: several processes, each student's alone, and nbgrader itself for what only it can make."""

import fnmatch
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...grader import book
from ..running import CourseError
from .bynbgrader import Desk
from .forking import spread
from .making import CURRENT, WRITTEN, Maker
from .memory import remembering
from .scores import marks_of
from .settled import Settled, by_nbgrader, lightly

_FIRST = 3  # pages made before any process is forked: what they share with all others is then known to each
_FEW = 40  # for so few pages other processes are not worth their start


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
    with Desk(course) as desk, remembering():
        return _written(lightly(course) or by_nbgrader(desk.app), desk, wish, tell)


def _written(settled: Settled, desk: Desk, wish: Wish, tell: Callable[[int, int], None]) -> Made:
    where = settled.where
    students = _meant(settled.students(where.autograded_directory, wish.unit), wish)
    if wish.only_existing:
        students = [student for student in students if where.folder(where.feedback_directory, student, wish.unit).is_dir()]
    elif not students:
        raise CourseError(f"Nobody's {wish.unit} is autograded, so there is nothing to give feedback on. Run `memo1949 grade {wish.unit}` first.")
    if wish.reveal and not settled.ours:
        raise CourseError("This course makes its feedback pages by settings of its own (c.GenerateFeedback), so --reveal cannot be used.")
    found: dict[str, str] = {}
    for student, came in _made(settled, wish, students) if settled.ours else ((student, "") for student in students):
        if came not in (WRITTEN, CURRENT) and not wish.reveal:
            came = desk.replace(wish.unit, student) if settled.ours else desk.make(wish.unit, student, wish.force)
        found[student] = came
        tell(len(found), len(students))
    late = [] if wish.only_existing else _meant(settled.students(where.submitted_directory, wish.unit) - set(students), wish)
    return Made(
        tuple(sorted(student for student, came in found.items() if came in (WRITTEN, ""))),
        tuple(sorted(student for student, came in found.items() if came == CURRENT)),
        (*sorted((student, came) for student, came in found.items() if came not in (WRITTEN, CURRENT, "")), *((student, "it is not autograded") for student in late)),
        tuple(sorted(student for student, came in found.items() if came == "")),
    )


def _meant(students: set[str], wish: Wish) -> list[str]:
    """Return those of the students who are meant."""
    named = students if wish.students is None else students & set(wish.students)
    return sorted(student for student in named if fnmatch.fnmatchcase(student, wish.pattern))


def _made(settled: Settled, wish: Wish, students: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (student, what came of it) as the pages are made."""
    if not students:
        return
    reveal = _reveal(settled, wish)
    with book.opened(settled.where.db_url) as gradebook:
        marks = marks_of(gradebook, wish.unit)
    maker = Maker(settled, wish.unit, marks, reveal, wish.force)

    def tried(student: str) -> str:
        try:
            return maker.write(student)
        except Exception as error:  # whatever a notebook holds, the others get their pages
            return f"{type(error).__name__}: {error}"

    for student in students[:_FIRST]:
        yield student, tried(student)
    rest = students[_FIRST:]
    yield from spread(tried, rest, wish.jobs or (os.cpu_count() or 1 if len(rest) > _FEW else 1))


def _reveal(settled: Settled, wish: Wish) -> dict[str, dict[str, str]]:
    """Return what to say of blanks, by notebook; {} when nothing is to be said."""
    if not wish.reveal:
        return {}
    from .answers import revealed

    return {path.stem: revealed(path) for path in sorted(settled.where.source(wish.unit).glob("*.ipynb"))}
