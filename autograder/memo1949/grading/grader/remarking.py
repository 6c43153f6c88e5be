"""Re-marking a unit: the corrections are written into gradebook, kept answers and autograded notebooks, without running any."""

import json
import os
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Grade, Gradebook, SourceCell, SubmittedNotebook
from nbgrader.apps.baseapp import NbGrader
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import bindparam, update
from sqlalchemy.engine import Connection

from .. import log
from ..nbgrader.running import heard, opened, programs_found, same_path
from . import outputs as shown
from . import shelf as shelves
from . import unit as units
from .corrections import Corrected, Correction, Keys, correct, read_keys
from .ledger import Ledger, answers
from .lock import held
from .steps import Steps
from .submission import moment
from .writing import notebook_text


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
        ledger = Ledger(gradebook, unit)
        now = read_keys(course, unit)
        with ledger.engine.connect() as connection:
            result = correct(connection, unit, now)
        if check or not result.corrections:
            return result
        penalties = _penalties(app, unit, ledger, result.changed)
        # The notebooks first: cut short before the gradebook is written, the next call does all of it again.
        tell(f"Writing {len({one.student for one in result.corrections})} autograded notebooks ...")
        _write_notebooks(app, unit, result, now)
        with ledger.engine.begin() as connection:
            _write(connection, unit, ledger, result, now, penalties)
        log.note(course, "remark", unit=name, questions=result.questions, changes=[[one.student, one.question, one.before, one.after] for one in result.changed])
    return result


def _write(connection: Connection, unit: units.Unit, ledger: Ledger, result: Corrected, now: Mapping[str, Keys], penalties: dict) -> None:
    """Write scores, kept answers, penalties and the test cells' sources, in one transaction."""
    changed = [one for one in result.changed if one.student in ledger.known]
    if changed:
        table = Grade.__table__
        rows = [{"row": ledger.known[one.student]["notebooks"][one.notebook]["grades"][one.question][0], "auto": one.after} for one in changed]
        connection.execute(update(table).where(table.c.id == bindparam("row")).values(auto_score=bindparam("auto")), rows)
    for (student, notebook), penalty in penalties.items():
        table = SubmittedNotebook.__table__
        connection.execute(update(table).where(table.c.id == ledger.known[student]["notebooks"][notebook]["id"]).values(late_submission_penalty=penalty))
    table = answers
    here = (table.c.assignment == unit.name) & (table.c.student == bindparam("who")) & (table.c.notebook == bindparam("where")) & (table.c.question == bindparam("which"))
    values = {
        "score": bindparam("new"),
        "verdict": bindparam("said"),
        "misreadings": bindparam("misread"),
        "key": bindparam("print"),
    }
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


def _penalties(app: NbGrader, unit: units.Unit, ledger: Ledger, changed: list[Correction]) -> dict[tuple[str, str], float | None]:
    """Return the late penalties of those whose score changes, as the course's plugin gives them for the new score."""
    by_student: dict[str, list[Correction]] = defaultdict(list)
    for one in changed:
        if one.student in ledger.known:
            by_student[one.student].append(one)
    steps = [step for step in Steps(app).after if isinstance(step, AssignLatePenalties)]
    found: dict[tuple[str, str], float | None] = {}
    for student, corrections in by_student.items():
        about = ledger.about(student)
        submission = shelves.new_submission(unit, student, moment(about["timestamp"]), about)
        if not submission.total_seconds_late:
            continue
        for one in corrections:
            submission.grades[one.notebook][one.question].auto_score = one.after
        for notebook in {one.notebook for one in corrections}:
            resources = {"nbgrader": {"notebook": notebook, "assignment": unit.name, "student": student, "db_url": ""}}
            with shelves.in_place(shelves.Shelf(unit, submission)):
                for step in steps:
                    step(nbformat.v4.new_notebook(), resources)
            found[student, notebook] = submission.penalties[notebook]
    return found


def _write_notebooks(app: NbGrader, unit: units.Unit, result: Corrected, now: Mapping[str, Keys]) -> None:
    """Put the new panels into the autograded notebooks, from which feedback is made."""
    by_file: dict[Path, list[Correction]] = defaultdict(list)
    for one in result.corrections:
        folder = app.coursedir.format_path(app.coursedir.autograded_directory, one.student, unit.name)
        by_file[Path(folder) / f"{one.notebook}.ipynb"].append(one)
    for path, corrections in by_file.items():
        if path.is_file():
            _write_notebook(path, {one.question: one for one in corrections}, now)


def _write_notebook(path: Path, corrections: dict[str, Correction], now: Mapping[str, Keys]) -> None:
    notebook = nbformat.from_dict(json.loads(path.read_text(encoding="utf-8")))
    for cell in notebook.cells:
        one = corrections.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if one is not None and cell.cell_type == "code":
            cell.source = now[one.notebook].tests[one.question][0]
            cell.outputs = [shown.html(one.panel), shown.result(one.after, cell.execution_count)]
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(notebook_text(_joined(notebook)).encode("utf-8", "replace"))
    os.chmod(temporary, path.stat().st_mode & 0o777)
    os.replace(temporary, path)


def _joined(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook as it is in memory: a source is one text."""
    for cell in notebook.cells:
        if isinstance(cell.source, list):
            cell.source = "".join(cell.source)
    return notebook
