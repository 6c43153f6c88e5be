"""A class's marks, read from the gradebook in a few queries; and put into a notebook as GetMarks does, one student at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...grader.book import Book
from ...grader.dropping import read
from .node import is_grade, is_solution, is_task

# Scores as nbgrader's own tables of classes define them.
_SCORE = """CASE WHEN grade.manual_score IS NOT NULL THEN grade.manual_score + coalesce(grade.extra_credit, 0.0)
    WHEN grade.auto_score IS NOT NULL THEN grade.auto_score + coalesce(grade.extra_credit, 0.0) ELSE 0.0 END"""
_OF_UNIT = """submitted_notebook
    JOIN notebook ON notebook.id = submitted_notebook.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    JOIN assignment ON assignment.id = submitted_assignment.assignment_id AND assignment.name = :unit"""
_STUDENTS = f"""SELECT submitted_notebook.id, submitted_notebook.late_submission_penalty, notebook.name, student.id, student.first_name, student.last_name
    FROM {_OF_UNIT} JOIN student ON student.id = submitted_assignment.student_id"""
_TOTALS = f"SELECT grade.notebook_id, sum({_SCORE}) FROM {_OF_UNIT} JOIN grade ON grade.notebook_id = submitted_notebook.id GROUP BY grade.notebook_id"
_POSSIBLE = """SELECT notebook.name, sum(coalesce(grade_cells.max_score, task_cells.max_score, 0.0))
    FROM notebook JOIN assignment ON assignment.id = notebook.assignment_id AND assignment.name = :unit
    JOIN base_cell ON base_cell.notebook_id = notebook.id
    LEFT JOIN grade_cells ON grade_cells.id = base_cell.id LEFT JOIN task_cells ON task_cells.id = base_cell.id GROUP BY notebook.name"""
_GRADES = f"""SELECT grade.notebook_id, base_cell.name, {_SCORE}, coalesce(grade_cells.max_score, task_cells.max_score, 0.0),
    grade.auto_score, grade.manual_score, grade.needs_manual_grade
    FROM {_OF_UNIT} JOIN grade ON grade.notebook_id = submitted_notebook.id JOIN base_cell ON base_cell.id = grade.cell_id
    LEFT JOIN grade_cells ON grade_cells.id = base_cell.id LEFT JOIN task_cells ON task_cells.id = base_cell.id"""
_COMMENTS = f"""SELECT comment.notebook_id, base_cell.name, coalesce(comment.manual_comment, comment.auto_comment)
    FROM {_OF_UNIT} JOIN comment ON comment.notebook_id = submitted_notebook.id JOIN base_cell ON base_cell.id = comment.cell_id"""


@dataclass(frozen=True, slots=True)
class Marks:
    """What the gradebook has of one notebook of one student; `cells` and `comments` by grade id."""

    student_name: str
    score: float
    max_score: float
    late_penalty: float
    cells: dict[str, dict] = field(default_factory=dict)
    comments: dict[str, str | None] = field(default_factory=dict)


def marks_of(book: Book, unit: str) -> dict[tuple[str, str], Marks]:
    """Return the marks of everybody for a unit, by (student, notebook); {} for a unit that is not there."""
    totals, possible, dropped = dict(book.rows(_TOTALS, unit=unit)), dict(book.rows(_POSSIBLE, unit=unit)), read(book, unit)
    by_id, notebooks, found = {}, {}, {}
    for key, penalty, notebook, student, first, last in book.rows(_STUDENTS, unit=unit):
        penalty = penalty or 0
        name, notebooks[key] = " ".join(name for name in (first, last) if name), notebook
        found[student, notebook] = by_id[key] = Marks(name, totals.get(key, 0.0) - penalty, possible.get(notebook, 0.0), penalty)
    for key, cell, score, most, auto, manual, pending in book.rows(_GRADES, unit=unit):
        by_hand = manual is not None and auto is not None
        by_id[key].cells[cell] = {"score": score, "points": most, "pending": bool(pending) and manual is None, "by_hand": by_hand}
        if one := dropped.get((notebooks[key], cell)):
            by_id[key].cells[cell]["dropped"] = one.way
    for key, cell, comment in book.rows(_COMMENTS, unit=unit):
        by_id[key].comments[cell] = comment
    return found


def enter(nb: Mapping, about: dict, marks: Marks) -> None:
    """Put marks into a notebook's cells and into `about`, the page's resources; raises KeyError for a cell that the gradebook has not."""
    for cell in nb["cells"]:
        about_cell = cell["metadata"].get("nbgrader", {})
        name = about_cell.get("grade_id")
        if is_solution(cell) or is_task(cell):
            about_cell["comment"] = marks.comments[name]
        if is_grade(cell) or is_task(cell):
            about_cell.update(marks.cells[name])
    about |= {"score": marks.score, "max_score": marks.max_score, "late_penalty": marks.late_penalty, "student_name": marks.student_name}
