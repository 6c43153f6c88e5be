"""Corrections of a class's marks after the fact: answers that are kept as data are marked again under the keys in source/."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...classroom.marking import Marked
from ...classroom.record import Saved
from .. import keys
from ..nbgrader.places import places
from ..nbgrader.running import CourseError
from . import dropping, recorded
from .book import Book, listed
from .unit import NotebookPlan, Unit

_EPSILON = 1e-9
_ANSWERS = "memo1949_answer"  # the ledger's table


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
    """What re-marking comes to: corrections, questions with another key, what was left alone, in words, and dropped questions, each
    with the way it was dropped."""

    corrections: list[Correction] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    answers: int = 0

    @property
    def changed(self) -> list[Correction]:
        """Those whose score changes."""
        return [one for one in self.corrections if one.changes]


@dataclass(frozen=True, slots=True)
class Keys:
    """One notebook's questions as source/ has them now, their test cells: (source, nbgrader's checksum), and the sources of the
    cells that ask."""

    questions: dict[str, keys.Keyed]
    tests: dict[str, tuple[str, str]]
    asking: dict[str, str]


def read_keys(course: Path, unit: Unit) -> dict[str, Keys]:
    """Return the keys in source/ by notebook; raises CourseError when they are not there, QuestionError when they are wrong."""
    found, where = {}, places(course)
    for name in unit.notebooks:
        path = where.source(unit.name) / f"{name}.ipynb"
        if not path.is_file():
            raise CourseError(f"There is no source/{unit.name}/{name}.ipynb, so there are no keys to mark with. Call this in the course directory that has source/.")
        questions = keys.load(path).questions
        tests, asking = {}, {}
        for content in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            name_of_cell, source = content["metadata"].get("nbgrader", {}).get("grade_id"), "".join(content["source"])
            if name_of_cell in questions:
                tests[name_of_cell] = (source, checksum(source, content))
            elif content["cell_type"] == "code" and "ask(" in source:
                asking[name_of_cell] = source
        found[name] = Keys(questions, tests, asking)
    return found


def checksum(source: str, cell: Mapping) -> str:
    """Return a graded cell's checksum as nbgrader.utils.compute_checksum makes it, without the seconds that loading it takes."""
    about = cell["metadata"]["nbgrader"]
    said = [source, cell["cell_type"], *(str(about.get(name, False)) for name in ("grade", "solution", "locked")), about["grade_id"], str(float(about["points"]))]
    return hashlib.md5("".join(said).encode(), usedforsecurity=False).hexdigest()


def correct(book: Book, unit: Unit, now: Mapping[str, Keys]) -> Corrected:
    """Mark the kept answers of a unit again, those whose key is not the one that they were marked with. Writes nothing.

    Dropped questions are passed over: whatever their key says, everyone has the same for them.
    """
    result = Corrected(dropped=[(one.question, one.way) for one in dropping.read(book, unit.name).values()])
    same = {(name, question): keyed for name, held in now.items() for question, keyed in _unchanged(unit, unit.notebooks[name], held, result)}
    if not book.has(_ANSWERS):
        return result
    for name, question in (pair for pair, keyed in same.items() if keyed.asked.question.kind == "result"):
        where = "assignment = :unit AND notebook = :name AND question = :question AND \"key\" = '' AND score IS NOT NULL"
        lost = book.rows(f"SELECT student FROM {_ANSWERS} WHERE {where} ORDER BY student", unit=unit.name, name=name, question=question)
        result.left += [f"{question}: what {student}'s code computed is not kept as data. To mark it anew: memo1949 grade --force --student {student}" for (student,) in lost]
    kept = book.rows(f'SELECT notebook, question, "key", count(*) FROM {_ANSWERS} WHERE assignment = :unit GROUP BY notebook, question, "key"', unit=unit.name)
    result.answers = sum(count for *_, count in kept)
    prints = {pair: keyed.fingerprint for pair, keyed in same.items()}
    stale = {(name, question, key) for name, question, key, _ in kept if key and prints.get((name, question), key) != key}
    order = [pair for pair in same if pair in {found[:2] for found in stale}]
    result.questions = [question for _, question in order]
    remembered: dict[tuple, tuple[Marked, str]] = {}  # many students give the same answer; when plays no part in its mark
    for student, name, question, key, value, quote, when, score in _answers(book, unit, result.questions):
        if (name, question, key) not in stale:
            continue
        answer = (name, question, value, quote)
        if answer not in remembered:
            saved = None if value is None and not quote else Saved(json.loads(value) if value is not None else None, quote, when)
            remembered[answer] = recorded.marked(same[name, question], saved)
        marked, panel = remembered[answer]
        result.corrections.append(Correction(student, name, question, same[name, question].points, score, marked, panel, prints[name, question]))
    result.corrections.sort(key=lambda one: (one.student, order.index((one.notebook, one.question))))
    return result


def _answers(book: Book, unit: Unit, questions: list[str]) -> list[tuple]:
    """Return the kept answers to some questions."""
    if not questions:
        return []
    among, values = listed("question", questions)
    columns = 'student, notebook, question, "key", value, quote, saved, score'
    return book.rows(f"SELECT {columns} FROM {_ANSWERS} WHERE assignment = :unit AND question IN {among}", unit=unit.name, **values)


def _unchanged(unit: Unit, plan: NotebookPlan, held: Keys, result: Corrected) -> Iterator[tuple[str, keys.Keyed]]:
    """Yield the questions that are asked as students were given them, and count; say which are not asked so."""
    given = held.questions if _asked_so(plan, held) else recorded.given(plan).questions
    for question, keyed in held.questions.items():
        if question in unit.dropped.get(plan.name, {}):
            continue
        if question not in given:
            result.left.append(f"{question}: students were not given this question. Generate and release the assignment again.")
        elif replace(given[question].asked, number="") != replace(keyed.asked, number=""):
            result.left.append(f"{question}: students were given it in other words or for other points. Its marks stay; generate and release it again.")
        else:
            yield question, keyed


def _asked_so(plan: NotebookPlan, held: Keys) -> bool:
    """Say whether the cells that ask are to the letter what students were given, and the points too: then they need not be read."""
    released, points = {cell.name: cell.source for cell in plan.source_cells}, {cell.name: cell.max_score for cell in plan.grade_cells}
    same = all(released.get(name) == source for name, source in held.asking.items())
    return same and all(points.get(question) == keyed.points for question, keyed in held.questions.items())
