"""A class's marks, read from the gradebook in a few queries; and put into a notebook as GetMarks does, one student at a time."""

from dataclasses import dataclass, field

from nbformat.notebooknode import NotebookNode
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.utils import is_grade, is_solution, is_task
from sqlalchemy import select


@dataclass(frozen=True, slots=True)
class Marks:
    """What the gradebook has of one notebook of one student; `cells` and `comments` by grade id."""

    student_name: str
    score: float
    max_score: float
    late_penalty: float
    cells: dict[str, dict] = field(default_factory=dict)
    comments: dict[str, str | None] = field(default_factory=dict)


def marks_of(gradebook: Gradebook, unit: str) -> dict[tuple[str, str], Marks]:
    """Return the marks of everybody for a unit, by (student, notebook); {} for a unit that is not there."""
    mine = (
        select(SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(Assignment.name == unit)
    )
    names, found = {}, {}
    with gradebook.engine.connect() as connection:
        columns = (
            SubmittedNotebook.id,
            SubmittedNotebook.score,
            SubmittedNotebook.max_score,
            SubmittedNotebook.late_submission_penalty,
            Notebook.name,
            Student.id.label("student"),
            Student.first_name,
            Student.last_name,
        )
        rows = (
            select(*columns)
            .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Student, SubmittedAssignment.student_id == Student.id)
            .where(SubmittedNotebook.id.in_(mine))
        )
        for key, score, most, penalty, notebook, student, first, last in connection.execute(rows):
            penalty = penalty or 0
            names[key] = Marks(" ".join(name for name in (first, last) if name), score - penalty, most, penalty)
            found[student, notebook] = names[key]
        columns = (Grade.notebook_id, BaseCell.name, Grade.score, Grade.max_score, Grade.auto_score, Grade.manual_score, Grade.needs_manual_grade)
        rows = select(*columns).join(BaseCell, Grade.cell_id == BaseCell.id).where(Grade.notebook_id.in_(mine))
        for key, cell, score, most, auto, manual, pending in connection.execute(rows):
            by_hand = manual is not None and auto is not None
            names[key].cells[cell] = {"score": score, "points": most, "pending": pending and manual is None, "by_hand": by_hand}
        rows = select(Comment.notebook_id, BaseCell.name, Comment.comment).join(BaseCell, Comment.cell_id == BaseCell.id).where(Comment.notebook_id.in_(mine))
        for key, cell, comment in connection.execute(rows):
            names[key].comments[cell] = comment
    return found


def enter(nb: NotebookNode, about: dict, marks: Marks) -> None:
    """Put marks into a notebook's cells and into `about`, the page's resources; raises KeyError for a cell that the gradebook has not."""
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if is_solution(cell) or is_task(cell):
            cell.metadata.nbgrader["comment"] = marks.comments[name]
        if is_grade(cell) or is_task(cell):
            cell.metadata.nbgrader.update(marks.cells[name])
    about |= {"score": marks.score, "max_score": marks.max_score, "late_penalty": marks.late_penalty, "student_name": marks.student_name}
