"""Writing the gradebook: one process, one transaction a submission (or several submissions in one), answers beside the marks."""

import json
from collections.abc import Iterable
from datetime import datetime

from nbgrader.api import Comment, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook, new_uuid
from sqlalchemy import Column, Float, MetaData, String, Table, Text, bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection

from . import book as books
from . import dropping
from .unit import Unit

# A table of our own beside nbgrader's, in the same database, so that marks and answers are written in one transaction.
# Plain columns without foreign keys: nbgrader's own migrations and deletions never trip over it.
answers = Table(
    "memo1949_answer",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("notebook", String(128), primary_key=True),
    Column("question", String(128), primary_key=True),
    Column("value", Text()),  # JSON; null when nothing was recorded
    Column("quote", Text(), nullable=False, default=""),
    Column("saved", String(40), nullable=False, default=""),
    Column("key", String(64), nullable=False, default=""),  # of the key that was used; "" when the mark does not follow from value and quote alone
    Column("points", Float(), nullable=False),
    Column("score", Float()),
    Column("verdict", String(40), nullable=False),
    Column("misreadings", Text(), nullable=False),  # JSON
    Column("flags", Text(), nullable=False),  # JSON
    Column("seconds", Float(), nullable=False),
)


class Ledger:
    """The gradebook of a course, as the grader writes it."""

    def __init__(self, gradebook: Gradebook, unit: Unit) -> None:
        """Write one unit's marks; makes the table of answers if it is not there."""
        self.engine, self.unit = gradebook.engine, unit
        answers.metadata.create_all(self.engine)
        with self.engine.connect() as connection:
            self.students = set(connection.execute(select(Student.__table__.c.id)).scalars())
            self.known = _known(connection, unit)

    def about(self, student: str) -> dict:
        """Return what the gradebook has of a student's submission, for the worker: due date, timestamp, people's scores."""
        found = self.known.get(student)
        due = self.duedate
        if found is None:
            return {"duedate": due.isoformat() if due else None, "grades": {}}
        due = due + found["extension"] if due and found["extension"] else due
        return {
            "duedate": due.isoformat() if due else None,
            "timestamp": found["timestamp"].isoformat() if found["timestamp"] else None,
            "grades": {name: {cell: row[1] for cell, row in notebook["grades"].items()} for name, notebook in found["notebooks"].items()},
        }

    @property
    def duedate(self) -> datetime | None:
        """When the assignment is due."""
        return self.known.get("", {}).get("duedate")

    def write(self, records: Iterable[dict]) -> None:
        """Write records of graded submissions, all in one transaction: each of them whole, or none.

        Each student comes once: what is known of a submission is let go when it is written.
        """
        with self.engine.begin() as connection:
            for record in records:
                self._write(connection, record)
                del self.known[record["student"]]

    def _write(self, connection: Connection, record: dict) -> None:
        student = record["student"]
        if student not in self.students:
            connection.execute(insert(Student.__table__), {"id": student})
            self.students.add(student)
        if student not in self.known:
            self.known[student] = _enter(connection, self.unit, student, record)
        elif record["timestamp"] and not record["problem"]:  # else the marks that stand are those of the work before
            moment = datetime.fromisoformat(record["timestamp"])
            table = SubmittedAssignment.__table__
            connection.execute(update(table).where(table.c.id == self.known[student]["id"]).values(timestamp=moment))
            self.known[student]["timestamp"] = moment
        held = self.known[student]["notebooks"]
        grades, comments = [], []
        for name, scores in record["grades"].items():
            grades += [{"key": held[name]["grades"][cell][0], "auto": auto, "person": person} for cell, (auto, person) in scores.items()]
            comments += [{"key": held[name]["comments"][cell], "text": text} for cell, text in record["comments"][name].items()]
            table = SubmittedNotebook.__table__
            connection.execute(update(table).where(table.c.id == held[name]["id"]).values(late_submission_penalty=record["penalties"][name]))
        for name in record["missing"]:
            grades += [{"key": row[0], "auto": 0.0, "person": False} for row in held[name]["grades"].values()]
        table = Grade.__table__
        if grades:
            statement = update(table).where(table.c.id == bindparam("key"))
            connection.execute(statement.values(auto_score=bindparam("auto"), needs_manual_grade=bindparam("person")), grades)
        table = Comment.__table__
        if comments:
            connection.execute(update(table).where(table.c.id == bindparam("key")).values(auto_comment=bindparam("text")), comments)
        if any(self.unit.dropped.values()):
            graded = {(name, cell) for name, scores in record["grades"].items() for cell in scores}
            graded |= {(name, cell) for name in record["missing"] for cell in held[name]["grades"]}
            dropping.enforce(books.on(connection), self.unit.name, student, graded)
        keep_answers(connection, self.unit.name, record)


