"""Mark a class again after a key in source/ was corrected, or drop a question for everyone; no notebook is run.

Shows who gains or loses, and writes gradebook, autograded notebooks and feedback. Scores that a person gave stay. What is
done stands in the course's log, memo1949-log.jsonl.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from ._lean import lean

_SHOWN = 40
_WAYS = {"full": "full marks for everyone who handed in", "out": "its points out of the total"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 remark` takes."""
    parser.add_argument("unit", metavar="UNIT", help="the assignment, for example mediation")
    parser.add_argument("--check", action="store_true", help="write nothing; show who would gain or lose, and exit 1 if anybody would")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--drop", metavar="QUESTION", help="drop a question for everyone, those graded later too; its id stands in source/ as the grade_id of the cell with the points")
    which.add_argument("--undrop", metavar="QUESTION", help="take that back: everyone has again what they had")
    parser.add_argument("--drop-as", choices=list(_WAYS), help=f"with --drop, how: {'; '.join(f'{way}, {means}' for way, means in _WAYS.items())}")
    parser.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="the course directory (default: this one)")
    parser.epilog = "Example: memo1949 remark mediation --check, or memo1949 remark mediation --drop mediation-why --drop-as out --check"


def run(args: argparse.Namespace) -> int:
    """Re-mark; return 0 when it is done, 1 when `--check` finds changes or something was left alone, 2 when it cannot be done."""
    lean()
    from memo1949.classroom.problems import QuestionError
    from memo1949.grading import database
    from memo1949.grading.grader.lock import Busy
    from memo1949.grading.nbgrader.running import CourseError

    if bool(args.drop) != bool(args.drop_as):
        print(f"memo1949: --drop QUESTION and --drop-as go together. {' '.join(f'--drop-as {way}: {means}.' for way, means in _WAYS.items())}", file=sys.stderr)
        return 2
    try:
        return _dropped(args) if args.drop or args.undrop else _remarked(args)
    except (CourseError, QuestionError, Busy, OSError, *database.problems()) as error:
        print(f"memo1949: {database.told(error)}", file=sys.stderr)
        return 2


def _remarked(args: argparse.Namespace) -> int:
    """Mark again, and say what came of it."""
    from memo1949.grading.grader.remarking import remark

    result = remark(args.course, args.unit, args.check, lambda line: print(line, file=sys.stderr))
    print("\n".join(_told(args, result)))
    if not args.check and result.corrections:
        _feedback(args, {one.student for one in result.corrections})
    return 1 if result.left or not result.answers or (args.check and result.corrections) else 0


def _told(args: argparse.Namespace, result: object) -> list[str]:
    """Return what came of it, in lines."""
    if not result.answers:
        lines = [f"{args.unit}: no answers are kept that could be marked again. memo1949 grade keeps them: memo1949 grade {args.unit} --force"]
    elif not result.corrections:
        lines = [f"{args.unit}: {result.answers} answers are marked by the keys in source/ already; nothing changes."]
    else:
        would = "would be" if args.check else "were"
        gain = sum(one.after > (one.before or 0) for one in result.changed)
        lines = [f"{args.unit}: {len(result.corrections)} answers to {', '.join(result.questions)} {would} marked again: {gain} gain, {len(result.changed) - gain} lose, {len(result.corrections) - len(result.changed)} keep their score."]
        lines += _shortened([f"  {one.student}  {one.question}: {_points(one.before)} → {_points(one.after)} of {_points(one.points)}" for one in result.changed], args.check)
    lines += [f"  {question} is dropped for everyone ({_WAYS[way]}): its key changes nothing." for question, way in result.dropped]
    return [*lines, *(["", "Left alone:", *(f"  {line}" for line in result.left)] if result.left else [])]


def _dropped(args: argparse.Namespace) -> int:
    """Drop a question or take it back, and say what that does to whom."""
    from memo1949.grading.grader import withdrawal

    if args.drop:
        effects = withdrawal.drop(args.course, args.unit, args.drop, args.drop_as, args.check)
        said = f"{'if' if args.check else 'now that'} {args.drop} {'were' if args.check else 'is'} dropped, {_WAYS[args.drop_as]}"
    else:
        effects = withdrawal.undrop(args.course, args.unit, args.undrop, args.check)
        said = f"{'if' if args.check else 'now that'} {args.undrop} {'counted' if args.check else 'counts'} again"
    gain, lose = (sum(one.gain == way for one in effects) for way in (1, -1))
    print(f"{args.unit}, {said}: {gain} gain, {lose} lose, {len(effects) - gain - lose} keep their share of the total.")
    print("\n".join(_shortened([_effect(one) for one in effects if one.before != one.after], args.check)))
    if args.check:
        return 1 if any(one.before != one.after for one in effects) else 0
    if args.drop and not withdrawal.known_to_nbgrader(args.course):
        print(
            "memo1949: nbgrader autograde would not know of this, because nbgrader_config.py does not call memo1949.grading.nbgrader.configure(c): "
            f"grade what is handed in from now on with memo1949 grade {args.unit}, or add that call.",
            file=sys.stderr,
        )
    _feedback(args, {one.student for one in effects})
    return 0


def _effect(one: object) -> str:
    """Return what becomes of one student's total."""
    before, after = one.before, one.after
    return f"  {one.student}  {_points(before.score)} of {_points(before.points)} → {_points(after.score)} of {_points(after.points)}  ({before.share:.1%} → {after.share:.1%})"


def _shortened(lines: list[str], check: bool) -> list[str]:
    """Return as many lines as a person reads."""
    if len(lines) <= _SHOWN:
        return lines
    return [*lines[:_SHOWN], f"  … and {len(lines) - _SHOWN} more" + ("." if check else "; the course's log has them all.")]


def _points(score: float | None) -> str:
    return "no score" if score is None else f"{round(score, 4):g}"


def _feedback(args: argparse.Namespace, students: Iterable[str]) -> None:
    """Write those feedback pages anew that exist already."""
    from memo1949.grading.nbgrader.places import places

    where = places(args.course.resolve())
    students = [student for student in sorted(students) if where.folder(where.feedback_directory, student, args.unit).is_dir()]
    if not students:
        return  # and load nothing
    from memo1949.grading.nbgrader.feedback.renewing import renew

    renewed, failed = renew(args.course, args.unit, students)
    if renewed:
        print(f"Feedback pages written anew: {renewed}. Release them again: nbgrader release_feedback {args.unit}")
    for student, why in failed:
        print(f"memo1949: the feedback of {student} could not be written: {why}", file=sys.stderr)
