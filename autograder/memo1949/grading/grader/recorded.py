"""Marking recorded answers as data: a unit whose locked cells only ask and mark needs none of them executed."""

import ast
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ...classroom.marking import Marked, mark_answer
from ...classroom.notebook import Asked
from ...classroom.page import marked_html, question_html
from ...classroom.problems import QuestionError, RecordError
from ...classroom.record import Record, Saved, newer
from ...classroom.sealed import read_seal, sealed_answers
from .. import keys
from .unit import NotebookPlan

_ASKING, _MARKING = ("ask", "reader"), ("answered", "mark")

Marker = Callable[[Saved | None], tuple[Marked, str]]

# As in classroom.marking, where a student's kernel says it.
DAMAGED = "answers.json is damaged and the notebook's seal does not hold this answer. A person must look."
NO_RECORD = "No record of answers came with this notebook: no answers.json, and the last cell is not sealed. A person must look."


@dataclass(frozen=True, slots=True)
class Form:
    """What a locked cell of ours does: `kind` is "imports", "reader", "ask" or "mark"; `about` the question, or the reader's source."""

    kind: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A notebook of ours: the form of each locked cell by grade id, and the questions with their keys, what marks a recorded answer,
    and the keys' fingerprints."""

    forms: dict[str, Form]
    questions: dict[str, keys.Keyed]
    markers: dict[str, Marker]
    fingerprints: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answers:
    """What a student's folder holds: the answers, the questions on which file and seal differ, and what is wrong with the file."""

    saved: dict[str, Saved]
    differing: tuple[str, ...] = ()
    problem: str = ""

    def of(self, name: str) -> tuple[Saved | None, str]:
        """Return the answer to a question, and why a person must look ("" when not)."""
        if self.problem:
            return self.saved.get(name), "" if name in self.saved else DAMAGED
        return self.saved.get(name), "" if self.saved else NO_RECORD


def sheet(plan: NotebookPlan) -> Sheet | None:
    """Read a notebook of ours; None when one of its locked cells does anything but import, ask, show and mark."""
    forms: dict[str, Form] = {}
    solutions = {cell.name for cell in plan.solution_cells}
    for cell in plan.source_cells:
        if cell.cell_type == "code" and cell.name not in solutions:
            form = _form(cell.source)
            if form is None:
                return None
            forms[cell.name] = form
    if not any(form.kind == "mark" for form in forms.values()):
        return None
    try:
        questions = given(plan).questions
    except QuestionError:
        return None
    marks = {name: form for name, form in forms.items() if form.kind == "mark"}
    if any(form.about != (name,) or name not in questions for name, form in marks.items()):
        return None
    return Sheet(forms, questions, {name: remembering(keyed) for name, keyed in questions.items()}, {name: keyed.fingerprint for name, keyed in questions.items()})


def _form(source: str) -> Form | None:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return None
    if body and all(isinstance(node, ast.ImportFrom) and node.module == "memo1949" and not node.level for node in body):
        return Form("imports")
    calls = [node.value for node in body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
    names = [call.func.id if isinstance(call.func, ast.Name) else "" for call in calls]
    if len(calls) != len(body) or not calls:
        return None
    first = [[arg.value for arg in call.args if isinstance(arg, ast.Constant)] for call in calls]
    if names == ["reader"]:
        return Form("reader", (source,))
    if names == ["ask"] and first[0]:
        return Form("ask", (str(first[0][0]),))
    if names in (["answered", "mark"], ["mark"]) and first[0] and len({tuple(args[:1]) for args in first}) == 1:
        return Form("mark", (str(first[0][0]),))
    return None


def given(plan: NotebookPlan) -> keys.UnitKeys:
    """Read questions and keys from the cells as the gradebook has them, which is what students were given."""
    points = {cell.name: cell.max_score for cell in plan.grade_cells}
    solutions = {cell.name for cell in plan.solution_cells}
    cells = [
        {
            "cell_type": cell.cell_type,
            "id": cell.name,
            "source": cell.source,
            "metadata": {"nbgrader": {"grade_id": cell.name, "grade": cell.name in points, "solution": cell.name in solutions, "points": points.get(cell.name)}},
        }
        for cell in plan.source_cells
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{plan.name}.ipynb"
        path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
        return keys.load(path)


def answers_in(folder: Path) -> Answers:
    """Read answers.json and the seals in a folder. Never raises for what a student put there."""
    record, saved, problem = Record(folder), {}, ""
    try:
        saved = record.read()
        problem = record.problem or ""
    except RecordError as error:
        problem = str(error)
    try:
        merged, differing = newer(saved, sealed_answers(folder))
    except (ValueError, OverflowError):
        merged, differing = saved, []
    return Answers(merged, tuple(differing), problem)


def is_seal(source: str) -> bool:
    """Say whether a cell is the seal, as it was released or as sealing rewrote it, and nothing else."""
    source = source.strip()
    if source == "seal()":
        return True
    try:
        return bool(read_seal({"cells": [{"cell_type": "code", "source": source}]}))
    except (ValueError, OverflowError):
        return False


def question(asked: Asked, answers: Answers) -> str:
    """Return a question with the student's answer, as its cell shows it."""
    saved = answers.saved.get(asked.id)
    return question_html(asked, None if saved is None or (saved.value is None and not saved.quote) else saved)


def marked(keyed: keys.Keyed, saved: Saved | None) -> tuple[Marked, str]:
    """Mark an answer; return the mark and the panel that its cell shows."""
    mark = mark_answer(keyed.asked.id, keyed.asked.question, keyed.points, saved, keyed.key)
    return mark, marked_html(keyed.asked, mark)


def remembering(keyed: keys.Keyed) -> Marker:
    """Return a marker of recorded answers to one question. Many students give the same answer; when plays no part in its mark."""

    @lru_cache(maxsize=1024)
    def of(answer: str | None) -> tuple[Marked, str]:
        return marked(keyed, None if answer is None else Saved(*json.loads(answer), ""))

    return lambda saved: of(None if saved is None else json.dumps([saved.value, saved.quote]))
