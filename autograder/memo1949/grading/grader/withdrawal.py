"""Withdrawing a question from a unit's marks, for everyone, and putting it back: what becomes of each student's total."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from .. import log
from ..nbgrader.places import places
from ..nbgrader.running import CourseError, opened
from ..nbgrader.settings import REPLACED
from . import book as books
from . import dropping, penalties
from . import unit as units
from .book import Book
from .dropping import FULL, OUT, Dropped
from .lock import held
from .unit import Unit

_EPSILON = 1e-9
_STEPS = [REPLACED[f"nbgrader.preprocessors.{step}"] for step in ("overwritecells.OverwriteCells", "saveautogrades.SaveAutoGrades")]
_WAYS = {FULL: "with full marks for everyone", OUT: "out of the total"}


@dataclass(frozen=True, slots=True)
class Total:
    """A student's total, lateness taken off, and what could be had."""

    score: float
    points: float

    @property
    def share(self) -> float:
        """The share of what could be had; 0 where nothing could."""
        return self.score / self.points if self.points else 0.0


@dataclass(frozen=True, slots=True)
class Effect:
    """What a drop, or taking one back, does to a student's total."""

    student: str
    before: Total
    after: Total

    @property
    def gain(self) -> int:
        """1 for who gains, -1 for who loses, 0 for whom nothing changes: by the share of the total."""
        difference = self.after.share - self.before.share
        return 0 if abs(difference) < _EPSILON else 1 if difference > 0 else -1


class _Undone(Exception):
    """A transaction that was only for looking is rolled back."""


def drop(course: Path, name: str, question: str, way: str, check: bool = False) -> list[Effect]:
    """Drop a question of a unit for everyone, FULL or OUT; return what becomes of each student's total. With `check` write nothing.

    What stands in its place in the gradebook is set aside, for `undrop`. Raises CourseError, lock.Busy.
    """
    with _opened(course, name) as (book, unit):
        one = _found(book, unit, question)
        already = dropping.read(book, unit.name).get((one.notebook, one.question))
        if already is not None:
            raise CourseError(f"{question} is dropped already, {_WAYS[already.way]} ({already.when[:10]}). To take that back: memo1949 remark {name} --undrop {question}")
        one = replace(one, way=way)
        changes = [(grade, dropping.counted(grade, one), one.counts) for grade in dropping.grades(book, unit.name, one)]

        def write() -> None:
            dropping.enter(book, unit.name, one)
            dropping.enforce(book, unit.name)

        return _changed(course, book, unit, one, changes, write, "drop", check)


def undrop(course: Path, name: str, question: str, check: bool = False) -> list[Effect]:
    """Take a drop back: everyone has again what was set aside. As `drop` otherwise."""
    with _opened(course, name) as (book, unit):
        there = list(dropping.read(book, unit.name).values())
        found = [one for one in there if question in _names(one)]
        if not found:
            raise CourseError(f"{question} is not dropped. Dropped questions of {name}: {', '.join(one.question for one in there) or 'none'}.")
        one = _only(found, name)
        kept = dropping.aside(book, unit.name, one)
        changes = [(grade, dropping.restored(grade, kept[grade.student]), None) for grade in dropping.grades(book, unit.name, one) if grade.student in kept]
        return _changed(course, book, unit, one, changes, lambda: dropping.put_back(book, unit.name, one), "undrop", check)


@contextmanager
def _opened(course: Path, name: str) -> Iterator[tuple[Book, Unit]]:
    course = course.resolve()
    where = places(course)
    with held(course), books.opened(where.db_url) as book:
        yield book, units.read(book, name)


