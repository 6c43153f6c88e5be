"""Check the environment and a course directory, and say what to do about each finding; changes nothing.

Looks at versions, sandbox, gradebook, exchange, source/, release/, students and disk.
"""

import argparse
import sys
from pathlib import Path

from ._lean import lean

_MARKS = {"good": "✓ good   ", "advice": "• advice ", "problem": "✗ problem"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 doctor` takes."""
    parser.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="the course directory (default: this one)")
    parser.epilog = "Example: memo1949 doctor"


def run(args: argparse.Namespace) -> int:
    """Print the findings; return 0 when nothing is wrong, 1 when there is a problem, 2 when there is no such directory."""
    lean()
    from memo1949.grading.doctor import examine

    course = args.course.resolve()
    if not course.is_dir():
        print(f"memo1949: there is no directory {args.course}.", file=sys.stderr)
        return 2
    problems = 0
    for finding in examine(course):
        problems += finding.level == "problem"
        print(f"{_MARKS[finding.level]}  {finding.seen}", flush=True)
        if finding.remedy:
            print(f"             {finding.remedy}")
    print(f"\n{problems} {'problem' if problems == 1 else 'problems'}." if problems else "\nNothing is wrong.")
    return 1 if problems else 0
