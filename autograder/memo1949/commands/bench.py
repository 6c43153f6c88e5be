"""Measure what must stay quick: imports, and the way from a click to the file.

Prints one table; exits with 1 when a limit is not kept.
"""

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the measurements, and how often each is repeated."""
    kinds = parser.add_subparsers(title="what to measure", dest="kind", metavar="WHAT", required=True)
    imports = kinds.add_parser("import", help="`import memo1949` beside `import ipywidgets`, in fresh interpreters")
    imports.add_argument("--times", type=_positive, default=20, metavar="N", help="rounds (default: 20)")
    click = kinds.add_parser("click", help="from a click in a question to its answer in answers.json, in a real kernel")
    click.add_argument("--times", type=_positive, default=200, metavar="N", help="clicks (default: 200)")


def run(args: argparse.Namespace) -> int:
    """Measure, and print the table; 1 when a limit is not kept."""
    from memo1949.grading.bench import click, imports, table

    print(f"Measuring, {args.times} times ...", file=sys.stderr)
    rows = {"import": imports.measure, "click": click.measure}[args.kind](args.times)
    print(table.as_text(rows))
    return 0 if all(row.within for row in rows) else 1


def _positive(text: str) -> int:
    """Read a number of times, at least 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
