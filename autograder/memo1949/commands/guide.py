"""Write the teacher's guide: lesson plans, answer keys, sample essays, glossary and names, as one page to print."""

import argparse
import sys
from pathlib import Path

from ._folders import refusal

_NAME = "teachers-guide.html"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 guide` takes."""
    parser.add_argument("file", type=Path, nargs="?", default=Path(_NAME), metavar="FILE", help=f"where to write (default: {_NAME})")
    parser.add_argument("--unit", action="append", default=[], metavar="UNIT", help="this unit only; may be given several times")
    parser.add_argument("--lessons", type=Path, metavar="DIR", help="the lessons (default: those of this installation)")
    parser.add_argument("--source", type=Path, metavar="DIR", help="the assignments with their keys (default: the checkout's source/)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 unless FILE is what would be written")
    parser.epilog = "Example: memo1949 guide --unit mediation mediation.html"


def run(args: argparse.Namespace) -> int:
    """Write the page and return 0; with --check 1 for one that is not current; 2 when something cannot be read or written."""
    from memo1949 import shipped
    from memo1949.classroom.problems import QuestionError
    from memo1949.grading import wholefile
    from memo1949.grading.coverage import UnreadableNotebook
    from memo1949.grading.guide import guide_of, render

    lessons, source = args.lessons or shipped.lessons(), args.source or shipped.source()
    for folder in (lessons, source):
        if not folder.is_dir():
            return _wrong(f"there is no folder {folder}")
    if not args.check and (problem := refusal(args.file, None, "the answer keys")):
        return _wrong(problem)
    try:
        page = render(guide_of(lessons, source, args.unit)).encode("utf-8")
        if args.check:
            current = args.file.read_bytes() == page
            print(f"{args.file} is current." if current else f"{args.file} is not what source/ and the lessons give. Write it anew: memo1949 guide {args.file}")
            return 0 if current else 1
        wholefile.replace(args.file, page)
    except (QuestionError, UnreadableNotebook) as error:
        return _wrong(str(error))
    except KeyError as error:
        return _wrong(str(error.args[0]))
    except OSError as error:
        return _wrong(f"{args.file}: {error.strerror}")
    print(f"{args.file} (it holds the answer keys: keep it from students)")
    return 0


def _wrong(said: str) -> int:
    print(f"memo1949: {said}", file=sys.stderr)
    return 2
