"""An archive of uploads taken in: read, sorted by the class in the gradebook, and filed."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..nbgrader.places import Places, places
from ..nbgrader.running import CourseError
from .archive import Refused, items
from .assignments import assignments
from .collection import Terms, sorted_out
from .filing import Filed, filed
from .gradebook import gradebook_of, persons
from .identity import People, Person
from .timing import times


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be taken in: the archive, the one unit that is wanted ("" for all), names that a person explains, a list of times."""

    archive: Path
    unit: str = ""
    named: Mapping[str, str] | None = None
    times: Path | None = None
    check: bool = False


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of it: attempts filed, files not taken, and for each unit the students who have nothing in submitted/."""

    filed: list[Filed]
    refused: list[Refused]
    missing: dict[str, list[str]]


def take_in(course: Path, wish: Wish) -> TakenIn:
    """Take an archive in. Raises CourseError when course and wish do not fit, ArchiveError, SheetError, OSError."""
    units = assignments(course)
    if wish.unit and wish.unit not in units.units():
        raise CourseError(f"There is no unit {wish.unit} in release/. There: {', '.join(units.units()) or 'none'}.")
    if not units.cells:
        raise CourseError(f"There are no assignments in {course}/release: run this in a course directory, or name one with --course.")
    people, due = _class(course)
    ids = {person.id for person in people}
    if not ids:
        raise CourseError("The gradebook has no students: enter them first, with memo1949 roster FILE.")
    unknown = sorted(set((wish.named or {}).values()) - ids)
    if unknown:
        raise CourseError(f"--as: no student {', '.join(unknown)} in the gradebook.")
    known = People(people, wish.named)
    listed = times(wish.times, known) if wish.times else {}
    result = sorted_out(items(wish.archive), Terms(known, units, wish.unit, due, listed))
    where = places(course)
    with nullcontext() if wish.check else _alone(course):
        done = filed(where, result.attempts, wish.check)
    return TakenIn(done, result.refused, _missing(where, sorted({one.attempt.unit for one in done}), done, ids))


def _alone(course: Path) -> AbstractContextManager[None]:
    """Keep graders out while files change places; raises CourseError when one is at work."""
    try:
        from ..grader.lock import Busy, held
    except ModuleNotFoundError:  # Windows, where no grader of ours runs
        return nullcontext()
    stack = ExitStack()
    try:
        stack.enter_context(held(course))
    except Busy as error:
        raise CourseError(str(error)) from error
    return stack


def _missing(where: Places, units: list[str], done: list[Filed], ids: set[str]) -> dict[str, list[str]]:
    """Return {unit: students with nothing handed in}, of the units in the archive."""
    handed_in = {(one.attempt.unit, one.attempt.student) for one in done}
    without = {unit: sorted(one for one in ids if (unit, one) not in handed_in and not where.folder(where.submitted_directory, one, unit).is_dir()) for unit in units}
    return {unit: students for unit, students in without.items() if students}


def _class(course: Path) -> tuple[tuple[Person, ...], dict[tuple[str, str], datetime | None]]:
    """Read the gradebook: the students, and deadlines as {(student, unit): UTC}, with "" for everybody without an extension."""
    with gradebook_of(course) as gradebook:
        people = persons(gradebook)
        due: dict[tuple[str, str], datetime | None] = {}
        for assignment in gradebook.assignments:
            due["", assignment.name] = assignment.duedate
            due |= {(one.student_id, assignment.name): one.duedate for one in assignment.submissions if one.extension}
    return people, due
