"""Show, paragraph by paragraph, which lessons and questions touch the document.

Exits with 1 when a paragraph is bare: no lesson shows it, or no question asks about it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memo1949.grading.coverage import Covered


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `memo1949 coverage` takes."""
    parser.add_argument("--lessons", type=Path, metavar="DIR", help="the lessons (default: those of this installation)")
    parser.add_argument("--source", type=Path, metavar="DIR", help="the assignments with their keys (default: the checkout's source/)")
    parser.add_argument("--bare", action="store_true", help="list the bare paragraphs only")
    parser.epilog = "Example: memo1949 coverage --bare"


def run(args: argparse.Namespace) -> int:
    """Print the table; return 1 when a paragraph is bare, 2 when the notebooks cannot be read."""
    from memo1949 import shipped
    from memo1949.grading.coverage import UnreadableNotebook, coverage

    lessons, source = args.lessons or shipped.lessons(), args.source or shipped.source()
    for folder in (lessons, source):
        if not folder.is_dir():
            print(f"memo1949: there is no folder {folder}", file=sys.stderr)
            return 2
    try:
        covered = coverage(lessons, source)
    except UnreadableNotebook as error:
        print(f"memo1949: {error}", file=sys.stderr)
        return 2
    bare = [one for one in covered if one.missing]
    for one in bare if args.bare else covered:
        _print(one)
    print(f"{len(covered)} paragraphs, {len(bare)} bare" + (f": {', '.join(one.paragraph.id for one in bare)}" if bare else ""))
    return 1 if bare else 0


def _print(one: Covered) -> None:
    """Print a paragraph, how it begins, and what touches it in what way."""
    words = one.paragraph.text.split()
    print(f"{one.paragraph.id}  “{' '.join(words[:8])} …”  {len(words)} words")
    for how in sorted({touch.how for touch in one.touches}, reverse=True):
        print(f"    {how}: {'; '.join(sorted(touch.by for touch in one.touches if touch.how == how))}")
    for lack in one.missing:
        print(f"    BARE: {lack}")
    print()
