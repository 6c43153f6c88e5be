"""Marks as rows: one flat record a question and student, from the answers as data and from the gradebook."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

from ..classroom.marking import mark_answer
from ..classroom.problems import RecordError
from ..classroom.record import Record, Saved, newer
from ..classroom.sealed import sealed_answers
from . import keys
from .alterations import alterations, grade_data, owners
from .essays.blank import NOTHING_WRITTEN, nothing_in
from .keys import NOT_JSON, Keyed, UnitKeys
from .nbgrader.places import Places, places
from .nbgrader.running import opened

MARKED, UNANSWERED = "marked", "unanswered"
STUDENT_ERROR, NEEDS_REVIEW, OUR_ERROR = "student error", "needs review", "our error"
BY_HAND = "to mark by hand"

NO_RECORD = "no record"
STOPS, NO_RESULT = "the code stops", "its test found nothing to mark"

_VERDICT = re.compile(r'data-verdict="([^"]*)"')
_MISREADING = re.compile(r'<p class="memo1949-misreading"><strong>Misreading:</strong> (.*?)</p>', re.S)


@dataclass(frozen=True, slots=True)
class Row:
    """One question of one student. `score` is the gradebook's, None while there is none.

    `value` and `quote` are the answer as recorded; `supported` says whether the quotation counted (None where none is
    asked for). `misreadings` are sentences; `flags` are what a grader should know, in words.
    """

    student: str
    unit: str
    question: str
    points: float
    score: float | None
    verdict: str
    value: object = None
    quote: str = ""
    supported: bool | None = None
    misreadings: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Submission:
    """What is there of one student: the answers, where their copies differ, the gradebook's grades, the autograded cells.

    `altered` says of which graded cells the student pasted or deleted something.
    """

    student: str
    answers: dict[str, Saved]
    differing: list[str]
    problem: str
    grades: Mapping[str, object]
    cells: list[dict]
    altered: Mapping[str, tuple[str, ...]]


def rows_of(course: Path, unit: str, failures: Mapping[str, str] | None = None) -> list[Row]:
    """Return the rows of everybody who handed in the unit, by student, in the order of the questions.

    Reads source/, submitted/, autograded/ and the gradebook of `course`; runs nothing. `failures` is {student: reason} for
    submissions that could not be graded. Raises QuestionError for keys that cannot be read.
    """
    where = places(course)
    source = where.source(unit) / f"{unit}.ipynb"
    held, owned = keys.load(source), owners(_cells(source))
    failures = failures or {}
    rows: list[Row] = []
    for submission in _submissions(course, where, unit, owned):
        reason = failures.get(submission.student, "")
        if not reason and not submission.cells:
            reason = damage(where.folder(where.submitted_directory, submission.student, unit) / f"{unit}.ipynb") or "it has not been autograded"
        rows += _failed(submission, held, reason) if reason else _graded(submission, held)
    return rows


def damage(notebook: Path) -> str:
    """Say in words what keeps a notebook file from being read; "" when it can be."""
    try:
        json.loads(notebook.read_bytes())
    except OSError:
        return f"there is no file {notebook.name}"
    except (ValueError, RecursionError):
        return NOT_JSON.format(notebook.name)
    return ""


def _submissions(course: Path, where: Places, unit: str, owned: Mapping[str, str]) -> Iterator[_Submission]:
    from nbgrader.api import Gradebook, MissingEntry

    app = opened(course)
    with Gradebook(app.coursedir.db_url, app.coursedir.course_id) as gradebook:
        for student, folder in where.students(where.submitted_directory, unit).items():
            record, problem, answers = Record(folder), "", {}
            try:
                answers = record.read()
                problem = "answers.json is damaged" if record.problem else ""
            except RecordError:
                problem = "answers.json cannot be read"
            answers, differing = newer(answers, sealed_answers(folder))
            grades = {}
            with suppress(MissingEntry):
                found = gradebook.find_submission_notebook(unit, unit, student).grades
                grades = {grade.name: grade for grade in found}
            graded, altered = (_cells(path / f"{unit}.ipynb") for path in (where.folder(where.autograded_directory, student, unit), folder))
            yield _Submission(student, answers, differing, problem, grades, graded, alterations(owned, altered))


def _cells(path: Path) -> list[dict]:
    """Return the cells of a notebook, [] when there is none."""
    try:
        return [cell for cell in json.loads(path.read_bytes())["cells"] if isinstance(cell, dict)]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def _failed(submission: _Submission, held: UnitKeys, reason: str) -> Iterator[Row]:
    """Yield rows without scores: nobody is given 0 for what could not be graded."""
    for name, points in _all_points(held):
        saved = submission.answers.get(name)
        said = (saved.value, saved.quote) if saved else (None, "")
        yield Row(submission.student, held.unit, name, points, None, OUR_ERROR, *said, flags=(f"could not be graded: {reason}",))


def _graded(submission: _Submission, held: UnitKeys) -> Iterator[Row]:
    for name, keyed in held.questions.items():
        result = keyed.asked.question.kind == "result"
        row = _of_code(submission, held, name, keyed) if result else _of_record(submission, held, name, keyed)
        if altered := submission.altered.get(name):
            verdict = row.verdict if row.verdict == UNANSWERED else NEEDS_REVIEW
            row = replace(row, verdict=verdict, flags=(*row.flags, *altered))
        yield row
    for name, points in held.manual.items():
        score = _score(submission, name)
        grade = submission.grades.get(name)
        pending = grade is None or (grade.needs_manual_grade and grade.manual_score is None)
        verdict = BY_HAND if pending else MARKED if score or grade.manual_score is not None else UNANSWERED
        flags = submission.altered.get(name, ())
        if pending and _blank(submission, name):  # graded by nbgrader without our steps
            flags = (*flags, NOTHING_WRITTEN)
        yield Row(submission.student, held.unit, name, points, score, verdict, flags=flags)


def _blank(submission: _Submission, name: str) -> bool:
    """Say whether nothing was written into the cell of a written answer."""
    texts = ["".join(cell["source"]) for cell in submission.cells if grade_data(cell).get("grade_id") == name]
    return bool(texts) and nothing_in(texts[-1])


def _of_record(submission: _Submission, held: UnitKeys, name: str, keyed: Keyed) -> Row:
    """Return the row of a question that is answered in answers.json or the seal."""
    saved, score = submission.answers.get(name), _score(submission, name)
    marked = mark_answer(name, keyed.asked.question, keyed.points, saved, keyed.key)
    verdict, flags = marked.verdict, []
    if score is None:
        verdict = NEEDS_REVIEW
        flags.append(submission.problem or ("the gradebook has no score" if submission.answers else NO_RECORD))
    elif abs(score - marked.score) > 1e-6 and submission.grades[name].manual_score is None:
        verdict = NEEDS_REVIEW
        flags.append(f"the gradebook says {score:g}, the recorded answer earns {marked.score:g}")
    if name in submission.differing:
        flags.append("answers.json and the sealed copy differ: the newer answer counts")
    supported = next((part.right for part in marked.parts if part.label == "Your quotation"), None) if keyed.asked.question.quotes else None
    said = (saved.value, saved.quote) if saved else (None, "")
    return Row(submission.student, held.unit, name, keyed.points, score, verdict, *said, supported, marked.misreadings, tuple(flags))


def _of_code(submission: _Submission, held: UnitKeys, name: str, keyed: Keyed) -> Row:
    """Return the row of a question about a variable: the gradebook's score, and what the autograded notebook shows."""
    at = next((at for at, cell in enumerate(submission.cells) if grade_data(cell).get("grade_id") == name), len(submission.cells))
    panel = "".join(_html(submission.cells[at])) if at < len(submission.cells) else ""
    verdict = _VERDICT.search(panel)
    score = _score(submission, name)
    row = (submission.student, held.unit, name, keyed.points, score)
    misreadings = tuple(unescape(text) for text in _MISREADING.findall(panel))
    error = _error_before(submission.cells[:at])
    if score is None:
        return Row(*row, NEEDS_REVIEW, misreadings=misreadings, flags=("the gradebook has no score",))
    if error == "NotImplementedError":  # what nbgrader puts there for students to replace
        return Row(*row, UNANSWERED)
    if error:
        return Row(*row, STUDENT_ERROR, misreadings=misreadings, flags=(f"{STOPS}: {error}",))
    if verdict:
        return Row(*row, verdict[1], misreadings=misreadings)
    why = _error_in(submission.cells[at]) if at < len(submission.cells) else ""
    return Row(*row, STUDENT_ERROR, flags=(f"{NO_RESULT}: {why}" if why else NO_RESULT,))


