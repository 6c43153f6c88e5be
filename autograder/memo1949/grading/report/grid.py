"""The points of every student for every question, as short texts: a table that fits where whole words would not."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ..nbgrader.feedback.exporter import points
from ..rows import BY_HAND, NEEDS_REVIEW, UNANSWERED, Row


@dataclass(frozen=True, slots=True)
class Entry:
    """What one student has for one question: a short text, and a sign whose meaning `aloud` says in words."""

    text: str
    sign: str = ""
    aloud: str = ""


def grid(rows: Sequence[Row]) -> list[tuple[str, tuple[Entry, ...]]]:
    """Return (student, entries in the order of the rows) of all students; `rows` come student by student."""
    return [(student, tuple(map(_entry, own))) for student, own in groupby(rows, key=lambda row: row.student)]


def _entry(row: Row) -> Entry:
    if row.score is None:
        return Entry("", "…", "to mark by hand") if row.verdict == BY_HAND else Entry("", "–", "no score yet")
    if row.verdict == UNANSWERED:
        return Entry("", "○", "not answered")
    review = row.verdict == NEEDS_REVIEW
    return Entry(points(row.score), "▲" if review else "", "needs review" if review else "")
