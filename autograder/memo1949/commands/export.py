"""Write the marks as a file that Canvas or Moodle imports, or that Excel opens.

What waits for a person, or was never handed in, is an empty cell, not 0. Exits with 1 while a mark waits.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memo1949.grading.desk.marks import Marks

_HINTS = {
    "canvas": "In Canvas: Grades, Import. An empty cell there means no mark, also where Canvas has one.",
    "moodle": "In Moodle: Grades, Import, CSV file; encoding UTF-8. Map from and to the email address or the ID number, and map each mark and its feedback.",
    "csv": "For Excel and for people; the columns are those of nbgrader export, and a note.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 export` takes."""
    parser.add_argument("--format", choices=sorted(_HINTS), default="csv", help="for which system (default: csv)")
    parser.add_argument("--unit", action="append", default=[], metavar="UNIT", help="a unit; as often as needed (default: all)")
    parser.add_argument("--title", action="append", type=_pair, default=[], metavar="UNIT=TITLE", help="what the system calls a unit, for Canvas best with its number: 'mediation=Mediation (4711)'")
    parser.add_argument("--to", type=Path, metavar="FILE", help="the file to write (default: marks-FORMAT.csv in the course directory)")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    parser.add_argument("--check", action="store_true", help="write nothing; show which marks wait and which are reduced")
    parser.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="the course directory (default: this one)")
    parser.epilog = "Example: memo1949 export --format canvas --to marks.csv"


def run(args: argparse.Namespace) -> int:
    """Write the file; return 0, 1 when a mark is still to be given, 2 when it cannot be done."""
    from memo1949.grading import database, wholefile
    from memo1949.grading.desk.formats import ExportError, exported
    from memo1949.grading.desk.marks import marks_of
    from memo1949.grading.nbgrader.running import CourseError

    path = args.to or args.course / f"marks-{args.format}.csv"
    if path.exists() and not (args.force or args.check):
        print(f"memo1949: {path} is there already. --force writes over it, --to FILE names another.", file=sys.stderr)
        return 2
    try:
        marks = marks_of(args.course.resolve(), args.unit)
        unknown = sorted(set(dict(args.title)) - set(marks.units))
        if unknown:
            raise CourseError(f"--title: no unit {', '.join(unknown)} is exported.")
        data = exported(args.format, marks, dict(args.title))
        if not args.check:
            wholefile.replace(path, data, 0o600)  # marks are nobody else's
    except (CourseError, ExportError, OSError, *database.problems()) as error:
        print(f"memo1949: {database.told(error)}", file=sys.stderr)
        return 2
    print("\n".join(_said(marks)))
    if not args.check:
        print(f"{path} is written, and reads back as the gradebook has it. {_HINTS[args.format]}")
    return 1 if any(mark.waits for mark in marks.marks.values()) else 0


def _said(marks: Marks) -> list[str]:
    """Return which marks wait, which are reduced for lateness or hold a blank, and how many there are."""
    lines = [f"no mark yet: {mark.student}, {mark.unit}: {mark.note}" for mark in marks.marks.values() if mark.waits]
    given = [mark for mark in marks.marks.values() if mark.score is not None]
    lines += [f"late: {mark.student}, {mark.unit}: {mark.reduction}" for mark in given if mark.late]
    lines += [f"unanswered: {mark.student}, {mark.unit}: {', '.join(mark.blank)} left blank, 0 points" for mark in given if mark.blank]
    for unit, points in marks.units.items():
        own = [mark for (_, of), mark in marks.marks.items() if of == unit]
        counts = Counter("marked" if mark.score is not None else "wait" if mark.waits else "handed nothing in" for mark in own)
        lines.append(f"{unit} ({points:g} points): {', '.join(f'{counts[what]} {what}' for what in ('marked', 'wait', 'handed nothing in') if counts[what]) or 'no students'}")
    return lines


def _pair(text: str) -> tuple[str, str]:
    """Read UNIT=TITLE."""
    unit, sign, title = text.partition("=")
    if not (unit and sign and title.strip()):
        raise argparse.ArgumentTypeError(f"“{text}” is not of the form UNIT=TITLE")
    return unit, " ".join(title.split())
