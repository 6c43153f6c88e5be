"""A unit of a class as data: what the report is made from, read from the course directory and nbgrader's gradebook."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import inspect, select

from .. import keys
from ..desk.gradebook import gradebook_of
from ..desk.marks import Mark, marks_of
from ..grader.dropping import Dropped, dropped
from ..grader.ledger import answers
from ..keys import UnitKeys
from ..nbgrader.running import CourseError
from ..release import units
from ..rows import MARKED, NEEDS_REVIEW, OUR_ERROR, UNANSWERED, Row, rows_of

_HEADING = re.compile(r"^# (?:Assignment: )?(.+)$", re.M)
_LESSON = re.compile(r"\*(\d\d [^*]+)\*")


@dataclass(frozen=True, slots=True)
class Classwork:
    """A class's work on a unit.

    `rows` are those of `rows_of`, student by student; `marks` what the gradebook says of everybody on the roll, those who
    handed nothing in too; `names` what a student is called on the page ("" for their id alone); `dropped` are questions that
    were dropped for everyone; `lesson` is the lesson that the unit belongs to ("" when it names none).
    """

    unit: str
    title: str
    held: UnitKeys
    rows: tuple[Row, ...]
    marks: Mapping[str, Mark] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    dropped: Mapping[str, Dropped] = field(default_factory=dict)
    lesson: str = ""
    anonymous: bool = False

    @property
    def students(self) -> tuple[str, ...]:
        """Those who handed something in, in the order of the rows."""
        return tuple(dict.fromkeys(row.student for row in self.rows))

    @property
    def absent(self) -> tuple[str, ...]:
        """Those on the roll who handed nothing in."""
        there = set(self.students)
        return tuple(student for student in self.marks if student not in there)

    @property
    def takers(self) -> frozenset[str]:
        """Those who answered at least one question that counts and have a score for it: the others say nothing about the questions."""
        asked = self.held.questions.keys() - self.dropped.keys()
        return frozenset(row.student for row in self.rows if row.question in asked and row.score is not None and row.verdict != UNANSWERED)

    @property
    def counted(self) -> tuple[Row, ...]:
        """The rows of the takers that have a score."""
        takers = self.takers
        return tuple(row for row in self.rows if row.score is not None and row.student in takers)


def read(course: Path, unit: str, failures: Mapping[str, str] | None = None) -> Classwork:
    """Read a class's work on a unit; `failures` as for `rows_of`.

    Raises CourseError, in a sentence that says what to do, for a unit that is not there, is not of memo1949's questions, or of
    which nothing is graded; QuestionError for keys that cannot be read.
    """
    source = course / "source" / unit / f"{unit}.ipynb"
    there = units(course)
    if unit not in there:
        raise CourseError(f"There is no unit {unit!r} in source/. There: {', '.join(there) or 'none'}.")
    if not source.is_file():
        raise CourseError(f"source/{unit} has no notebook {unit}.ipynb: a class report is for memo1949's units, one notebook each.")
    held = keys.load(source)
    if not held.questions:
        raise CourseError(f"{unit} asks none of memo1949's questions, so there is nothing to report of it. nbgrader's formgrader shows its marks.")
    with gradebook_of(course) as gradebook:
        entered = {assignment.name for assignment in gradebook.assignments}
        kept = _kept(gradebook, unit)
        out = {name: one for (_, name), one in dropped(gradebook, unit).items()}
    if unit not in entered:
        raise CourseError(f"Nothing of {unit} is graded yet: the gradebook does not know it. Release it (nbgrader generate_assignment {unit}), collect, and grade: memo1949 grade {unit}")
    rows = [_known(row, kept.get((row.student, row.question)), held if row.question in out else None) for row in rows_of(course, unit, failures)]
    if not rows:
        raise CourseError(f"Nobody has handed in {unit} yet: submitted/ has no folder STUDENT/{unit}. Collect first: nbgrader collect {unit}, or memo1949 collect ARCHIVE")
    marks = marks_of(course, [unit])
    if all(row.verdict == OUR_ERROR for row in rows) and not failures:
        why = "; ".join(dict.fromkeys(flag for row in rows for flag in row.flags))
        raise CourseError(f"Nothing of {unit} is graded yet ({why}). Grade it first: memo1949 grade {unit}, or nbgrader autograde {unit}")
    said = _text(source)
    lesson, heading = _LESSON.search(said), _HEADING.search(said)
    return Classwork(
        unit,
        heading[1].strip() if heading else unit,
        held,
        tuple(rows),
        {student: mark for (student, _), mark in marks.marks.items()},
        {person.id: f"{person.first_name} {person.last_name}".strip() for person in marks.students},
        {name: one for name, one in out.items() if name in held.questions or name in held.manual},
        lesson[1] if lesson else "",
    )


def _text(source: Path) -> str:
    """Return the texts of a notebook."""
    cells = json.loads(source.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def _kept(gradebook: object, unit: str) -> dict[tuple[str, str], object]:
    """Return what `memo1949 grade` wrote down beside the marks, by (student, question); {} where nbgrader graded."""
    if not inspect(gradebook.engine).has_table(answers.name):
        return {}
    with gradebook.engine.connect() as connection:
        found = connection.execute(select(answers).where(answers.c.assignment == unit))
        return {(row.student, row.question): row for row in found}


def _known(row: Row, kept: object | None, dropped: UnitKeys | None) -> Row:
    """Return a row with what only the grader saw, where its mark still counts: that a person must look, and why.

    Whatever became of the answer to a dropped question, nobody need look at it: of such a row `dropped` are the unit's keys.
    """
    if dropped:
        keyed = dropped.questions.get(row.question)
        nothing = row.value is None and not row.quote and keyed is not None and keyed.asked.question.kind != "result"  # what code computed is not recorded
        return replace(row, verdict=UNANSWERED if nothing else MARKED, flags=()) if row.verdict == NEEDS_REVIEW else row
    if kept is None or kept.verdict != NEEDS_REVIEW or row.verdict in (NEEDS_REVIEW, OUR_ERROR) or kept.score != row.score:
        return row
    said = [flag for flag in json.loads(kept.flags) if flag not in row.flags]
    return replace(row, verdict=NEEDS_REVIEW, flags=(*row.flags, *said))


def in_order(work: Sequence[Classwork]) -> list[Classwork]:
    """Return units in the order of the term: by the day they are due, else by the lesson they belong to, else by name."""
    due = {one.unit: min((mark.due for mark in one.marks.values() if mark.due), default=None) for one in work}
    if all(due.values()):
        return sorted(work, key=lambda one: (due[one.unit], one.unit))
    return sorted(work, key=lambda one: (not one.lesson, one.lesson, one.unit))
