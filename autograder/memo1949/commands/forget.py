"""Delete a student's data from a course directory: files, marks, answers, everywhere.

Says what it deleted. There is no way back: look with --check first.
"""

import argparse
import sys
from pathlib import Path

from ._lean import lean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 forget` takes."""
    parser.add_argument("student", metavar="STUDENT", help="the student's id, as the gradebook has it")
    parser.add_argument("--check", action="store_true", help="delete nothing; show what would be deleted, and exit 1")
    parser.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="the course directory (default: this one)")
    parser.epilog = "Example: memo1949 forget student-03 --check"


def run(args: argparse.Namespace) -> int:
    """Delete; return 0 when it is done, 1 when `--check` finds something to delete, 2 when nothing can be deleted."""
    lean()
    from memo1949.grading import database
    from memo1949.grading.grader.forgetting import forget
    from memo1949.grading.grader.lock import Busy
    from memo1949.grading.nbgrader.running import CourseError

    try:
        lines = forget(args.course, args.student, args.check)
    except (CourseError, Busy, OSError, *database.problems()) as error:
        print(f"memo1949: {database.told(error)}", file=sys.stderr)
        return 2
    print(f"{'Would be deleted' if args.check else 'Deleted'} of {args.student}:")
    print("\n".join(f"  {line}" for line in lines))
    reports = sorted((args.course / "report").glob("*")) if (args.course / "report").is_dir() else []
    if reports:
        print(f"Reports may still name the student; write them anew or delete them: {', '.join(path.name for path in reports)}")
    return 1 if args.check else 0
