"""The tables that learning systems import marks from, and the one that people read.

Canvas (lib/gradebook_importer.rb of instructure/canvas-lms): the header begins Student, ID, SIS User ID, SIS Login ID, Section,
and every further column is an assignment, known by its title or "title (id)", made anew if there is none of that name; so
nothing else may stand there. A row "Points Possible" comes before the students; who a row is of is told by ID, else by the
SIS columns, else by name. Moodle (https://docs.moodle.org/en/Grade_import; grade/import/csv/classes/load_data.php of
moodle/moodle): columns are matched to grade items in a form; a feedback column imported without its mark deletes the mark, so
both are there. In both an empty cell means no mark, never 0.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from . import sheet
from .identity import Person
from .marks import Marks, number

FEEDBACK = "{} (Feedback)"
_CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_CSV = ("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score", "late_submission_penalty", "score", "max_score", "note")

Table = list[list[str]]


class ExportError(Exception):
    """A file that does not read back as the gradebook has it."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how its rows are made, how marks are read from them again, and whether Excel is meant to open it."""

    rows: Callable[[Marks, Mapping[str, str]], Table]
    scores: Callable[[sheet.Sheet, Marks, Mapping[str, str]], dict[tuple[str, str], str]]
    bom: bool


def exported(kind: str, marks: Marks, titles: Mapping[str, str] | None = None) -> bytes:
    """Return the file of a kind, already read back and compared with the marks; raises ExportError when they differ.

    `titles` gives a unit's name in the learning system, where it has another: {unit: title}.
    """
    titles = {unit: (titles or {}).get(unit, unit) for unit in marks.units}
    data = sheet.written(FORMATS[kind].rows(marks, titles), FORMATS[kind].bom)
    wrong = differing(kind, data, marks, titles)
    if wrong:
        raise ExportError(f"The {kind} file does not read back as the gradebook has it: {'; '.join(wrong[:5])}")
    return data


def differing(kind: str, data: bytes, marks: Marks, titles: Mapping[str, str]) -> list[str]:
    """Return, in words, where a file's marks are not the gradebook's; [] when all are."""
    table = sheet.parsed(data.decode("utf-8-sig" if FORMATS[kind].bom else "utf-8"), "the file")
    read = FORMATS[kind].scores(table, marks, titles)
    wanted = {key: "" if mark.score is None else number(mark.score) for key, mark in marks.marks.items()}
    keys = [key for key in {**wanted, **read} if read.get(key) != wanted.get(key)]
    return [f"{student}, {unit}: {read.get((student, unit))} instead of {wanted.get((student, unit))}" for student, unit in keys]


def _score(marks: Marks, person: Person, unit: str) -> str:
    mark = marks.marks[person.id, unit]
    return "" if mark.score is None else number(mark.score)


def _canvas(marks: Marks, titles: Mapping[str, str]) -> Table:
    points = ["    Points Possible", "", "", "", "", *(number(points) for points in marks.units.values())]
    rows = [[*_CANVAS, *titles.values()], points]
    for person in marks.students:
        name = ", ".join(filter(None, (person.last_name, person.first_name))) or person.id
        rows.append([name, person.lms_user_id, "", person.id, "", *(_score(marks, person, unit) for unit in marks.units)])
    return rows


def _canvas_scores(table: sheet.Sheet, marks: Marks, titles: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Read a table as Canvas does: by the ID, else by the login; the row of points is none of a student."""
    by_id = {person.lms_user_id: person.id for person in marks.students if person.lms_user_id}
    units = {title: unit for unit, title in titles.items()}
    found = {}
    for row in table.rows:
        if "Points Possible" in row.cells[0]:
            continue
        student = by_id.get(sheet.restored(row.cells[1])) or sheet.restored(row.cells[3])
        found |= {(student, units[sheet.restored(head)]): cell for head, cell in zip(table.header[5:], row.cells[5:], strict=True)}
    return found


def _moodle(marks: Marks, titles: Mapping[str, str]) -> Table:
    heads = [head for title in titles.values() for head in (title, FEEDBACK.format(title))]
    rows = [["Username", "First name", "Last name", "ID number", "Email address", *heads]]
    for person in marks.students:
        about = [person.id, person.first_name, person.last_name, person.lms_user_id, person.email]
        rows.append([*about, *(cell for unit in marks.units for cell in (_score(marks, person, unit), marks.marks[person.id, unit].note))])
    return rows


def _moodle_scores(table: sheet.Sheet, marks: Marks, titles: Mapping[str, str]) -> dict[tuple[str, str], str]:
    pairs = list(zip(marks.units, range(5, len(table.header), 2), strict=True))
    return {(sheet.restored(row.cells[0]), unit): row.cells[at] for row in table.rows for unit, at in pairs}


def _csv(marks: Marks, titles: Mapping[str, str]) -> Table:
    rows = [list(_CSV)]
    for unit, points in marks.units.items():
        for person in marks.students:
            mark = marks.marks[person.id, unit]
            times = [f"{when:%Y-%m-%d %H:%M:%S}" if when else "" for when in (mark.due, mark.timestamp)]
            counted = ["" if value is None else number(value) for value in (mark.raw, None if mark.raw is None else mark.penalty, mark.score, points)]
            rows.append([titles[unit], *times, person.id, person.last_name, person.first_name, person.email, *counted, mark.note])
    return rows


def _csv_scores(table: sheet.Sheet, marks: Marks, titles: Mapping[str, str]) -> dict[tuple[str, str], str]:
    units = {title: unit for unit, title in titles.items()}
    at: Sequence[int] = [table.header.index(name) for name in ("student_id", "assignment", "score")]
    cells = [[row.cells[place] for place in at] for row in table.rows]
    return {(sheet.restored(student), units[sheet.restored(unit)]): score for student, unit, score in cells}


FORMATS = {
    "canvas": Format(_canvas, _canvas_scores, False),
    "moodle": Format(_moodle, _moodle_scores, False),
    "csv": Format(_csv, _csv_scores, True),
}
