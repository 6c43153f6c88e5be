"""Re-marking a unit: the corrections are written into gradebook, kept answers and autograded notebooks, without running any.

nbgrader is loaded only for what it alone can say, such as a late penalty: loading it takes longer than all of this.
"""

import json
import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .. import log
from ..nbgrader.places import Places, places
from . import book as books
from . import dropping
from . import penalties as late_penalties
from . import unit as units
from .book import Book
from .cores import spread
from .corrections import Corrected, Correction, Keys, correct, read_keys
from .lock import held
from .splicing import Piece, splice
from .writing import html_output, result_output

_DAMAGED = "{student}: {path} is damaged, so the new marks are in the gradebook alone. To make it anew: memo1949 grade {unit} --force --student {student}"


def remark(course: Path, name: str, check: bool = False, tell: Callable[[str], None] = lambda line: None) -> Corrected:
    """Mark a unit's kept answers again under the keys in source/, and write what changes unless `check`.

    A score that a person gave stays. Raises CourseError, QuestionError for keys that are wrong, lock.Busy.
    """
    course = course.resolve()
    where = places(course)
    with held(course), books.opened(where.db_url) as book:
        return _remarked(course, where, book, name, check, tell)


def _remarked(course: Path, where: Places, book: Book, name: str, check: bool, tell: Callable[[str], None]) -> Corrected:
    unit = units.read(book, name)
    if any(unit.dropped.values()) and not check:
        with book.writing():
            dropping.enforce(book, name)
    now = read_keys(course, unit)
    result = correct(book, unit, now)
    if check or not result.corrections:
        return result
    penalties = _penalties(course, unit, book, result.changed)
    # The notebooks first: cut short before the gradebook is written, the next call does all of it again.
    tell(f"Writing {len({one.student for one in result.corrections})} autograded notebooks ...")
    damaged = _write_notebooks(where, unit, result, now)
    result.left += [_DAMAGED.format(student=student, path=os.path.relpath(path, where.root), unit=name) for student, path in damaged]
    with book.writing():
        _write(book, unit, result, now)
        late_penalties.write(book, unit, penalties)
        # Within the transaction, so that nothing is ever done that the log does not have.
        log.note(course, "remark", unit=name, questions=result.questions, changes=[[one.student, one.question, one.before, one.after] for one in result.changed])
    return result


def _write(book: Book, unit: units.Unit, result: Corrected, now: Mapping[str, Keys]) -> None:
    """Write scores, kept answers and the test cells' sources."""
    _write_scores(book, unit, result.changed)
    rows = [
        {
            "unit": unit.name,
            "student": one.student,
            "notebook": one.notebook,
            "question": one.question,
            "score": one.after,
            "verdict": one.marked.verdict,
            "misreadings": json.dumps(one.marked.misreadings, ensure_ascii=False),
            "print": one.key,
        }
        for one in result.corrections
    ]
    here = "assignment = :unit AND student = :student AND notebook = :notebook AND question = :question"
    book.write(f'UPDATE memo1949_answer SET score = :score, verdict = :verdict, misreadings = :misreadings, "key" = :print WHERE {here}', *rows)
    # nbgrader's own copy of the tests, so that whoever is graded from now on is marked by the same key.
    for name, plan in unit.notebooks.items():
        for cell in plan.source_cells:
            source, checksum = now[name].tests.get(cell.name, (cell.source, cell.checksum))
            if cell.name in result.questions and source != cell.source:
                book.write("UPDATE source_cell SET source = :source, checksum = :checksum WHERE id = :id", {"source": source, "checksum": checksum, "id": cell.id})


def _write_scores(book: Book, unit: units.Unit, changed: list[Correction]) -> None:
    """Write the scores that change; whose submission is no longer in the gradebook is passed over."""
    by_question: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for one in changed:
        by_question[one.notebook, one.question][one.student] = one.after
    for (name, question), scores in by_question.items():
        cell = next(cell.id for cell in unit.notebooks[name].grade_cells if cell.name == question)
        joined = "grade JOIN submitted_notebook AS held ON held.id = grade.notebook_id JOIN submitted_assignment AS submitted ON submitted.id = held.assignment_id"
        found = book.rows(f"SELECT grade.id, submitted.student_id FROM {joined} WHERE grade.cell_id = :cell AND submitted.assignment_id = :unit", cell=cell, unit=unit.id)
        book.write("UPDATE grade SET auto_score = :score WHERE id = :id", *({"id": row, "score": scores[student]} for row, student in found if student in scores))


def _penalties(course: Path, unit: units.Unit, book: Book, changed: list[Correction]) -> dict[tuple[str, str], float | None]:
    """Return the late penalties of those whose score changes, as the course's plugin gives them for the new score."""
    late, changes = late_penalties.late(book, unit), {}
    for one in changed:
        if one.student in late:
            changes.setdefault(one.student, {}).setdefault(one.notebook, {})[one.question] = {"auto_score": one.after}
    return late_penalties.recomputed(course, unit, changes) if changes else {}


def _write_notebooks(where: Places, unit: units.Unit, result: Corrected, now: Mapping[str, Keys]) -> list[tuple[str, Path]]:
    """Put the new panels into the autograded notebooks, from which feedback is made; return (student, path) of damaged ones."""
    pieces: dict[tuple, Piece] = {}
    by_file: dict[Path, dict[str, Piece]] = defaultdict(dict)
    whose: dict[Path, str] = {}
    for one in result.corrections:
        path = where.folder(where.autograded_directory, one.student, unit.name) / f"{one.notebook}.ipynb"
        same = (one.notebook, one.question, one.after, one.panel)
        if same not in pieces:
            pieces[same] = Piece(now[one.notebook].tests[one.question][0], _shows(one))
        by_file[path][one.question] = pieces[same]
        whose[path] = one.student
    here, damaged = os.getpid(), set()

    def exchange(files: Sequence[Path]) -> None:
        for path in files:
            try:
                splice(path, by_file[path])
            except FileNotFoundError:  # somebody took the folder away: there is nothing to feed back
                continue
            except ValueError:
                if os.getpid() != here:
                    raise  # what another process notes is lost with it: its part is done once more in this one
                damaged.add((whose[path], path))

    spread(exchange, list(by_file))
    return sorted(damaged)


def _shows(one: Correction) -> Callable[[int | None], list[dict]]:
    """Return what a test cell shows for a correction."""
    return lambda number: [html_output(one.panel), result_output(one.after, number)]
