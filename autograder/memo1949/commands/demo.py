"""Show everything at work: a simulated class answers a unit, is graded, and gets feedback and a report.

It grades only what it wrote itself, so it goes on where no isolation is to be had.
"""

import argparse
import shlex
import sys
import time
from pathlib import Path

from ._progress import Count, Progress

UNIT = "mediation"
MOST = 500
_NO_WALLS = "No isolation: the demo runs only notebooks that it wrote itself. Do not grade strangers' work this way."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 demo` takes."""
    parser.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="where to make the course (default: a new temporary directory)")
    parser.add_argument("--students", type=_number, default=12, metavar="N", help="how many students (default: 12)")
    parser.add_argument("--seed", type=int, default=1949, metavar="N", help="another class for another number (default: 1949)")
    parser.add_argument("--nbgrader", action="store_true", help="grade with nbgrader's own commands, one submission after the other, as is done anyway where there is no Linux")
    parser.add_argument("-v", "--verbose", action="store_true", help="show the log of nbgrader's commands")
    parser.epilog = "Example: memo1949 demo my-demo --students 20"


def run(args: argparse.Namespace) -> int:
    """Make the class, grade it, report; return 0 when every step was done, 2 when there is nowhere to do it."""
    from memo1949.grading.nbgrader.running import CourseError
    from memo1949.grading.simulation.course import begun

    from .grade import problems

    by_nbgrader = args.nbgrader or sys.platform != "linux"
    expected = (CourseError,) if by_nbgrader else problems()  # which only Linux can import
    started = time.monotonic()
    progress = Progress(args.verbose)
    try:
        with begun(args.directory.resolve() if args.directory else None) as course:
            progress.say(f"Course directory: {course}")
            lines = _played(course, args, by_nbgrader, progress)
    except (*expected, OSError) as error:
        print(f"memo1949: {error}", file=sys.stderr)
        return 2
    print("\n".join(lines))
    progress.say(f"Done in {time.monotonic() - started:.0f} seconds.")
    return 0


def _played(course: Path, args: argparse.Namespace, by_nbgrader: bool, progress: Progress) -> list[str]:
    """Go the whole way from the class to the report; return the lines that tell what came of it."""
    from memo1949.grading.report import read, write_report
    from memo1949.grading.simulation import grading, make_class

    report = course / "report" / f"{UNIT}.html"
    with grading.at_desk(course) as desk:
        progress.say("nbgrader generates the assignment ...")
        progress.log(grading.hand_out(desk, UNIT))
        made = make_class(course, UNIT, args.students, args.seed)
        failures = _with_nbgrader(desk, made, progress) if by_nbgrader else _with_memo1949(course, made, progress)
    told = write_report(course, read(course, UNIT, failures), report.parent)
    return [*_table(made, told), "", *_where(course, report)]


def _with_memo1949(course: Path, made: list, progress: Progress) -> dict[str, str]:
    """Do what `memo1949 grade` and `memo1949 feedback` do; return {student: why there are no marks}."""
    from memo1949.grading.grader.grading import Wish, grade
    from memo1949.grading.nbgrader.feedback import classwide
    from memo1949.grading.nbgrader.private import private
    from memo1949.grading.sandbox import isolation as walls
    from memo1949.grading.sandbox.sandbox import Sandbox

    from .grade import EARLY

    try:
        isolation = walls.chosen(None)
        progress.say(f"{len(made)} simulated students have handed in; `memo1949 grade {UNIT}` (isolation: {isolation}):")
    except walls.NoIsolation:
        isolation = walls.NONE
        progress.say(f"{_NO_WALLS} `memo1949 doctor` says what to install.")
        progress.say(f"{len(made)} simulated students have handed in; `memo1949 grade {UNIT} --isolation none`:")
    with Sandbox(isolation, EARLY, private(course)) as sandbox:
        sandbox.start()
        with Count("grading") as count:
            told = grade(Wish(course, UNIT), sandbox, count.tell)
    failures = {one["student"]: one["problem"] for one in told.submissions if one["problem"]}
    for student, problem in failures.items():
        progress.say(f"{student}: {problem}; the others go on.")
    progress.say(f"`memo1949 feedback {UNIT}`:")
    with Count("feedback") as count:
        pages = classwide.write_pages(classwide.Wish(course, UNIT), count.tell)
    for student, problem in pages.failed:
        if student not in failures:
            progress.say(f"{student}: the feedback page could not be written ({problem}).")
    return failures


def _with_nbgrader(desk: object, made: list, progress: Progress) -> dict[str, str]:
    """Do what `nbgrader autograde` and `nbgrader generate_feedback` do; return {student: why there are no marks}."""
    from memo1949.grading.simulation import grading

    progress.say(_NO_WALLS)
    progress.say(f"{len(made)} simulated students have handed in; nbgrader grades them, one after the other.")
    failures = {}
    for student in progress.over(made, lambda student: f"{student.id} ({student.profile.name})"):
        outcome = grading.grade(desk, UNIT, student.id)
        progress.log(outcome.log)
        if outcome.problem:
            progress.say(f"{student.id}: {outcome.problem}; the others go on.")
        if not outcome.graded:
            failures[student.id] = outcome.problem
    return failures


def _table(made: list, told: object) -> list[str]:
    """Return the students with their marks, as aligned lines."""
    from memo1949.grading.nbgrader.feedback.exporter import points

    profiles = {student.id: student.profile.name for student in made}
    lines = [("student", "profile", f"questions/{points(told.question_points)}", f"written/{points(told.manual_points)}", "remarks")]
    for standing in told.students:
        earned = points(standing.earned) if standing.earned is not None else "-"
        written = "to mark" if standing.to_mark else points(standing.written) if standing.written is not None else "-"
        lines.append((standing.student, profiles[standing.student], earned, written, "; ".join(standing.remarks)))
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    rule = (*("-" * width for width in widths), "-" * len("remarks"))
    return [_aligned(line, widths) for line in (lines[0], rule, *lines[1:])]


def _aligned(line: tuple[str, ...], widths: list[int]) -> str:
    name, profile, earned, written, remarks = line
    return "  ".join((name.ljust(widths[0]), profile.ljust(widths[1]), earned.rjust(widths[2]), written.rjust(widths[3]), remarks)).rstrip()


def _where(course: Path, report: Path) -> list[str]:
    """Return where to look."""
    return [
        f"Class report:    {report}",
        f"Feedback pages:  {course / 'feedback'}/STUDENT/{UNIT}/{UNIT}.html",
        f"Gradebook:       {course / 'gradebook.db'}",
        f"Formgrader:      cd {shlex.quote(str(course))} && {shlex.quote(sys.executable)} -m jupyterlab   (menu Nbgrader, then Formgrader)",
    ]


def _number(text: str) -> int:
    """Read a number of students."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= MOST:
        raise argparse.ArgumentTypeError(f"give a number from 1 to {MOST}")
    return number
