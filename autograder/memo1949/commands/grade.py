"""Grade a unit of a course: as nbgrader autograde does, faster, with students' code in a sandbox.

Reads submitted/, writes autograded/ and nbgrader's gradebook; skips what is graded and unchanged.
"""

import argparse
import json
import sys
from contextlib import suppress
from pathlib import Path

from ._lean import lean
from ._numbers import positive
from ._progress import Count

_SHOWN = 20
EARLY = ("ipywidgets", "pandas", "memo1949.classroom.asking", "memo1949.edition.frames")  # what hardly a notebook does without


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 grade` takes."""
    parser.add_argument("unit", metavar="UNIT", help="the assignment, for example mediation")
    parser.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="the course directory (default: this one)")
    parser.add_argument("--isolation", choices=["bubblewrap", "landlock", "none"], help="how students' code is shut in (default: bubblewrap, else landlock; none is for work you trust)")
    parser.add_argument("--jobs", type=positive, default=0, metavar="N", help="submissions at once (default: one for each core)")
    parser.add_argument("--student", default="*", metavar="PATTERN", help="only students whose id matches, for example 'a*'")
    parser.add_argument("--force", action="store_true", help="grade again what is graded already")
    parser.add_argument("--memory", type=positive, default=1024, metavar="MB", help="memory for one notebook (default: 1024)")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write a report as JSON")
    parser.epilog = "Example: memo1949 grade mediation --report report.json"


def run(args: argparse.Namespace) -> int:
    """Grade; return 0 when all is marked, 1 when something needs a person, 2 when it cannot be done."""
    lean()
    from memo1949.grading import database
    from memo1949.grading.nbgrader.private import private
    from memo1949.grading.sandbox import isolation as walls
    from memo1949.grading.sandbox.sandbox import Sandbox

    try:
        if args.report:
            from memo1949.grading.grader import report

            report.check(args.report)
        isolation = walls.chosen(args.isolation)
        if isolation == walls.NONE:
            print(walls.NO_WALLS, file=sys.stderr)
        with Sandbox(isolation, EARLY, private(args.course)) as sandbox:
            if _asks_for_code(args.course / "release" / args.unit):
                sandbox.start()  # it imports for a second or two, as we do meanwhile
            result = _graded(args, sandbox)
    except (*problems(), walls.NoIsolation, OSError, *database.problems()) as error:
        print(f"memo1949: {database.told(error)}", file=sys.stderr)
        return 2
    reviews = result.reviews()
    print("\n".join(_summary(result, isolation)))
    if reviews:
        print("\nA person should look at:")
        for student, why in reviews[:_SHOWN]:
            print(f"  {student}: {why}")
        if len(reviews) > _SHOWN:
            print(f"  … and {len(reviews) - _SHOWN} more; --report FILE has them all.")
    return 1 if reviews else 0


def _graded(args: argparse.Namespace, sandbox: object) -> object:
    """Grade, and write the report."""
    from memo1949.grading.grader import report
    from memo1949.grading.grader.grading import Wish, grade

    with Count("grading") as count:
        result = grade(Wish(args.course, args.unit, args.jobs, args.student, args.force, args.memory), sandbox, count.tell)
    if args.report:
        rows = (report.row(args.unit, row) for row in result.rows)
        report.write(args.report, args.unit, sandbox.isolation, rows, result.submissions, {"total": result.seconds, **result.spent})
    return result


def problems() -> tuple[type[Exception], ...]:
    """Return what grading raises when it cannot be done; looked up only then, since it is heavy to load."""
    from memo1949.grading.grader.lock import Busy
    from memo1949.grading.grader.nursery import CrewError
    from memo1949.grading.nbgrader.running import CourseError

    return CourseError, CrewError, Busy


def _asks_for_code(release: Path) -> bool:
    """Say whether a released notebook has a cell for students' code. A first look, before anything heavy is loaded."""
    with suppress(OSError, ValueError):
        for path in release.glob("*.ipynb"):
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("solution"):
                    return True
    return False


def _summary(result: object, isolation: str) -> list[str]:
    """Return what was done, in lines."""
    from memo1949.grading.essays.blank import NOTHING_WRITTEN

    graded = [one for one in result.submissions if not one["problem"]]
    rate = f", {len(graded) / result.seconds:.1f} a second" if graded and result.seconds else ""
    lines = [f"Graded: {len(graded)} of {len(result.submissions)} submissions in {result.seconds:.1f} seconds{rate} (isolation: {isolation})."]
    if result.skipped:
        lines.append(f"Left as they were: {result.skipped}, graded already and not newer. --force grades them again.")
    by_hand = sum(row["verdict"] == "to mark by hand" and row["dropped"] is None for row in result.rows)
    if by_hand:
        lines.append(f"To mark by hand, in formgrader: {by_hand} answer{'s' * (by_hand > 1)}.")
    blank = [row["student"] for row in result.rows if NOTHING_WRITTEN in row["flags"] and row["dropped"] is None]
    if blank:
        named = ", ".join(blank[:_SHOWN]) + (f" and {len(blank) - _SHOWN} more" if len(blank) > _SHOWN else "")
        lines.append(f"Unanswered: {len(blank)} written answer{'s' * (len(blank) > 1)} left blank, 0 points, waiting for nobody ({named}).")
    return lines