def keep_answers(connection: Connection, unit: str, record: dict) -> None:
    """Write a submission's answers and marks into our own table, over those of an earlier grading."""
    table = answers
    here = (table.c.assignment == unit) & (table.c.student == record["student"])
    connection.execute(delete(table).where(here & table.c.notebook.in_([*record["grades"], *record["missing"]])))
    rows = [
        {
            "assignment": unit,
            "student": row["student"],
            "notebook": row["notebook"],
            "question": row["question"],
            "value": None if row["value"] is None else json.dumps(row["value"], ensure_ascii=False),
            "quote": row["quote"],
            "saved": row["saved"],
            "key": row["key"],
            "points": row["points"],
            "score": row["auto"],
            "verdict": row["verdict"],
            "misreadings": json.dumps(row["misreadings"], ensure_ascii=False),
            "flags": json.dumps(row["flags"], ensure_ascii=False),
            "seconds": row["seconds"],
        }
        for row in record["rows"]
    ]
    if rows:
        connection.execute(insert(table), rows)


def _enter(connection: Connection, unit: Unit, student: str, record: dict) -> dict:
    """Enter a submission with a row for each cell, as Gradebook.add_submission does."""
    moment = datetime.fromisoformat(record["timestamp"]) if record["timestamp"] else None
    key = new_uuid()
    connection.execute(insert(SubmittedAssignment.__table__), {"id": key, "assignment_id": unit.id, "student_id": student, "timestamp": moment})
    held, grades, comments, notebooks = {}, [], [], []
    for name, plan in unit.notebooks.items():
        notebook = new_uuid()
        notebooks.append({"id": notebook, "assignment_id": key, "notebook_id": plan.id, "flagged": False})
        rows = {cell.name: (new_uuid(), cell.id) for cell in [*plan.grade_cells, *plan.task_cells]}
        said = {cell.name: (new_uuid(), cell.id) for cell in [*plan.solution_cells, *plan.task_cells]}
        grades += [{"id": row, "cell_id": cell, "notebook_id": notebook, "needs_manual_grade": True} for row, cell in rows.values()]
        comments += [{"id": row, "cell_id": cell, "notebook_id": notebook} for row, cell in said.values()]
        held[name] = {"id": notebook, "grades": {cell: (row, {}) for cell, (row, _) in rows.items()}, "comments": {cell: row for cell, (row, _) in said.items()}}
    for model, values in ((SubmittedNotebook, notebooks), (Grade, grades), (Comment, comments)):
        if values:
            connection.execute(insert(model.__table__), values)
    return {"id": key, "timestamp": moment, "extension": None, "notebooks": held}


def _known(connection: Connection, unit: Unit) -> dict:
    """Return what the gradebook has of the unit: {student: submission}, and the due date under ""."""
    from nbgrader.api import Assignment

    due = connection.execute(select(Assignment.__table__.c.duedate).where(Assignment.__table__.c.id == unit.id)).scalar()
    known: dict = {"": {"duedate": due}}
    names = {plan.id: name for name, plan in unit.notebooks.items()}
    cells = {cell.id: cell.name for plan in unit.notebooks.values() for cell in [*plan.grade_cells, *plan.task_cells, *plan.solution_cells]}
    by_id, submitted = {}, SubmittedAssignment.__table__
    for row in connection.execute(select(submitted).where(submitted.c.assignment_id == unit.id)):
        known[row.student_id] = {"id": row.id, "timestamp": row.timestamp, "extension": row.extension, "notebooks": {}}
        by_id[row.id] = known[row.student_id]
    notebook = SubmittedNotebook.__table__
    mine = select(submitted.c.id).where(submitted.c.assignment_id == unit.id)
    held = {}
    for row in connection.execute(select(notebook).where(notebook.c.assignment_id.in_(mine))):
        held[row.id] = {"id": row.id, "grades": {}, "comments": {}}
        by_id[row.assignment_id]["notebooks"][names[row.notebook_id]] = held[row.id]
    inside = select(notebook.c.id).where(notebook.c.assignment_id.in_(mine))
    for row in connection.execute(select(Grade.__table__).where(Grade.__table__.c.notebook_id.in_(inside))):
        before = {"manual_score": row.manual_score, "extra_credit": row.extra_credit, "auto_score": row.auto_score, "needs_manual_grade": row.needs_manual_grade}
        held[row.notebook_id]["grades"][cells[row.cell_id]] = (row.id, before)
    for row in connection.execute(select(Comment.__table__).where(Comment.__table__.c.notebook_id.in_(inside))):
        held[row.notebook_id]["comments"][cells[row.cell_id]] = row.id
    return known