def _error_before(cells: list[dict]) -> str:
    """Return the error of the last cell for students' code before a test, in a line; "" when it ran well."""
    for cell in reversed(cells):
        if grade_data(cell).get("solution") and cell["cell_type"] == "code":
            return _error_in(cell)
    return ""


def _error_in(cell: dict) -> str:
    """Return the error with which a code cell ended, in a line; "" when it ran well."""
    for output in cell.get("outputs", []):
        if output["output_type"] == "error":
            return f"{output['ename']}: {output['evalue']}".removesuffix(": ").split("\n")[0][:200]
    return ""


def _html(cell: dict) -> Iterator[str]:
    """Yield the HTML that a code cell shows."""
    for output in cell.get("outputs", []):
        yield "".join(output.get("data", {}).get("text/html", ""))


def _score(submission: _Submission, name: str) -> float | None:
    """Return what the gradebook counts for a cell; None while neither machine nor person has scored it."""
    grade = submission.grades.get(name)
    if grade is None or (grade.auto_score is None and grade.manual_score is None and grade.needs_manual_grade):
        return None
    return float(grade.score)


def _all_points(held: UnitKeys) -> Iterator[tuple[str, float]]:
    yield from ((name, keyed.points) for name, keyed in held.questions.items())
    yield from held.manual.items()
