"""A stand-in for nbgrader's Gradebook in a worker: what nbgrader's own steps read is at hand, what they write is kept.

So those steps, and a course's own ones derived from them, run as they are and without a database. What was kept goes to
the one process that writes the gradebook.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType, SimpleNamespace

from nbgrader.api import MissingEntry
from nbgrader.preprocessors import latesubmissions, overwritecells, overwritekernelspec, saveautogrades

from .unit import GradedCell, NotebookPlan, Unit

_MODULES: tuple[ModuleType, ...] = (overwritecells, overwritekernelspec, saveautogrades, latesubmissions)


@dataclass(slots=True)
class Grade:
    """One grade, as the steps see it. `dropped` is what everyone has for a question that is dropped."""

    name: str
    max_score: float
    auto_score: float | None = None
    manual_score: float | None = None
    extra_credit: float | None = None
    needs_manual_grade: bool = True
    dropped: float | None = None

    @property
    def score(self) -> float:
        """What counts: the manual score if there is one, else the automatic one, with extra credit; for a dropped question what it counts."""
        base = self.manual_score if self.manual_score is not None else self.auto_score
        base = base if self.dropped is None else self.dropped
        return 0.0 if base is None else base + (self.extra_credit or 0.0)


@dataclass(slots=True)
class Comment:
    """One comment, as the steps see it."""

    name: str
    auto_comment: str | None = None
    manual_comment: str | None = None


@dataclass(slots=True)
class Submission:
    """One student's submission: when it came, and the grades of its notebooks, with those that people gave before."""

    student: str
    timestamp: datetime | None
    duedate: datetime | None
    grades: dict[str, dict[str, Grade]] = field(default_factory=dict)
    comments: dict[str, dict[str, Comment]] = field(default_factory=dict)
    penalties: dict[str, float | None] = field(default_factory=dict)

    @property
    def total_seconds_late(self) -> float:
        """How late it came; extensions are in the due date already."""
        if self.timestamp is None or self.duedate is None:
            return 0
        return max(0, (self.timestamp - self.duedate).total_seconds())


def new_submission(unit: Unit, student: str, timestamp: datetime | None, known: dict) -> Submission:
    """Return a submission with a row for each cell. `known` is what the gradebook has: due date, manual scores."""
    duedate = datetime.fromisoformat(known["duedate"]) if known.get("duedate") else None
    submission = Submission(student, timestamp, duedate)
    for name, plan in unit.notebooks.items():
        before, dropped = known.get("grades", {}).get(name, {}), unit.dropped.get(name, {})
        graded = [*plan.grade_cells, *plan.task_cells]
        submission.grades[name] = {cell.name: Grade(cell.name, cell.max_score, **before.get(cell.name, {}), dropped=dropped.get(cell.name)) for cell in graded}
        submission.comments[name] = {cell.name: Comment(cell.name) for cell in [*plan.solution_cells, *plan.task_cells]}
        submission.penalties[name] = None
    return submission


class _Penalised:
    """A submitted notebook, as the step for late penalties sees it."""

    def __init__(self, submission: Submission, name: str) -> None:
        self._submission, self.name = submission, name

    @property
    def score(self) -> float:
        return sum(grade.score for grade in self._submission.grades[self.name].values())

    @property
    def max_score(self) -> float:
        return sum(grade.max_score for grade in self._submission.grades[self.name].values())

    @property
    def late_submission_penalty(self) -> float | None:
        return self._submission.penalties[self.name]

    @late_submission_penalty.setter
    def late_submission_penalty(self, penalty: float | None) -> None:
        self._submission.penalties[self.name] = penalty


class Shelf:
    """What nbgrader's steps call a gradebook."""

    def __init__(self, unit: Unit, submission: Submission) -> None:
        """Serve one submission of a unit."""
        self.unit, self.submission = unit, submission
        self.db = SimpleNamespace(commit=lambda: None)
        self.sources = {name: {cell.name: cell for cell in plan.source_cells} for name, plan in unit.notebooks.items()}

    def __enter__(self) -> "Shelf":
        """Give the shelf."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def close(self) -> None:
        """Nothing to close."""

    def find_notebook(self, name: str, assignment: str) -> NotebookPlan:
        """Return a notebook of the unit; raises MissingEntry."""
        return _found(self.unit.notebooks, name)

    def find_source_cell(self, name: str, notebook: str, assignment: str) -> object:
        """Return a cell as it was released; raises MissingEntry."""
        return _found(self.sources[notebook], name)

    def find_graded_cell(self, name: str, notebook: str, assignment: str) -> GradedCell:
        """Return a cell that gives points; raises MissingEntry."""
        plan = self.unit.notebooks[notebook]
        return _found({cell.name: cell for cell in [*plan.grade_cells, *plan.task_cells]}, name)

    find_grade_cell = find_graded_cell

    def find_grade(self, name: str, notebook: str, assignment: str, student: str) -> Grade:
        """Return a cell's grade; raises MissingEntry."""
        return _found(self.submission.grades[notebook], name)

    def find_comment(self, name: str, notebook: str, assignment: str, student: str) -> Comment:
        """Return a cell's comment; raises MissingEntry."""
        return _found(self.submission.comments[notebook], name)

    def find_submission(self, assignment: str, student: str) -> Submission:
        """Return the submission."""
        return self.submission

    def find_submission_notebook(self, notebook: str, assignment: str, student: str) -> _Penalised:
        """Return the submitted notebook."""
        return _Penalised(self.submission, notebook)


def _found(entries: dict, name: str) -> object:
    if name not in entries:
        raise MissingEntry(f"No such entry: {name}")
    return entries[name]


@contextmanager
def in_place(shelf: Shelf) -> Iterator[None]:
    """Give nbgrader's steps the shelf wherever they open the gradebook."""
    before = [module.Gradebook for module in _MODULES]
    for module in _MODULES:
        module.Gradebook = lambda *args, **kwargs: shelf
    try:
        yield
    finally:
        for module, gradebook in zip(_MODULES, before, strict=True):
            module.Gradebook = gradebook
