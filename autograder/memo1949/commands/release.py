"""Generate release/ from source/ and prove it current and free of keys."""

import argparse
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 release` takes."""
    parser.add_argument("unit", nargs="*", metavar="UNIT", help="a unit, such as mediation (default: all in source/)")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 when a release is not as source/ makes it"
    )
    parser.add_argument(
        "--course", type=Path, default=Path(), metavar="DIR", help="the course directory (default: this one)"
    )
    parser.epilog = "Example: memo1949 release mediation --check"


def run(args: argparse.Namespace) -> int:
    """Release the units named, or all; return 0 when all are well, 1 when one is not, 2 when there is nothing to do."""
    from memo1949.grading.nbgrader.running import CourseError
    from memo1949.grading.release import release, units

    course = args.course.resolve()
    try:
        there = units(course)
    except CourseError as error:
        print(f"memo1949: {error}", file=sys.stderr)
        return 2
    unknown = [unit for unit in args.unit if unit not in there]
    if unknown or not there:
        named = f"No unit {', '.join(unknown)} in source/" if unknown else "No units in source/"
        print(f"memo1949: {named}. There: {', '.join(there) or 'none'}.", file=sys.stderr)
        return 2
    wrong = False
    for unit in args.unit or there:
        print(f"{unit}: generating, and running the sample solution …", file=sys.stderr)
        try:
            result = release(course, unit, check=args.check)
        except CourseError as error:
            print(f"memo1949: {error}", file=sys.stderr)
            return 2
        wrong |= bool(result.problems or (args.check and result.changed))
        for line in _said(unit, result.problems, result.changed, args.check):
            print(line)
    return int(wrong)


def _said(unit: str, problems: tuple[str, ...], changed: tuple[str, ...], check: bool) -> list[str]:
    """Return the lines that tell what came of one unit."""
    if problems:
        kept = [] if check else [f"{unit}: release/{unit} was left as it was."]
        return [*(f"{unit}: {problem}" for problem in problems), *kept]
    if not changed:
        return [f"{unit}: release/{unit} is current and holds no key."]
    names = ", ".join(f"release/{unit}/{name}" for name in changed)
    if check:
        return [f"{unit}: out of date: {names}. Run: memo1949 release {unit}"]
    return [f"{unit}: wrote {names}; it holds no key."]
