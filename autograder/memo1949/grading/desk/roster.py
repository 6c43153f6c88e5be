"""Lists of a class: Canvas's gradebook export, Moodle's lists and grading worksheet, or any table with a column of ids.

Canvas exports Student, ID, SIS User ID, SIS Login ID, Section, then assignments, with a row of points possible and a test
student between the students (lib/gradebook_exporter.rb and lib/gradebook_importer.rb of instructure/canvas-lms). Moodle's
participants and grade exports have First name, Last name (Surname before 4), ID number, Email address, some sites Username
(https://docs.moodle.org/en/Grade_export); its grading worksheet has Identifier, Full name, Email address.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .sheet import Row, Sheet, SheetError, read

FIELDS = ("first_name", "last_name", "email", "lms_user_id")

_LONGEST = 128  # characters, in nbgrader's gradebook
_ID = re.compile(r"[^\W_][\w.@-]*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?E\+\d+", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """A student as a list has them: the id is nbgrader's, `lms_user_id` the learning system's; "" for what is not said."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Roster:
    """A list read: the students, what kind of list it is, and the column from which their ids were taken."""

    entries: tuple[Entry, ...]
    kind: str
    column: str
    encoding: str


class RosterError(Exception):
    """A list that cannot be used. `lines` says each thing that is wrong with it, by line."""

    def __init__(self, lines: list[str]) -> None:
        """Take what is wrong."""
        super().__init__("\n".join(lines))
        self.lines = lines


# For each kind of list and each field: the columns it may stand in, the best first.
_COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "Canvas": {
        "id": ("sis login id", "sis user id", "id"),
        "lms_user_id": ("id",),
        "name": ("student",),
        "first_name": ("firstname",),
        "last_name": ("lastname",),
    },
    "Moodle": {
        "id": ("username", "id number", "email address"),
        "lms_user_id": ("id number",),
        "name": ("full name",),
        "first_name": ("first name",),
        "last_name": ("last name", "surname"),
        "email": ("email address",),
    },
    "plain": {
        "id": ("id", "student id", "student", "username", "login"),
        "lms_user_id": ("lms user id", "lms id", "canvas id", "moodle id", "id number"),
        "name": ("name", "full name"),
        "first_name": ("first name", "firstname", "given name"),
        "last_name": ("last name", "lastname", "surname", "family name"),
        "email": ("email", "e-mail", "email address"),
    },
}


def load(path: Path, column: str = "") -> Roster:
    """Read a list of a class; `column` names the one that holds the ids, where the usual one is not wanted.

    Raises RosterError with every bad line, so that all can be mended at once, and OSError.
    """
    try:
        sheet = read(path)
    except SheetError as error:
        raise RosterError([str(error)]) from error
    places = {folded(name): at for at, name in reversed(list(enumerate(sheet.header)))}
    kind = _kind(set(places))
    students = [row for row in sheet.rows if not _no_student(kind, row, places)]
    wanted = {field: _column(names, places, students) for field, names in _COLUMNS[kind].items()}
    if column:
        wanted["id"] = folded(column) if folded(column) in places else None
    if wanted["id"] is None:
        there = ", ".join(name for name in sheet.header if name)
        looked = f"“{column}”" if column else " or ".join(_COLUMNS[kind]["id"])
        raise RosterError([f"{path.name}, line 1: there is no column {looked}. There: {there}. --id COLUMN says which one holds the students' ids."])
    if not students:
        raise RosterError([f"{path.name} has a header and no students under it."])
    entries = [_entry(row, {field: row.cells[places[name]] for field, name in wanted.items() if name}) for row in students]
    wrong = list(_wrong(entries, path.name, sheet.header[places[wanted["id"]]]))
    if wrong:
        raise RosterError(wrong)
    return Roster(tuple(entries), kind, sheet.header[places[wanted["id"]]], sheet.encoding)


def folded(name: str) -> str:
    """Return a column's name as it is compared."""
    return " ".join(name.replace("_", " ").casefold().split())


def value(sheet: Sheet, row: Row, *names: str) -> str:
    """Return the first of the named columns that has something in this row; "" when none has."""
    cells = [cell for name in names for head, cell in zip(sheet.header, row.cells, strict=True) if folded(head) == name]
    return next(filter(None, cells), "")


def _kind(columns: set[str]) -> str:
    """Tell by its columns which system a list is from."""
    if columns & {"sis login id", "sis user id"} or columns >= {"student", "id", "section"}:
        return "Canvas"
    return "Moodle" if columns & {"id number", "identifier", "email address"} and not columns & {"id", "student id"} else "plain"


def _column(names: tuple[str, ...], places: Mapping[str, int], rows: list[Row]) -> str | None:
    """Return the first of the columns that is there and holds something."""
    there = [name for name in names if name in places]
    return next((name for name in there if any(row.cells[places[name]] for row in rows)), there[0] if there else None)


def _no_student(kind: str, row: Row, places: Mapping[str, int]) -> bool:
    """Say whether a row of Canvas's is about the columns, or its test student."""
    if kind != "Canvas":
        return False
    first, others = row.cells[0], [cell for cell in row.cells[1:] if cell]
    if first in ("Points Possible", "Student, Test") and not row.cells[places.get("sis login id", 1)]:
        return True
    return not first and all(cell.startswith(("Muted", "Manual Posting")) for cell in others)


def _entry(row: Row, found: Mapping[str, str]) -> Entry:
    """Return the student of a row. A name is taken apart at its comma only: whoever guesses which word is the family name errs."""
    first, last = found.get("first_name", ""), found.get("last_name", "")
    if not (first or last):
        last, _, first = (part.strip() for part in found.get("name", "").partition(","))
    email = found.get("email", "") or (found["id"] if _EMAIL.fullmatch(found["id"]) else "")
    return Entry(found["id"], first, last, email, found.get("lms_user_id", ""), row.line)


def _wrong(entries: list[Entry], name: str, column: str) -> Iterator[str]:
    """Yield what is wrong, line by line."""
    seen: dict[tuple[str, str], int] = {}
    for entry in entries:
        at = f"{name}, line {entry.line}:"
        if not entry.id:
            yield f"{at} nothing under {column}. Every student needs an id; --id COLUMN takes another column."
        elif _SCIENTIFIC.fullmatch(entry.id):
            yield f"{at} Excel has rounded a long number to {entry.id}. Export the list again and do not open it in Excel."
        elif not _ID.fullmatch(entry.id):
            yield f"{at} “{entry.id}” cannot be an id: it names a folder. Letters, digits and . _ - @ will do, a letter or digit first."
        if entry.email and not _EMAIL.fullmatch(entry.email):
            yield f"{at} “{entry.email}” is no email address."
        for field in ("id", *FIELDS):
            if len(getattr(entry, field)) > _LONGEST:
                yield f"{at} {field} is longer than {_LONGEST} characters."
        for field, what in ((entry.id, "id"), (entry.lms_user_id, "learning system's id")):
            before = seen.setdefault((what, field.casefold()), entry.line) if field else entry.line
            if before != entry.line:
                yield f"{at} the {what} “{field}” stands in line {before} already."
