"""When something was handed in, as far as that can be known; deadlines and late penalties depend on it.

The archives of Canvas and Moodle give every file the time of the download: both write entries without a time of their own
(lib/content_zipper.rb of instructure/canvas-lms; add_file_from_stored_file in Moodle's zip_writer, "Defaults to current
time"). Taken for the time of handing in it would make a whole class late. So it counts as proof that a file was in by then,
and no more. What is certain comes from a list of times, such as Moodle's grading worksheet, whose column is called
"Last modified (submission)".
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .identity import Owner, People
from .roster import folded, value
from .sheet import SheetError, read

_WHEN = ("submitted", "submitted at", "last modified (submission)", "timestamp", "time")
_WHO = ("id", "student", "student id", "username", "login", "id number", "email address", "email", "full name", "name")
UNKNOWN = "when it was handed in is not known, so it counts as in time: --times FILE says more"
NO_DEADLINE = "Canvas marks it late, and the gradebook has no deadline: set it in formgrader and collect again"
AT_LEAST = "Canvas marks it late and does not say by how much: it counts as one second late, --times FILE says more"


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was handed in, in UTC: None when that is not known. `note` is what a person should know."""

    when: datetime | None
    note: str = ""


def moment(owner: Owner, archived: datetime, due: datetime | None, listed: datetime | None) -> Moment:
    """Return when a file counts as handed in; `archived` is the archive's word, `listed` that of a list of times."""
    if listed is not None:
        return Moment(listed)
    if not owner.system or (due and archived <= due):
        return Moment(archived)
    if owner.late:
        return Moment(due + timedelta(seconds=1), AT_LEAST) if due else Moment(None, NO_DEADLINE)
    return Moment(None, UNKNOWN if due and owner.system != "Canvas" else "")  # Canvas says LATE when it is


def times(path: Path, people: People) -> dict[str, datetime]:
    """Read a list of times, {student: when, in UTC}: Moodle's grading worksheet, or columns id and submitted.

    Times without a zone are this computer's. Raises SheetError with the line of what cannot be read, OSError.
    """
    from dateutil import parser

    sheet = read(path)
    if not any(folded(name) in _WHEN for name in sheet.header):
        raise SheetError(f"{path.name}, line 1: there is no column submitted, nor “Last modified (submission)”. There: {', '.join(sheet.header)}.")
    found = {}
    for row in sheet.rows:
        said = value(sheet, row, *_WHEN)
        if said in ("", "-"):
            continue
        student = people.one(*(value(sheet, row, name) for name in _WHO))
        if not student:
            raise SheetError(f"{path.name}, line {row.line}: no student of the gradebook is meant by {', '.join(row.cells[:3])}.")
        try:
            when = parser.parse(said)
        except (ValueError, OverflowError) as error:
            raise SheetError(f"{path.name}, line {row.line}: “{said}” is no time. Write it as 2026-11-26 17:00 UTC.") from error
        found[student] = when.astimezone(UTC).replace(tzinfo=None)
    return found
