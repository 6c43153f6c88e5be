"""Write the edition as one TEI P5 file: text, annotations, registers, provenance, rights."""

import argparse
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 tei` takes."""
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="where to write (default: to the terminal)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 unless FILE is what would be written")
    parser.epilog = "Example: memo1949 tei memorandum.xml"


def run(args: argparse.Namespace) -> int:
    """Write the file and return 0; with --check 1 for a file that is not current; 2 when it cannot be read or written."""
    from memo1949 import edition
    from memo1949.grading import wholefile

    if args.check and args.file is None:
        print("memo1949: --check wants the FILE to look at: memo1949 tei --check memorandum.xml", file=sys.stderr)
        return 2
    written = edition.tei()
    if args.file is None:
        print(written, end="")
        return 0
    try:
        if args.check:
            return _report(args.file, args.file.read_bytes() == written.encode("utf-8"))
        wholefile.replace(args.file, written.encode("utf-8"))
    except OSError as error:
        print(f"memo1949: {args.file}: {error.strerror}", file=sys.stderr)
        return 2
    print(args.file)
    return 0


def _report(file: Path, current: bool) -> int:
    print(f"{file} is current." if current else f"{file} is not what this edition gives. Write it anew: memo1949 tei {file}")
    return 0 if current else 1
