"""Write the class report: how marks are spread, what each question tells, which passages are misquoted, who needs attention.

One page that opens offline, with tables for a spreadsheet beside it. Reads a course graded by memo1949 or by nbgrader.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ._folders import refusal
from ._lean import lean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from memo1949.grading.report.classwork import Classwork
    from memo1949.grading.report.page import Report

_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 report` takes."""
    parser.add_argument("unit", nargs="?", default="", metavar="UNIT", help="the assignment, for example mediation")
    parser.add_argument("--all", action="store_true", dest="every", help="every unit, and a page on the whole term")
    parser.add_argument("--anonymous", action="store_true", help="without names and ids: each student is a number, the same in every report")
    parser.add_argument("--to", type=Path, metavar="DIR", help="the folder to write into (default: report/ in the course directory)")
    parser.add_argument("--force", action="store_true", help="write over files that are no earlier report")
    parser.add_argument("--check", action="store_true", help="write nothing; show who needs a person, and exit 1 if somebody does")
    parser.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="the course directory (default: this one)")
    parser.epilog = "Example: memo1949 report mediation --anonymous"


def run(args: argparse.Namespace) -> int:
    """Write the report; return 0, 1 when `--check` finds somebody who needs a person, 2 when it cannot be done."""
    if bool(args.unit) == args.every:
        return _wrong("name one UNIT, or say --all for every unit of the course.")
    lean()
    from memo1949.classroom.problems import QuestionError
    from memo1949.grading import database
    from memo1949.grading.nbgrader.running import CourseError

    try:
        return _reported(args, args.course.resolve())
    except (CourseError, QuestionError, *database.problems()) as error:
        return _wrong(database.told(error))
    except OSError as error:
        return _wrong(f"{error.filename or args.to}: {error.strerror}")


def _reported(args: argparse.Namespace, course: Path) -> int:
    """Read, write, and tell."""
    from datetime import date

    from memo1949.grading.report import making
    from memo1949.grading.report.page import report_of

    folder = args.to.resolve() if args.to else course / "report"
    work, notes = _work(args, course)
    if args.anonymous:
        work = _without_names(course, work, keep=not args.check)
    if args.check:
        reports = {one.unit: report_of(one, date.today()) for one in work}
    else:
        files = [making.names(unit, args.anonymous) for unit in (*(one.unit for one in work), *((making.TERM,) if args.every else ()))]
        _refuse(folder, course, [name for page, beside in files for name in (page, *(table for table, _ in beside))], args.force)
        if args.every:
            _, reports = making.write_term(course, work, notes, folder)
        else:
            reports = {one.unit: making.write_report(course, one, folder) for one in work}
        page, beside = files[-1]
        print(f"Class report: {folder / page}")
        print(f"Beside it: {', '.join(f'{name} ({what})' for name, what in beside)}.")
    for unit, why in notes.items():
        print(f"No report on {unit}: {why}")
    print("\n".join(line for unit, report in reports.items() for line in _told(unit, report, not args.every)))
    return 1 if args.check and any(report.attention for report in reports.values()) else 0


def _work(args: argparse.Namespace, course: Path) -> tuple[list[Classwork], dict[str, str]]:
    """Read the unit, or all units in the order of the term with what keeps others from being reported."""
    from memo1949.grading.nbgrader.running import CourseError
    from memo1949.grading.release import units
    from memo1949.grading.report import read
    from memo1949.grading.report.classwork import in_order

    if not args.every:
        return [read(course, args.unit)], {}
    work, notes = [], {}
    for unit in units(course):
        try:
            work.append(read(course, unit))
        except CourseError as error:
            notes[unit] = str(error)
    if not work:
        raise CourseError("No unit can be reported yet. " + " ".join(dict.fromkeys(notes.values())))
    return in_order(work), notes


def _without_names(course: Path, work: Iterable[Classwork], keep: bool) -> list[Classwork]:
    from memo1949.grading.report.pseudonyms import anonymous, numbered

    work = list(work)
    numbers = numbered(course, {student for one in work for student in (*one.students, *one.marks)}, keep)
    return [anonymous(one, numbers) for one in work]


def _refuse(folder: Path, course: Path, files: list[str], force: bool) -> None:
    """Raise CourseError for a folder whose files go to students, or files that somebody else may have made."""
    from memo1949.grading.nbgrader.running import CourseError
    from memo1949.grading.report.making import refuse

    if problem := refusal(folder, course, "marks and answers"):
        raise CourseError(problem)
    if folder.exists() and not folder.is_dir():
        raise CourseError(f"{folder} is a file. --to names a folder.")
    if not force:
        refuse(folder, files)


def _told(unit: str, report: Report, each: bool) -> Iterator[str]:
    """Yield what a person has to do about a unit, in lines; with `each` also whom to look at, and why."""
    urgent = [student for student in report.students if student.urgent]
    counts = {
        "to look at": len(urgent),
        "with a written answer to mark": sum(bool(student.to_mark) for student in report.students),
        "without a submission": sum(student.absent for student in report.students),
        "late": sum(bool(student.late) for student in report.students),
    }
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    yield f"{unit}: {len(report.present)} handed in, {report.graded} have marks{'; ' + said if said else ''}."
    for student in urgent[:_SHOWN] if each else ():
        yield f"  {student.name or student.student}: {'; '.join(student.urgent)}"
    if each and len(urgent) > _SHOWN:
        yield f"  … and {len(urgent) - _SHOWN} more; the report has them all."


def _wrong(said: str) -> int:
    print(f"memo1949: {said}", file=sys.stderr)
    return 2
