"""Set up a course directory for nbgrader, never overwriting what is there."""

import argparse
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 course` takes."""
    parser.add_argument("directory", type=Path, metavar="DIR", help="the directory; it is made if it does not exist")
    parser.add_argument(
        "--from", type=Path, dest="checkout", metavar="CHECKOUT", help="a clone of memo1949, with its source/"
    )
    parser.epilog = "Example: memo1949 course history-101"


def run(args: argparse.Namespace) -> int:
    """Set the directory up and say what was made and what was left; return 0, or 2 when it cannot be done."""
    from memo1949.grading.course import set_up
    from memo1949.grading.nbgrader.running import CourseError
    from memo1949.shipped import NotShipped

    try:
        result = set_up(args.directory.resolve(), args.checkout.resolve() if args.checkout else None)
    except NotShipped as error:
        print(f"memo1949: {error}", file=sys.stderr)
        if args.checkout is None:
            print(f"With a clone at hand: memo1949 course {args.directory} --from CLONE", file=sys.stderr)
        return 2
    except (CourseError, OSError) as error:
        print(f"memo1949: {error}", file=sys.stderr)
        return 2
    for label, names in (("made", result.made), ("left as it was", result.kept)):
        for name in names:
            note = " (differs from the checkout's)" if name in result.differing else ""
            print(f"{label}: {args.directory / name}{note}")
    units = sorted({Path(name).parts[1] for name in (*result.made, *result.kept) if name.startswith("source/")})
    if units:
        print(f"\nNext, in {args.directory}:")
        print(f"  nbgrader generate_assignment {units[0]}    makes release/{units[0]} and enters it in the gradebook")
        print(f"  nbgrader release_assignment {units[0]}     hands it out through the exchange")
    return 0
