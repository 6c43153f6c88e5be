"""A class's work made by hand, for the tests of what the report makes of it."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from grading.course import CHECKOUT
from memo1949.grading import keys, rows
from memo1949.grading.grader.dropping import FULL, Dropped
from memo1949.grading.keys import UnitKeys
from memo1949.grading.report.classwork import Classwork
from memo1949.grading.rows import Row

UNIT = "mediation"
OUR, PRESENT, FIVE, SEVEN, ORDER, CAN, CONTRADICTION = (f"mediation-{word}" for word in ("our", "present", "five", "seven", "order", "can", "contradiction"))
ESSAY = "mediation-essay"
TODAY = date(2026, 11, 23)


@cache
def held() -> UnitKeys:
    """Return the keys of a unit."""
    return keys.load(CHECKOUT / "source" / UNIT / f"{UNIT}.ipynb")


def row(question: str, value: object, score: float | None = 1, student: str = "a", **more: object) -> Row:
    """Return a marked row."""
    return Row(student, UNIT, question, more.pop("points", 2), score, more.pop("verdict", rows.MARKED), value, **more)


def work(entries: Sequence[Row], **more: object) -> Classwork:
    """Return a class's work on the unit from its rows."""
    return Classwork(UNIT, more.pop("title", "A title"), held(), tuple(entries), **more)


def scored(table: dict[str, Sequence[float | None]], questions: Sequence[str]) -> list[Row]:
    """Return rows from {student: points for each of the questions}."""
    return [row(question, "cc", score, student) for student, points in table.items() for question, score in zip(questions, points, strict=True)]


def dropped(question: str, way: str = FULL) -> dict[str, Dropped]:
    """Return a question that was dropped, as the gradebook remembers it."""
    return {question: Dropped(UNIT, question, way, 2.0, "2026-11-23T12:00:00+00:00")}
