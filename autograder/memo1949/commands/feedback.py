"""Write the feedback pages of a class: as nbgrader generate_feedback does, faster; nothing is run.

Reads autograded/ and the gradebook, writes feedback/STUDENT/UNIT/; pages that say already what they should are left alone.
"""

import argparse
import sys
from pathlib import Path

from ._lean import lean
from ._numbers import positive
from ._progress import Count

_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 feedback` takes."""
    parser.add_argument("unit", metavar="UNIT", help="the assignment, for example mediation")
    parser.add_argument("--student", default="*", metavar="PATTERN", help="only students whose id matches, for example 'a*'")
    parser.add_argument("--reveal", action="store_true", help="for questions left blank, too, show an answer, the explanation and the passage")
    parser.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="the course directory (default: this one)")
    parser.add_argument("--force", action="store_true", help="write pages anew that are current")
    parser.add_argument("--jobs", type=positive, default=0, metavar="N", help="processes at once (default: one for each core)")
    parser.epilog = "Example: memo1949 feedback mediation --student 'student-0*'"


def run(args: argparse.Namespace) -> int:
    """Write the pages; return 0 when all have theirs, 1 when somebody has none, 2 when it cannot be done."""
    lean()
    from memo1949.classroom.problems import QuestionError
    from memo1949.grading import database
    from memo1949.grading.grader.lock import Busy, held
    from memo1949.grading.nbgrader.feedback.classwide import Wish, write_pages
    from memo1949.grading.nbgrader.running import CourseError

    wish = Wish(args.course, args.unit, args.student, reveal=args.reveal, force=args.force, jobs=args.jobs)
    try:
        with held(args.course.resolve()), Count("feedback") as count:
            made = write_pages(wish, count.tell)
    except (CourseError, QuestionError, Busy, OSError, *database.problems()) as error:
        print(f"memo1949: {database.told(error)}", file=sys.stderr)
        return 2
    print(f"Feedback for {args.unit}: {len(made.written)} pages written, {len(made.current)} current already.")
    if made.by_nbgrader:
        print(f"By nbgrader itself, since they are not of our forms: {', '.join(made.by_nbgrader[:_SHOWN])}{' …' if len(made.by_nbgrader) > _SHOWN else ''}")
    if made.failed:
        print("\nWithout a page:")
        for student, why in made.failed[:_SHOWN]:
            print(f"  {student}: {why}")
        if len(made.failed) > _SHOWN:
            print(f"  … and {len(made.failed) - _SHOWN} more.")
    return 1 if made.failed else 0
