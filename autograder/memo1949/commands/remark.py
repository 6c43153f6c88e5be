"""Mark a class again after a key in source/ was corrected, from the answers that are kept; no notebook is run.

Shows who gains or loses, and writes gradebook, autograded notebooks and feedback. Scores that a person gave stay.
"""

import argparse
import sys
from pathlib import Path

from ._lean import lean

_SHOWN = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 remark` takes."""
    parser.add_argument("unit", metavar="UNIT", help="the assignment, for example mediation")
    parser.add_argument("--check", action="store_true", help="write nothing; show who would gain or lose, and exit 1 if anybody would")
    parser.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="the course directory (default: this one)")
    parser.epilog = "Example: memo1949 remark mediation --check"


def run(args: argparse.Namespace) -> int:
    """Re-mark; return 0 when it is done, 1 when `--check` finds changes or something was left alone, 2 when it cannot be done."""
    lean()
    from memo1949.classroom.problems import QuestionError
    from memo1949.grading.grader.lock import Busy
    from memo1949.grading.grader.remarking import remark
    from memo1949.grading.nbgrader.running import CourseError

    try:
        result = remark(args.course, args.unit, args.check, lambda line: print(line, file=sys.stderr))
    except (CourseError, QuestionError, Busy, OSError) as error:
        print(f"memo1949: {error}", file=sys.stderr)
        return 2
    print("\n".join(_told(args, result)))
    if not args.check and result.corrections:
        _feedback(args, sorted({one.student for one in result.corrections}))
    return 1 if result.left or (args.check and result.corrections) else 0


def _told(args: argparse.Namespace, result: object) -> list[str]:
    """Return what came of it, in lines."""
    if not result.corrections:
        lines = [f"{args.unit}: {result.answers} answers are marked by the keys in source/ already; nothing changes."]
    else:
        would = "would be" if args.check else "were"
        gain = sum(one.after > (one.before or 0) for one in result.changed)
        lines = [f"{args.unit}: {len(result.corrections)} answers to {', '.join(result.questions)} {would} marked again: {gain} gain, {len(result.changed) - gain} lose, {len(result.corrections) - len(result.changed)} keep their score."]
        lines += [f"  {one.student}  {one.question}: {_points(one.before)} → {_points(one.after)} of {_points(one.points)}" for one in result.changed[:_SHOWN]]
        if len(result.changed) > _SHOWN:
            lines.append(f"  … and {len(result.changed) - _SHOWN} more" + ("." if args.check else "; the course's log has them all."))
    return [*lines, *(["", "Left alone:", *(f"  {line}" for line in result.left)] if result.left else [])]


def _points(score: float | None) -> str:
    return "no score" if score is None else f"{score:g}"


def _feedback(args: argparse.Namespace, students: list[str]) -> None:
    """Write those feedback pages anew that exist already."""
    from memo1949.grading.nbgrader.places import places

    where = places(args.course.resolve())
    students = [student for student in students if where.folder(where.feedback_directory, student, args.unit).is_dir()]
    if not students:
        return  # and load nothing
    from memo1949.grading.nbgrader.feedback.renewing import renew

    renewed, failed = renew(args.course, args.unit, students)
    if renewed:
        print(f"Feedback pages written anew: {renewed}. Release them again: nbgrader release_feedback {args.unit}")
    for student, why in failed:
        print(f"memo1949: the feedback of {student} could not be written: {why}", file=sys.stderr)
