"""Sort an archive of uploads, from Canvas, Moodle or anywhere, into submitted/, where graders look.

Exits with 1 when a file is not taken or a time is not certain; each is listed with the reason.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memo1949.grading.desk.filing import Filed
    from memo1949.grading.desk.intake import TakenIn

_MANY = 10
_FRESH = {"new": "placed", "replaces": "placed, to be graded anew, the one before it kept in attempts/", "earlier": "kept, a later one counts"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 collect` takes."""
    parser.add_argument("archive", type=Path, metavar="ARCHIVE", help="the zip with everybody's uploads, the folder it was unpacked to, or one notebook")
    parser.add_argument("--unit", default="", metavar="UNIT", help="take this unit only (default: each notebook goes to the unit whose cells it has)")
    parser.add_argument("--times", type=Path, metavar="FILE", help="when each was handed in: Moodle's grading worksheet, or CSV with columns id and submitted")
    parser.add_argument("--as", dest="named", action="append", type=_pair, default=[], metavar="NAME=ID", help="whose a name in the archive is; as often as needed")
    parser.add_argument("--check", action="store_true", help="write nothing; show where everything would go")
    parser.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="the course directory (default: this one)")
    parser.epilog = "Example: memo1949 collect submissions.zip --unit mediation --check"


def run(args: argparse.Namespace) -> int:
    """Sort the archive; return 0, 1 when something needs a person, 2 when it cannot be done."""
    from memo1949.grading import database
    from memo1949.grading.desk.archive import ArchiveError
    from memo1949.grading.desk.intake import Wish, take_in
    from memo1949.grading.desk.sheet import SheetError
    from memo1949.grading.nbgrader.running import CourseError

    try:
        done = take_in(args.course.resolve(), Wish(args.archive, args.unit, dict(args.named), args.times, args.check))
    except (ArchiveError, SheetError, CourseError, OSError, *database.problems()) as error:
        print(f"memo1949: {database.told(error)}", file=sys.stderr)
        return 2
    print("\n".join(_said(done, args.check)))
    return 1 if done.refused or any(one.attempt.moment.note for one in done.filed) else 0


def _said(done: TakenIn, check: bool) -> list[str]:
    """Return what became of each file, in lines."""
    lines = [_line(one, check) for one in done.filed]
    for one in done.filed:
        if one.attempt.moment.note:
            lines.append(f"look: {one.attempt.student}, {one.attempt.unit}: {one.attempt.moment.note}")
    lines += [f"not taken: {_plain(refused.name)}: {refused.why}" for refused in done.refused]
    for unit, students in done.missing.items():
        more = f" and {len(students) - _MANY} more" if len(students) > _MANY else ""
        lines.append(f"{unit}: nothing yet from {', '.join(students[:_MANY])}{more}")
    fresh = sum(one.outcome in _FRESH for one in done.filed)
    would = "would be " if check else ""
    return [*lines, f"{fresh} {would}placed or kept, {len(done.filed) - fresh} there already, {len(done.refused)} not taken."]


def _line(one: Filed, check: bool) -> str:
    """Return one attempt's line: what became of it, where it is, where it came from, when it counts as handed in."""
    will = "would be " if check and one.outcome in _FRESH else ""
    when = one.attempt.moment.when
    dated = f"  handed in {when:%Y-%m-%d %H:%M} UTC" if when else ""
    return f"{will}{_FRESH.get(one.outcome, one.outcome)}: {one.folder}  ← {_plain(one.attempt.origin)}{dated}"


def _plain(name: str) -> str:
    """Return a name that somebody made up with nothing in it that a terminal would obey."""
    return "".join(sign if sign.isprintable() else "�" for sign in name)


def _pair(text: str) -> tuple[str, str]:
    """Read NAME=ID."""
    name, sign, student = text.rpartition("=")
    if not (name and sign and student):
        raise argparse.ArgumentTypeError(f"“{text}” is not of the form NAME=ID")
    return name, student
