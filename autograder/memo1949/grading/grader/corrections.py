"""Corrections of a class's marks after the fact: answers that are kept as data are marked again under the keys in source/."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat
from nbgrader.utils import compute_checksum
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from ...classroom.marking import Marked
from ...classroom.record import Saved
from .. import keys
from ..nbgrader.running import CourseError
from . import recorded
from .ledger import answers
from .unit import NotebookPlan, Unit

_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Correction:
    """One answer of one student, marked again. `points` are full marks, `panel` what its cell shows now."""

    student: str
    notebook: str
    question: str
    points: float
    before: float | None
    marked: Marked
    panel: str
    key: str

    @property
    def after(self) -> float:
        """The score under the key as it is now."""
        return self.marked.score

    @property
    def changes(self) -> bool:
        """Say whether the score changes."""
        return self.before is None or abs(self.before - self.after) > _EPSILON


@dataclass(slots=True)
class Corrected:
    """What re-marking comes to: corrections, questions with another key, and what was left alone, in words."""

    corrections: list[Correction] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    answers: int = 0

    @property
    def changed(self) -> list[Correction]:
        """Those whose score changes."""
        return [one for one in self.corrections if one.changes]


@dataclass(frozen=True, slots=True)
class Keys:
    """One notebook's questions as source/ has them now, what marks them, and their test cells: (source, nbgrader's checksum)."""

    questions: dict[str, keys.Keyed]
    markers: dict[str, recorded.Marker]
    tests: dict[str, tuple[str, str]]


def read_keys(course: Path, unit: Unit) -> dict[str, Keys]:
    """Return the keys in source/ by notebook; raises CourseError when they are not there, QuestionError when they are wrong."""
    found = {}
    for name in unit.notebooks:
        path = course / "source" / unit.name / f"{name}.ipynb"
        if not path.is_file():
            raise CourseError(f"There is no source/{unit.name}/{name}.ipynb, so there are no keys to mark with. Call this in the course directory that has source/.")
        questions = keys.load(path).questions
        tests = {}
        for content in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            name_of_cell = content["metadata"].get("nbgrader", {}).get("grade_id")
            if name_of_cell in questions:
                cell = nbformat.from_dict({**content, "source": "".join(content["source"])})
                tests[name_of_cell] = (cell.source, compute_checksum(cell))
        found[name] = Keys(questions, {question: recorded.remembering(keyed) for question, keyed in questions.items()}, tests)
    return found


def correct(connection: Connection, unit: Unit, now: Mapping[str, Keys]) -> Corrected:
    """Mark the kept answers of a unit again, those whose key is not the one that they were marked with. Writes nothing."""
    result = Corrected()
    same = {(name, question): keyed for name, held in now.items() for question, keyed in _unchanged(unit.notebooks[name], held, result)}
    table, here = answers, answers.c.assignment == unit.name
    result.answers = connection.execute(select(func.count()).select_from(table).where(here)).scalar()
    for (name, question), keyed in same.items():
        fingerprint, marker = keyed.fingerprint, now[name].markers[question]
        mine = here & (table.c.notebook == name) & (table.c.question == question)
        if keyed.asked.question.kind == "result":
            lost = connection.execute(select(table.c.student).where(mine & (table.c.key == "") & table.c.score.is_not(None)).order_by(table.c.student)).scalars()
            result.left += [f"{question}: what {student}'s code computed is not kept as data. To mark it anew: memo1949 grade --force --student {student}" for student in lost]
        for row in connection.execute(select(table).where(mine & table.c.key.not_in(("", fingerprint))).order_by(table.c.student)):
            saved = None if row.value is None and not row.quote else Saved(json.loads(row.value) if row.value is not None else None, row.quote, row.saved)
            marked, panel = marker(saved)
            result.corrections.append(Correction(row.student, row.notebook, row.question, keyed.points, row.score, marked, panel, fingerprint))
    result.questions = list(dict.fromkeys(one.question for one in result.corrections))
    result.corrections.sort(key=lambda one: one.student)
    return result


def _unchanged(plan: NotebookPlan, held: Keys, result: Corrected) -> Iterator[tuple[str, keys.Keyed]]:
    """Yield the questions that are asked as students were given them; say which are not."""
    given = recorded.given(plan).questions
    for question, keyed in held.questions.items():
        if question not in given:
            result.left.append(f"{question}: students were not given this question. Generate and release the assignment again.")
        elif replace(given[question].asked, number="") != replace(keyed.asked, number=""):
            result.left.append(f"{question}: students were given it in other words or for other points. Its marks stay; generate and release it again.")
        else:
            yield question, keyed

