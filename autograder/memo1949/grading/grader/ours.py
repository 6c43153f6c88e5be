"""Executing a notebook of ours: recorded answers are marked as data, and only what students wrote runs in the sandbox."""

import json
import re
from collections.abc import Iterator

from nbformat.notebooknode import NotebookNode

from ...classroom.problems import AnswerError, NeedsReview
from ...classroom.record import Saved
from ..sandbox.run import Run, Stopped
from . import outputs as shown
from . import recorded
from .clock import CODE
from .execution import Job, Judged, fetched, is_test, run_cell

_ASKS_FOR_MORE = frozenset({"ask", "practice", "answer", "answered", "mark", "reader", "seal", "memo1949"})


def execute_ours(job: Job) -> None:
    """Execute a notebook whose locked cells are all of our forms."""
    answers = recorded.answers_in(job.folder)
    with job.clock.during(CODE):
        values = dict(_run_students(job))
    for at, cell in job.cells():
        form = _form(job, cell)
        if form is None:
            if recorded.is_seal(cell.source):
                cell.outputs = [shown.html(job.room.summary(job.folder, values))]
        elif form.kind == "reader":
            cell.outputs = shown.cleaned(job.room.reader(form.about[0]), job.numbers[at])
        elif form.kind == "ask":
            asked = job.room.sheet.questions[form.about[0]].asked
            cell.outputs = [shown.html(recorded.question(asked, answers))]
        elif form.kind == "mark":
            _mark(job, cell, job.numbers[at], answers, values)


def _form(job: Job, cell: NotebookNode) -> recorded.Form | None:
    """Return what a locked cell does; None for a cell of the student's."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    about = cell.metadata.get("nbgrader", {})
    if about.get("solution") or not (about.get("locked") or about.get("grade")):
        return None
    return job.room.sheet.forms.get(name)


def _run_students(job: Job) -> Iterator[tuple[str, object]]:
    """Run what students wrote, and yield the variables that questions ask for: (question's id, value)."""
    cells = job.cells()
    theirs = [cell for _, cell in cells if _form(job, cell) is None and not recorded.is_seal(cell.source)]
    if not theirs:
        return
    everything = any(_uses(cell.source) & _ASKS_FOR_MORE for cell in theirs)
    last = max(place for place, (_, cell) in enumerate(cells) if any(cell is one for one in theirs))
    with job.room.sandbox().run(job.files, job.seed) as run:
        for at, cell in cells:
            form = _form(job, cell)
            try:
                if (form is None and not recorded.is_seal(cell.source)) or (form is not None and (form.kind == "imports" or (everything and form.kind in ("ask", "reader"))) and at <= cells[last][0]):
                    run_cell(job, run, at, cell)
                elif form is not None and form.kind == "mark":
                    yield from _value(job, run, form.about[0])
            except Stopped as stopped:
                if job.done.stopped is None:
                    job.done.stopped = stopped
                    cell.outputs = [] if is_test(cell) else [shown.error("Stopped", str(stopped))]


def _uses(source: str) -> set[str]:
    """Return the words of a cell."""
    return set(re.findall(r"\w+", source))


def _value(job: Job, run: Run, name: str) -> Iterator[tuple[str, object]]:
    question = job.room.sheet.questions[name].asked.question
    if question.kind == "result" and run.stopped is None:
        there, value = fetched(run, question.name, run.limits.cell)
        if there and value is not None and value is not ...:
            yield name, value


def _mark(job: Job, cell: NotebookNode, number: int, answers: recorded.Answers, values: dict[str, object]) -> None:
    """Mark one question; put its panel and score into its cell, as `mark` would in a kernel."""
    name = cell.metadata.nbgrader["grade_id"]
    keyed, judged = job.room.sheet.questions[name], Judged()
    judged.code = keyed.asked.question.kind == "result"
    job.done.judged[name] = judged
    if judged.code:
        saved, problem = (Saved(values[name], "", "") if name in values else None), ""
        judged.saved = _as_data(keyed, saved)
    else:
        saved, problem = answers.of(name)
        judged.saved = saved
    if name in answers.differing:
        judged.flags.append("answers.json and the sealed copy differ: the newer answer counts")
    if problem:
        judged.flags.append("no record" if problem == recorded.NO_RECORD else "answers.json is damaged")
        cell.outputs = [shown.error(NeedsReview.__name__, problem)]
        return
    judged.key = job.room.sheet.fingerprints[name] if saved is None or judged.saved is not None else ""
    judged.mark, panel = recorded.marked(keyed, saved) if judged.code else job.room.sheet.markers[name](saved)
    cell.outputs = [shown.html(panel), shown.result(judged.mark.score, number)]




def _as_data(keyed: recorded.keys.Keyed, saved: Saved | None) -> Saved | None:
    """Return the result of code as plain data, to be kept and marked again; None when it cannot be."""
    if saved is None:
        return None
    try:
        return Saved(json.loads(json.dumps(keyed.asked.question.check(saved.value), allow_nan=False)), "", "")
    except (AnswerError, TypeError, ValueError):
        return None
