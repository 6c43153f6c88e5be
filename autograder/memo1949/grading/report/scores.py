"""The points of a class as a table, what each skill comes to, and what each student has of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pandas import DataFrame

from ..rows import BY_HAND, Row
from .classwork import Classwork


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill in a unit: its questions' numbers, the points there are, and the class's mean share of them (None without students)."""

    name: str
    questions: tuple[str, ...]
    points: float
    share: float | None


def items(work: Classwork) -> list[str]:
    """Return what counts as a question for the figures about the whole: those not dropped, and written answers once all are marked."""
    waiting = {row.question for row in work.rows if row.verdict == BY_HAND}
    takers = work.takers
    open_ones = {row.question for row in work.rows if row.student in takers and row.score is None and row.question in work.held.manual}
    asked = [*work.held.questions, *(name for name in work.held.manual if name not in waiting | open_ones)]
    return [name for name in asked if name not in work.dropped]


def table(work: Classwork) -> DataFrame:
    """Return the takers' points, a row a student and a column a question of `items`; no number where there is no score.

    A question for which nobody has a score, as one that was added to source/ since, has no column.
    """
    names, takers = items(work), work.takers
    found: dict[str, dict[str, float | None]] = {student: {} for student in work.students if student in takers}
    for row in work.counted:
        if row.question in names:
            found[row.student][row.question] = row.score
    return DataFrame.from_dict(found, orient="index", dtype=float).reindex(columns=names).dropna(axis=1, how="all")


def skills(work: Classwork) -> tuple[Skill, ...]:
    """Return the skills in the order of the questions; the share is the mean of the students' own shares."""
    every, takers = shares(work), work.takers
    return tuple(
        Skill(
            name,
            tuple(work.held.questions[question].asked.number for question in of),
            sum(work.held.questions[question].points for question in of),
            _mean(every[student][name] for student in takers if every[student][name] is not None),
        )
        for name, of in _by_skill(work).items()
    )


def shares(work: Classwork) -> dict[str, dict[str, float | None]]:
    """Return {student: {skill: share of its points}} of those who handed in, of questions with a score; None where there is none."""
    skills = {question: name for name, of in _by_skill(work).items() for question in of}
    found: dict[str, dict[str, list[Row]]] = {student: {name: [] for name in _by_skill(work)} for student in work.students}
    for row in work.rows:
        if row.question in skills and row.score is not None:
            found[row.student][skills[row.question]].append(row)
    return {student: {name: _share(rows) for name, rows in own.items()} for student, own in found.items()}


def _by_skill(work: Classwork) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, keyed in work.held.questions.items():
        if name not in work.dropped:
            found.setdefault(keyed.asked.skill, []).append(name)
    return found


def _share(rows: Sequence[Row]) -> float | None:
    points = sum(row.points for row in rows)
    return sum(row.score or 0 for row in rows) / points if points else None


def _mean(values: Iterable[float]) -> float | None:
    values = list(values)
    return sum(values) / len(values) if values else None
