"""Enter a list of the class in the gradebook: CSV from Canvas, from Moodle, or a plain one.

Exits with 1 when a line is bad (nothing is entered then) or the gradebook says otherwise of a student.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memo1949.grading.desk.enrolment import Change, Enrolled

_WORDS = {"first_name": "first name", "last_name": "last name", "email": "email", "lms_user_id": "learning system's id"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 roster` takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the list, as CSV; a plain one has a column id, and may have first_name, last_name, email, lms_user_id")
    parser.add_argument("--id", dest="column", default="", metavar="COLUMN", help="the column with the students' ids, which name their folders (default: the login)")
    parser.add_argument("--update", action="store_true", help="where list and gradebook differ, take the list's word")
    parser.add_argument("--check", action="store_true", help="write nothing; show what would be entered")
    parser.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="the course directory (default: this one)")
    parser.epilog = "Example: memo1949 roster class.csv --check"


def run(args: argparse.Namespace) -> int:
    """Enter the list; return 0, 1 when something in it needs a person, 2 when it cannot be read."""
    from memo1949.grading import database
    from memo1949.grading.desk import roster
    from memo1949.grading.desk.enrolment import enrol
    from memo1949.grading.nbgrader.running import CourseError

    try:
        read = roster.load(args.file, args.column)
        done = enrol(args.course.resolve(), read.entries, args.update, args.check)
    except roster.RosterError as error:
        print("\n".join(error.lines))
        print("memo1949: nobody was entered. Mend the lines above and try again.", file=sys.stderr)
        return 1
    except (CourseError, OSError, *database.problems()) as error:
        print(f"memo1949: {database.told(error)}", file=sys.stderr)
        return 2
    kind = "A plain list" if read.kind == "plain" else f"A list from {read.kind}"
    print(f"{kind}, read as {read.encoding}; the ids are from the column {read.column}.")
    for line in _said(done, args):
        print(line)
    return 1 if done.differing and not args.update else 0


def _said(done: Enrolled, args: argparse.Namespace) -> list[str]:
    """Return what was done, in lines."""
    would = "would be " if args.check else ""
    lines = [f"{would}entered: {entry.id}  {', '.join(filter(None, (entry.last_name, entry.first_name)))}" for entry in done.added]
    lines += [f"{would}filled in: {change.student}, {_WORDS[change.field]}: {change.new}" for change in done.filled]
    lines += [_differs(change, args.update, would) for change in done.differing]
    if done.absent:
        lines.append(f"in the gradebook and not in the list, left as they are: {', '.join(done.absent)}")
    return [*lines, f"{len(done.added)} {would or 'were '}entered, {done.same} were there already."]


def _differs(change: Change, update: bool, would: str) -> str:
    what = f"{change.student}, {_WORDS[change.field]}: {change.old}"
    if update:
        return f"{would}replaced: {what} → {change.new}"
    return f"left as it is: {what} (the list says {change.new}; --update takes it)"
