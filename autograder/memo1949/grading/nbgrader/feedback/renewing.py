"""Feedback pages that exist already, written anew after a correction."""

from collections.abc import Iterable
from pathlib import Path

from .classwide import Wish, write_pages


def renew(course: Path, unit: str, students: Iterable[str]) -> tuple[int, list[tuple[str, str]]]:
    """Write the pages of those of `students` who have one; return how many, and (student, why) for those that failed."""
    made = write_pages(Wish(course, unit, students=tuple(students), only_existing=True, force=True))
    return len(made.written), list(made.failed)