def _found(book: Book, unit: Unit, question: str) -> Dropped:
    """Return a question of a unit as it would be dropped; raises CourseError that lists those there are."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    cells = [(plan.name, cell) for plan in unit.notebooks.values() for cell in [*plan.grade_cells, *plan.task_cells]]
    every = [Dropped(notebook, cell.name, "", cell.max_score, now) for notebook, cell in cells]
    found = [one for one in every if question in _names(one)]
    if not found:
        raise CourseError(f"{unit.name} has no question {question!r}. Its questions: {', '.join(cell.name for _, cell in cells) or 'none'}.")
    one = _only(found, unit.name)
    if not one.points:
        raise CourseError(f"{question} gives no points, so there is nothing to drop.")
    return one


def _names(one: Dropped) -> tuple[str, str]:
    """Return what a question may be called: its id, and where several notebooks have it, notebook and id."""
    return one.question, f"{one.notebook}/{one.question}"


def _only(found: list[Dropped], unit: str) -> Dropped:
    """Return the one question that was found; raises CourseError for several."""
    if len(found) > 1:
        raise CourseError(f"More than one notebook of {unit} has a question {found[0].question}. Say which: {', '.join(_names(one)[1] for one in found)}.")
    return found[0]


def _changed(course: Path, book: Book, unit: Unit, one: Dropped, changes: list[tuple], write: Callable[[], object], what: str, check: bool) -> list[Effect]:
    """Write in one transaction, or only as if; return the effects. `changes`: grades before and after, and what a drop counts."""
    late = penalties.late(book, unit)
    wanted = {
        after.student: {one.notebook: {one.question: {**after.values(), "dropped": counts}}}
        for before, after, counts in changes
        if after.student in late and before.score != after.score
    }
    # Before the transaction: the course's plugin opens the gradebook for itself.
    due = penalties.recomputed(course.resolve(), unit, wanted) if wanted else {}
    effects: list[Effect] = []
    try:
        with book.writing():
            before = totals(book, unit)
            write()
            penalties.write(book, unit, due)
            after = totals(book, unit)
            effects += [Effect(student, total, after[student]) for student, total in before.items()]
            if check:
                raise _Undone
            rows = [[effect.student, effect.before.score, effect.before.points, effect.after.score, effect.after.points] for effect in effects if effect.before != effect.after]
            log.note(course.resolve(), what, unit=unit.name, notebook=one.notebook, question=one.question, way=one.way, points=one.points, changes=rows)
    except _Undone:
        pass
    return effects


def totals(book: Book, unit: Unit) -> dict[str, Total]:
    """Return the totals of everybody who handed the unit in, as nbgrader adds them up, by student."""
    points = 0.0
    for table in ("grade_cells", "task_cells"):
        cells = "SELECT cell.id FROM base_cell AS cell JOIN notebook ON notebook.id = cell.notebook_id WHERE notebook.assignment_id = :unit"
        points += book.rows(f"SELECT coalesce(sum(max_score), 0.0) FROM {table} WHERE id IN ({cells})", unit=unit.id)[0][0]
    mine = "FROM submitted_assignment AS submitted LEFT JOIN submitted_notebook AS held ON held.assignment_id = submitted.id"
    score = (
        "CASE WHEN grade.manual_score IS NOT NULL THEN grade.manual_score + coalesce(grade.extra_credit, 0.0)"
        " WHEN grade.auto_score IS NOT NULL THEN grade.auto_score + coalesce(grade.extra_credit, 0.0) ELSE 0.0 END"
    )
    end = "WHERE submitted.assignment_id = :unit GROUP BY submitted.student_id ORDER BY submitted.student_id"
    taken = dict(book.rows(f"SELECT submitted.student_id, coalesce(sum(held.late_submission_penalty), 0.0) {mine} {end}", unit=unit.id))
    earned = book.rows(f"SELECT submitted.student_id, coalesce(sum({score}), 0.0) {mine} LEFT JOIN grade ON grade.notebook_id = held.id {end}", unit=unit.id)
    return {student: Total(max(0.0, total - taken[student]), points) for student, total in earned}


def known_to_nbgrader(course: Path) -> bool:
    """Say whether nbgrader's own commands keep a question dropped in this course: whether its configuration names our steps."""
    config = opened(course.resolve()).config
    steps = [*config.Autograde.get("sanitize_preprocessors", []), *config.Autograde.get("autograde_preprocessors", [])]
    return set(_STEPS) <= {step if isinstance(step, str) else f"{step.__module__}.{step.__qualname__}" for step in steps}
