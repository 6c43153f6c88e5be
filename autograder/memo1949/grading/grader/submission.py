"""One submission: the student's folder in, the autograded folder and a flat record out. Nothing of the course is kept here."""

import hashlib
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

from jsonschema import ValidationError
from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError

from ..essays.blank import NO_RESPONSE, NOTHING_WRITTEN
from ..nbgrader.restorecells import FOREIGN
from ..rows import BY_HAND, MARKED, NEEDS_REVIEW, STUDENT_ERROR, UNANSWERED
from . import handed
from . import shelf as shelves
from .clock import MARKING, READING, WRITING, Clock
from .execution import ENDED, Executed, Job, Judged, Room, execute
from .steps import Steps
from .unit import Unit
from .writing import notebook_text


@dataclass(slots=True)
class Record:
    """What came of a submission, for the gradebook and the report. `problem` says why there are no scores."""

    student: str
    timestamp: str | None = None
    grades: dict[str, dict[str, list]] = field(default_factory=dict)
    comments: dict[str, dict[str, str | None]] = field(default_factory=dict)
    penalties: dict[str, float | None] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    rows: list[dict] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    problem: str = ""
    verdict: str = MARKED
    seconds: float = 0.0
    spent: dict[str, float] = field(default_factory=dict)

    def to_json(self) -> dict:
        """Return the record as plain data."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True, slots=True)
class Desk:
    """What grading one submission after another needs: unit, steps, and the rooms of its notebooks."""

    unit: Unit
    steps: Steps
    rooms: dict[str, Room]
    source: Path
    ignore: list[str]
    exclude: list[str]
    permissions: int


def grade(desk: Desk, student: str, folder: Path, into: Path, known: dict, wanted: list[str]) -> Record:
    """Grade one submission: write the autograded folder to `into` and return the record.

    `known` is what the gradebook has of it. Only the notebooks `wanted` are graded. Raises SandboxError for our own faults.
    """
    begun = time.perf_counter()
    record = Record(student)
    timestamp = desk.steps.autograde.coursedir.get_existing_timestamp(str(folder))
    record.timestamp = timestamp.isoformat() if timestamp else known.get("timestamp")
    submission = shelves.new_submission(desk.unit, student, timestamp or moment(known.get("timestamp")), known)
    try:
        files = dict(handed.files(folder, desk.ignore))
        given = dict(_given(desk))
        _write(into, {**files, **given})
        there = {name: path for name in wanted if (path := folder / f"{name}.ipynb").is_file()}
        if not there:
            raise handed.Unreadable(f"There is no notebook {' or '.join(sorted(wanted))}.ipynb in the submission.")
        record.missing = [name for name in desk.unit.notebooks if not (folder / f"{name}.ipynb").is_file()]
        with shelves.in_place(shelves.Shelf(desk.unit, submission)):
            for name, path in sorted(there.items()):
                _notebook(desk, record, submission, name, path, into, files, given)
    except handed.Unreadable as error:
        record.problem, record.verdict = str(error), NEEDS_REVIEW
    except RecursionError:
        record.problem, record.verdict = "The notebook is damaged: something in it is nested too deep.", NEEDS_REVIEW
    if record.problem:
        # One notebook of several may have been marked before another proved unreadable: nothing of half a submission counts.
        record.grades, record.comments, record.penalties, record.missing, record.rows = {}, {}, {}, [], []
    else:
        for path in into.rglob("*"):
            if path.is_file():
                path.chmod(desk.permissions)
    record.flags += [line for line in desk.steps.heard() if "exists multiple times" in line or FOREIGN in line or "missing" in line.lower()]
    record.seconds = time.perf_counter() - begun
    return record


def moment(text: str | None) -> object:
    from datetime import datetime

    return datetime.fromisoformat(text) if text else None


def _given(desk: Desk) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the assignment, which replace a student's of the same name."""
    excluded = {str(desk.source / name) for name in desk.exclude}
    for name in utils.find_all_files(str(desk.source), [*desk.ignore, "*.ipynb"]):
        if name not in excluded:
            yield Path(name).relative_to(desk.source).as_posix(), Path(name).read_bytes()


