"""Late penalties after marks have changed: worked out anew by the course's own plugin, for those who were late."""

from collections.abc import Mapping
from pathlib import Path

from .book import Book
from .unit import Unit

# What changes: {student: {notebook: {question: {what nbgrader's grade has: its new value}}}}.
Changes = Mapping[str, Mapping[str, Mapping[str, Mapping[str, float | None]]]]


def late(book: Book, unit: Unit) -> set[str]:
    """Return who handed in after the unit was due; an extension may still make it timely."""
    handed_in = "SELECT student_id FROM submitted_assignment AS submitted JOIN assignment ON assignment.id = submitted.assignment_id"
    return {student for (student,) in book.rows(f"{handed_in} WHERE assignment.id = :unit AND submitted.timestamp > assignment.duedate", unit=unit.id)}


def recomputed(course: Path, unit: Unit, changes: Changes) -> dict[tuple[str, str], float | None]:
    """Return the penalties of those of `changes` who were late, by (student, notebook), as they are with what changes. Writes nothing."""
    import nbformat
    from nbgrader.api import Gradebook
    from nbgrader.preprocessors import AssignLatePenalties

    from ..nbgrader.running import heard, opened, programs_found, same_path
    from . import shelf as shelves
    from .ledger import Ledger
    from .steps import Steps
    from .submission import moment

    found: dict[tuple[str, str], float | None] = {}
    with same_path(), programs_found():
        app = opened(course, plugins=True)
        with heard(app):
            with Gradebook(app.coursedir.db_url, app.coursedir.course_id) as gradebook:
                ledger = Ledger(gradebook, unit)
            steps = [step for step in Steps(app).after if isinstance(step, AssignLatePenalties)]
            for student, notebooks in sorted(changes.items()):
                about = ledger.about(student)
                submission = shelves.new_submission(unit, student, moment(about.get("timestamp")), about)
                if not submission.total_seconds_late:
                    continue
                for notebook, cells in notebooks.items():
                    for question, values in cells.items():
                        for name, value in values.items():
                            setattr(submission.grades[notebook][question], name, value)
                    resources = {"nbgrader": {"notebook": notebook, "assignment": unit.name, "student": student, "db_url": ""}}
                    with shelves.in_place(shelves.Shelf(unit, submission)):
                        for step in steps:
                            step(nbformat.v4.new_notebook(), resources)
                    found[student, notebook] = submission.penalties[notebook]
    return found


def write(book: Book, unit: Unit, penalties: Mapping[tuple[str, str], float | None]) -> None:
    """Write penalties into the gradebook."""
    mine = "SELECT id FROM submitted_assignment WHERE student_id = :student AND assignment_id = :unit"
    rows = [
        {"penalty": penalty, "notebook": unit.notebooks[notebook].id, "student": student, "unit": unit.id}
        for (student, notebook), penalty in penalties.items()
    ]
    book.write(f"UPDATE submitted_notebook SET late_submission_penalty = :penalty WHERE notebook_id = :notebook AND assignment_id IN ({mine})", *rows)
