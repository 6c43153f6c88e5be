"""Entering a list of a class in nbgrader's gradebook: all of it or nothing, and nothing that is there is overwritten unasked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .gradebook import gradebook_of
from .roster import FIELDS, Entry


@dataclass(frozen=True, slots=True)
class Change:
    """One thing on which list and gradebook differ; `old` is "" where the gradebook says nothing."""

    student: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What entering a list does: students it adds, gaps it fills, differences, students it does not name, those who stay as they are."""

    added: tuple[Entry, ...]
    filled: tuple[Change, ...]
    differing: tuple[Change, ...]
    absent: tuple[str, ...]
    same: int


def enrol(course: Path, entries: Sequence[Entry], update: bool = False, check: bool = False) -> Enrolled:
    """Enter students in the gradebook of `course`, in one transaction; with `check`, only say what would be done.

    What the gradebook says of a student already stays, unless `update`. Students the list does not name are never removed.
    Raises CourseError when there is no gradebook.
    """
    from nbgrader.api import Student

    with gradebook_of(course) as gradebook:
        there = {student.id: student for student in gradebook.students}
        added = tuple(entry for entry in entries if entry.id not in there)
        changes = [change for entry in entries if entry.id in there for change in _changes(entry, there[entry.id])]
        filled = tuple(change for change in changes if not change.old)
        differing = tuple(change for change in changes if change.old)
        if not check:
            for entry in added:
                gradebook.db.add(Student(id=entry.id, **{field: getattr(entry, field) or None for field in FIELDS}))
            for change in (*filled, *(differing if update else ())):
                setattr(there[change.student], change.field, change.new)
            try:
                gradebook.db.commit()
            except BaseException:
                gradebook.db.rollback()
                raise
        named, changed = {entry.id for entry in entries}, {change.student for change in changes}
        absent = tuple(sorted(set(there) - named))
        return Enrolled(added, filled, differing, absent, len(named & set(there) - changed))


def _changes(entry: Entry, student: object) -> list[Change]:
    """Return where a list says something of a student that the gradebook does not say."""
    pairs = [(field, str(getattr(student, field) or ""), getattr(entry, field)) for field in FIELDS]
    return [Change(entry.id, field, old, new) for field, old, new in pairs if new and new != old]
