"""Re-marking a unit: the corrections are written into gradebook, kept answers and autograded notebooks, without running any."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Assignment, Grade, Gradebook, SourceCell, SubmittedAssignment, SubmittedNotebook
from nbgrader.apps.baseapp import NbGrader
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection

from .. import log
from ..nbgrader.running import heard, opened, programs_found, same_path
from . import outputs as shown
from . import shelf as shelves
from . import unit as units
from .corrections import Corrected, Correction, Keys, correct, read_keys
from .ledger import Ledger, answers
from .lock import held
from .splicing import splice
from .steps import Steps
from .submission import moment

_SUBMITTED = SubmittedAssignment.__table__


def remark(course: Path, name: str, check: bool = False, tell: Callable[[str], None] = lambda line: None) -> Corrected:
    """Mark a unit's kept answers again under the keys in source/, and write what changes unless `check`.

    A score that a person gave stays. Raises CourseError, QuestionError for keys that are wrong, lock.Busy.
    """
    course = course.resolve()
    with same_path(), held(course), programs_found():
        return _remarked(course, opened(course, plugins=True), name, check, tell)


def _remarked(course: Path, app: NbGrader, name: str, check: bool, tell: Callable[[str], None]) -> Corrected:
    with heard(app), Gradebook(app.coursedir.db_url, app.coursedir.course_id) as gradebook:
        unit = units.load(gradebook, name)
        answers.metadata.create_all(gradebook.engine)
        now = read_keys(course, unit)
        with gradebook.engine.connect() as connection:
            result = correct(connection, unit, now)
        if check or not result.corrections:
            return result
        penalties = _penalties(app, unit, gradebook, result.changed)
        # The notebooks first: cut short before the gradebook is written, the next call does all of it again.
        tell(f"Writing {len({one.student for one in result.corrections})} autograded notebooks ...")
        _write_notebooks(app, unit, result, now)
        with gradebook.engine.begin() as connection:
            _write(connection, unit, result, now, penalties)
        log.note(course, "remark", unit=name, questions=result.questions, changes=[[one.student, one.question, one.before, one.after] for one in result.changed])
    return result


def _write(connection: Connection, unit: units.Unit, result: Corrected, now: Mapping[str, Keys], penalties: dict) -> None:
    """Write scores, kept answers, penalties and the test cells' sources, in one transaction."""
    _write_scores(connection, unit, result.changed)
    for (student, notebook), penalty in penalties.items():
        table = SubmittedNotebook.__table__
        mine = table.c.assignment_id.in_(select(_SUBMITTED.c.id).where((_SUBMITTED.c.student_id == student) & (_SUBMITTED.c.assignment_id == unit.id)))
        connection.execute(update(table).where(mine & (table.c.notebook_id == unit.notebooks[notebook].id)).values(late_submission_penalty=penalty))
    table = answers
    here = (table.c.assignment == unit.name) & (table.c.student == bindparam("who")) & (table.c.notebook == bindparam("where")) & (table.c.question == bindparam("which"))
    values = {"score": bindparam("new"), "verdict": bindparam("said"), "misreadings": bindparam("misread"), "key": bindparam("print")}
    rows = [
        {
            "who": one.student,
            "where": one.notebook,
            "which": one.question,
            "new": one.after,
            "said": one.marked.verdict,
            "misread": json.dumps(one.marked.misreadings, ensure_ascii=False),
            "print": one.key,
        }
        for one in result.corrections
    ]
    connection.execute(update(table).where(here).values(**values), rows)
    # nbgrader's own copy of the tests, so that whoever is graded from now on is marked by the same key.
    for name, plan in unit.notebooks.items():
        table = SourceCell.__table__
        for cell in plan.source_cells:
            source, checksum = now[name].tests.get(cell.name, (cell.source, cell.checksum))
            if cell.name in result.questions and source != cell.source:
                connection.execute(update(table).where(table.c.id == cell.id).values(source=source, checksum=checksum))


def _write_scores(connection: Connection, unit: units.Unit, changed: list[Correction]) -> None:
    """Write the scores that change; whose submission is no longer in the gradebook is passed over."""
    grade, notebook = Grade.__table__, SubmittedNotebook.__table__
    by_question: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for one in changed:
        by_question[one.notebook, one.question][one.student] = one.after
    for (name, question), scores in by_question.items():
        cell = next(cell.id for cell in unit.notebooks[name].grade_cells if cell.name == question)
        joined = grade.join(notebook, grade.c.notebook_id == notebook.c.id).join(_SUBMITTED, notebook.c.assignment_id == _SUBMITTED.c.id)
        found = connection.execute(select(grade.c.id, _SUBMITTED.c.student_id).select_from(joined).where((grade.c.cell_id == cell) & (_SUBMITTED.c.assignment_id == unit.id)))
        rows = [{"row": row.id, "auto": scores[row.student_id]} for row in found if row.student_id in scores]
        if rows:
            connection.execute(update(grade).where(grade.c.id == bindparam("row")).values(auto_score=bindparam("auto")), rows)


def _penalties(app: NbGrader, unit: units.Unit, gradebook: Gradebook, changed: list[Correction]) -> dict[tuple[str, str], float | None]:
    """Return the late penalties of those whose score changes, as the course's plugin gives them for the new score."""
    by_student: dict[str, list[Correction]] = defaultdict(list)
    for one in changed:
        by_student[one.student].append(one)
    with gradebook.engine.connect() as connection:
        due = connection.execute(select(Assignment.__table__.c.duedate).where(Assignment.__table__.c.id == unit.id)).scalar()
        after = connection.execute(select(_SUBMITTED.c.student_id).where((_SUBMITTED.c.assignment_id == unit.id) & (_SUBMITTED.c.timestamp > due))).scalars() if due else ()
        late = by_student.keys() & set(after)
    found: dict[tuple[str, str], float | None] = {}
    if not late:
        return found
    ledger = Ledger(gradebook, unit)
    steps = [step for step in Steps(app).after if isinstance(step, AssignLatePenalties)]
    for student in sorted(late):
        about = ledger.about(student)
        submission = shelves.new_submission(unit, student, moment(about["timestamp"]), about)
        if not submission.total_seconds_late:
            continue
        for one in by_student[student]:
            submission.grades[one.notebook][one.question].auto_score = one.after
        for notebook in {one.notebook for one in by_student[student]}:
            resources = {"nbgrader": {"notebook": notebook, "assignment": unit.name, "student": student, "db_url": ""}}
            with shelves.in_place(shelves.Shelf(unit, submission)):
                for step in steps:
                    step(nbformat.v4.new_notebook(), resources)
            found[student, notebook] = submission.penalties[notebook]
    return found


def _write_notebooks(app: NbGrader, unit: units.Unit, result: Corrected, now: Mapping[str, Keys]) -> None:
    """Put the new panels into the autograded notebooks, from which feedback is made."""
    by_file: dict[tuple[str, str], list[Correction]] = defaultdict(list)
    for one in result.corrections:
        by_file[one.student, one.notebook].append(one)
    for (student, name), corrections in by_file.items():
        path = Path(app.coursedir.format_path(app.coursedir.autograded_directory, student, unit.name)) / f"{name}.ipynb"
        if path.is_file():
            splice(path, {one.question: (now[name].tests[one.question][0], partial(_shown, one)) for one in corrections})


def _shown(one: Correction, number: int | None) -> list[NotebookNode]:
    """Return what a test cell shows for a correction."""
    return [shown.html(one.panel), shown.result(one.after, number)]