def _write(into: Path, files: dict[str, bytes]) -> None:
    if into.exists():
        shutil.rmtree(into)
    into.mkdir(parents=True)
    for name, content in files.items():
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _notebook(desk: Desk, record: Record, submission: shelves.Submission, name: str, path: Path, into: Path, files: dict[str, bytes], given: dict[str, bytes]) -> None:
    """Grade one notebook: sanitise, execute, save, write."""
    begun, clock = time.perf_counter(), Clock()
    resources = {
        "unique_key": name,
        "output_files_dir": f"{name}_files",
        "metadata": {"name": name, "path": str(path.parent)},
        "nbgrader": {"student": record.student, "assignment": desk.unit.name, "notebook": name, "db_url": desk.steps.autograde.coursedir.db_url},
    }
    try:
        with clock.during(READING):
            notebook = desk.steps.sanitised(handed.text(path), lambda text: handed.notebook(path.name, text), resources)
    except (ValidationError, SchemaTooOldError, SchemaTooNewError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        raise handed.Unreadable(f"{path.name}: the data that nbgrader keeps in its cells are damaged ({type(error).__name__}).") from error
    there = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells}
    plan = desk.unit.notebooks[name]
    lost = [cell.name for cell in [*plan.grade_cells, *plan.task_cells] if cell.name not in there]
    if lost:
        record.flags.append(f"{name}: cells that give points are missing: {', '.join(lost[:5])}{' …' if len(lost) > 5 else ''}")

    # What the sandbox's folder holds is what the student handed in: in nbgrader the notebook there has the hidden tests.
    job_files = {**files, **given, path.name: path.read_bytes()}
    job = Job(desk.rooms[name], notebook, job_files, into, _seed(record.student, name), clock, frozenset(given))
    (into / path.name).write_bytes(job_files[path.name])
    with clock.during(MARKING):
        done = execute(job)
        notebook = desk.steps.saved(notebook, resources)
    with clock.during(WRITING):
        (into / path.name).write_bytes(notebook_text(notebook).encode("utf-8", "replace"))
    for what, seconds in clock.seconds.items():
        record.spent[what] = record.spent.get(what, 0.0) + seconds
    _conclude(record, submission, name, notebook, done, time.perf_counter() - begun)


def _seed(student: str, name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{student}/{name}".encode()).digest()[:4])


def _conclude(record: Record, submission: shelves.Submission, name: str, notebook: NotebookNode, done: Executed, seconds: float) -> None:
    """Put scores, comments and rows of a graded notebook into the record."""
    if done.stopped is not None:
        record.flags.append(f"{name}: {done.stopped}")
    if done.refused:
        # Told as text, cut short: the names are of a student's choosing.
        record.flags.append(f"{name}: what its code wrote as {', '.join(ascii(one)[:100] for one in done.refused[:5])} is not kept: such files are for the grader to write")
    grades = submission.grades[name]
    failed = ""
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and not (about.get("locked") or about.get("grade")):
            failed = next((output.ename for output in cell.outputs if output.output_type == "error"), "" if about.get("solution") else failed)
        grade = grades.get(about.get("grade_id"))
        if grade is None or not (about.get("grade") or about.get("task")):
            continue
        judged = done.judged.get(grade.name, Judged())
        if judged.review and (grade.auto_score or 0) < grade.max_score:
            grade.auto_score, grade.needs_manual_grade = None, True
        said = submission.comments[name].get(grade.name)
        blank = said is not None and said.auto_comment == NO_RESPONSE and grade.manual_score is None
        record.rows.append(_row(record, name, grade, judged, failed, seconds, blank))
    record.grades[name] = {grade.name: [grade.auto_score, grade.needs_manual_grade] for grade in grades.values()}
    there = {row["question"] for row in record.rows if row["notebook"] == name}
    record.grades[name] = {key: value for key, value in record.grades[name].items() if key in there}
    record.comments[name] = {comment.name: comment.auto_comment for comment in submission.comments[name].values()}
    record.penalties[name] = submission.penalties[name]


def _row(record: Record, name: str, grade: shelves.Grade, judged: Judged, failed: str, seconds: float, blank: bool) -> dict:
    """Return the flat record of one question; `blank` says that it is a written answer with nothing in it."""
    mark, flags = judged.mark, list(judged.flags)
    if mark is not None:
        verdict = mark.verdict
        if judged.code and verdict == UNANSWERED and failed and failed != "NotImplementedError":
            verdict = STUDENT_ERROR
            flags.append(f"the code stops: {failed}")
    elif blank:
        verdict = UNANSWERED
        flags.append(NOTHING_WRITTEN)
    elif grade.auto_score is None:
        verdict = BY_HAND if not flags else NEEDS_REVIEW
    elif failed and grade.auto_score < grade.max_score:
        verdict = UNANSWERED if failed == "NotImplementedError" else STUDENT_ERROR
        flags.append(f"the code stops: {failed}")
    elif ENDED in flags and grade.auto_score < grade.max_score:
        verdict = STUDENT_ERROR
    else:
        verdict = MARKED
    saved = judged.saved
    return {
        "student": record.student,
        "notebook": name,
        "question": grade.name,
        "points": grade.max_score,
        "score": None if grade.auto_score is None and grade.manual_score is None and grade.dropped is None else grade.score,
        "auto": grade.auto_score,
        "dropped": grade.dropped,
        "verdict": verdict,
        "misreadings": list(mark.misreadings) if mark is not None else [],
        "value": saved.value if saved is not None else None,
        "quote": saved.quote if saved is not None else "",
        "saved": saved.saved if saved is not None else "",
        "key": judged.key,
        "seconds": round(seconds, 4),
        "flags": flags,
    }
