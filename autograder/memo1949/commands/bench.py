"""Measure what must stay quick: imports, the way from a click to the file, grading and feedback beside nbgrader.

Prints one table; exits with 1 when a limit is not kept, or a mark or a page is not as nbgrader's.
"""

import argparse
import sys

from ._numbers import positive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the measurements, and how often each is repeated."""
    kinds = parser.add_subparsers(title="what to measure", dest="kind", metavar="WHAT", required=True)
    imports = kinds.add_parser("import", help="`import memo1949` beside `import ipywidgets`, in fresh interpreters")
    imports.add_argument("--times", type=positive, default=20, metavar="N", help="rounds (default: 20)")
    click = kinds.add_parser("click", help="from a click in a question to its answer in answers.json, in a real kernel")
    click.add_argument("--times", type=positive, default=200, metavar="N", help="clicks (default: 200)")
    grade = kinds.add_parser("grade", help="`memo1949 grade` beside `nbgrader autograde`, on a simulated class")
    grade.add_argument("--unit", action="append", metavar="UNIT", help="a unit; may be given several times (default: all)")
    grade.add_argument("--students", type=positive, default=200, metavar="N", help="how many submissions (default: 200)")
    grade.add_argument("--nbgrader", type=int, metavar="N", help="how many of them nbgrader grades too (default: all; 0 for none)")
    grade.add_argument("--scale", type=_sizes, metavar="N,N,N", help="instead: how the cost of a submission grows, for example 30,300,3000")
    grade.add_argument("--recorded", action="store_true", help="without the task in pandas, so that no student's code needs to run")
    grade.add_argument("--isolation", choices=["bubblewrap", "landlock", "none"], help="how students' code is shut in (default: as strong as can be had)")
    feedback = kinds.add_parser("feedback", help="`memo1949 feedback` beside `nbgrader generate_feedback`, on a simulated class")
    feedback.add_argument("--unit", default="mediation", metavar="UNIT", help="a unit (default: mediation)")
    feedback.add_argument("--students", type=_sizes, default=[200], metavar="N,N,N", help="how many pages, of one class or of several (default: 200)")
    feedback.add_argument("--isolation", choices=["bubblewrap", "landlock", "none"], help="for the grading before it (default: as strong as can be had)")


def run(args: argparse.Namespace) -> int:
    """Measure, and print the table; 1 when a limit is not kept."""
    if args.kind == "grade":
        return _grade(args)
    if args.kind == "feedback":
        return _feedback(args)
    from memo1949.grading.bench import click, imports, table

    print(f"Measuring, {args.times} times ...", file=sys.stderr)
    rows = {"import": imports.measure, "click": click.measure}[args.kind](args.times)
    print(table.as_text(rows))
    return 0 if all(row.within for row in rows) else 1


def _grade(args: argparse.Namespace) -> int:
    """Grade both ways, unit by unit, or classes of growing size; 1 when a mark differs."""
    from memo1949 import shipped
    from memo1949.grading.bench import gradingtable
    from memo1949.grading.bench.grading import compare

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    units = args.unit or sorted(path.name for path in shipped.source().iterdir() if path.is_dir())
    if args.scale:
        for unit in units:
            print(f"{unit}: how the cost of a submission grows\n")
            print(gradingtable.scale_text([compare(unit, size, 0, args.isolation, say, args.recorded) for size in args.scale]), end="\n\n", flush=True)
        return 0
    differing = 0
    for unit in units:
        by_nbgrader = args.students if args.nbgrader is None else min(args.nbgrader, args.students)
        compared = compare(unit, args.students, by_nbgrader, args.isolation, say, args.recorded)
        differing += len(compared.differing)
        print(gradingtable.as_text(compared), end="\n\n", flush=True)
    return 1 if differing else 0


def _feedback(args: argparse.Namespace) -> int:
    """Make classes' pages both ways; 1 when a page differs or the limit is not kept."""
    from memo1949.grading.bench.feedback import LIMIT, as_text, compare

    kept = True
    for size in args.students:
        compared = compare(args.unit, size, args.isolation, lambda line: print(line, file=sys.stderr, flush=True))
        print(as_text(compared), end="\n\n", flush=True)
        kept = kept and not compared.differing and compared.ratio >= LIMIT
    return 0 if kept else 1


def _sizes(text: str) -> list[int]:
    """Read sizes of classes."""
    return [positive(size) for size in text.split(",")]
