"""Questions dropped for everyone: which ones, and what takes the place of their marks in the gradebook.

nbgrader knows no such thing, so two tables of ours stand beside its own: what is dropped and how, and the marks that are set
aside for it, to be put back should somebody think better of it.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .book import Book, within

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

FULL, OUT = "full", "out"
MEANS = {
    FULL: "This question was dropped for the whole class: everyone has full marks for it, whatever they answered.",
    OUT: "This question was dropped for the whole class: it does not count, and its points are out of the total.",
}

_DROPPED, _ASIDE = "memo1949_dropped", "memo1949_set_aside"
# Without foreign keys, as the table of answers: nbgrader's own migrations and deletions never trip over them.
_TABLES = (
    f"CREATE TABLE IF NOT EXISTS {_DROPPED} (assignment VARCHAR(128) NOT NULL, notebook VARCHAR(128) NOT NULL, question VARCHAR(128) NOT NULL,"
    " way VARCHAR(8) NOT NULL, points DOUBLE PRECISION NOT NULL, moment VARCHAR(40) NOT NULL, PRIMARY KEY (assignment, notebook, question))",
    f"CREATE TABLE IF NOT EXISTS {_ASIDE} (assignment VARCHAR(128) NOT NULL, notebook VARCHAR(128) NOT NULL, question VARCHAR(128) NOT NULL,"
    " student VARCHAR(128) NOT NULL, auto_score DOUBLE PRECISION, manual_score DOUBLE PRECISION, extra_credit DOUBLE PRECISION,"
    " needs_manual_grade BOOLEAN NOT NULL, PRIMARY KEY (assignment, notebook, question, student))",
)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A dropped question: `way` is FULL or OUT, `points` what full marks were worth, `when` it was dropped (ISO 8601)."""

    notebook: str
    question: str
    way: str
    points: float
    when: str

    @property
    def counts(self) -> float:
        """What everyone has for it."""
        return self.points if self.way == FULL else 0.0

    @property
    def means(self) -> str:
        """What a student should know of it, in a sentence or two."""
        return MEANS[self.way]


def dropped(gradebook: "Gradebook", unit: str) -> dict[tuple[str, str], Dropped]:
    """Return a unit's dropped questions by (notebook, question); {} where none ever was, or for what stands in for a gradebook."""
    engine = getattr(gradebook, "engine", None)
    if engine is None:
        return {}
    with within(engine) as book:
        return read(book, unit)


def read(book: Book, unit: str) -> dict[tuple[str, str], Dropped]:
    """Return a unit's dropped questions by (notebook, question)."""
    if not book.has(_DROPPED):
        return {}
    rows = book.rows(f"SELECT notebook, question, way, points, moment FROM {_DROPPED} WHERE assignment = :unit", unit=unit)
    return {row[:2]: Dropped(*row) for row in rows}


def settle(gradebook: "Gradebook", unit: str, student: str | None = None, fresh: Collection[tuple[str, str]] = ()) -> None:
    """See to it, in a gradebook that is open, that a unit's dropped questions count what they should: see `enforce`."""
    engine = getattr(gradebook, "engine", None)
    if engine is None:
        return  # a worker's stand-in: whoever writes the gradebook sees to it
    with within(engine) as book:
        if read(book, unit):
            with book.writing():
                enforce(book, unit, student, fresh)


def enter(book: Book, unit: str, one: Dropped) -> None:
    """Write down that a question is dropped; what this does to marks is for `enforce` to do."""
    make_tables(book)
    row = {"unit": unit, "notebook": one.notebook, "question": one.question, "way": one.way, "points": one.points, "moment": one.when}
    book.write(f"INSERT INTO {_DROPPED} VALUES (:unit, :notebook, :question, :way, :points, :moment)", row)


def make_tables(book: Book) -> None:
    """Make our tables where they are not."""
    for statement in _TABLES:
        book.write(statement, {})


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade as the gradebook has it, or as it is set aside; `row` is its id."""

    row: str
    student: str
    auto_score: float | None
    manual_score: float | None
    extra_credit: float | None
    needs_manual_grade: bool

    @property
    def score(self) -> float:
        """What counts, as nbgrader reckons."""
        base = self.auto_score if self.manual_score is None else self.manual_score
        return 0.0 if base is None else base + (self.extra_credit or 0.0)

    def values(self) -> dict:
        """Return what of it can change, by nbgrader's names."""
        return {name: getattr(self, name) for name in ("auto_score", "manual_score", "extra_credit", "needs_manual_grade")}


def grades(book: Book, unit: str, one: Dropped, student: str | None = None) -> list[Grade]:
    """Return everybody's grades for a question, or one student's."""
    rows = book.rows(
        "SELECT grade.id, submitted.student_id, grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade"
        " FROM grade JOIN base_cell AS cell ON cell.id = grade.cell_id JOIN notebook ON notebook.id = cell.notebook_id"
        " JOIN submitted_notebook AS held ON held.id = grade.notebook_id JOIN submitted_assignment AS submitted ON submitted.id = held.assignment_id"
        " JOIN assignment ON assignment.id = submitted.assignment_id"
        " WHERE assignment.name = :unit AND notebook.name = :notebook AND cell.name = :question"
        f" AND {_of(student)} ORDER BY submitted.student_id",
        unit=unit,
        notebook=one.notebook,
        question=one.question,
        **_named(student),
    )
    return [Grade(*row[:5], bool(row[5])) for row in rows]


def _of(student: str | None, column: str = "submitted.student_id") -> str:
    return "1 = 1" if student is None else f"{column} = :student"


def _named(student: str | None) -> dict[str, str]:
    return {} if student is None else {"student": student}


def aside(book: Book, unit: str, one: Dropped, student: str | None = None) -> dict[str, Grade]:
    """Return the marks that are set aside for a question, by student."""
    rows = book.rows(
        f"SELECT student, auto_score, manual_score, extra_credit, needs_manual_grade FROM {_ASIDE}"
        f" WHERE assignment = :unit AND notebook = :notebook AND question = :question AND {_of(student, 'student')}",
        unit=unit,
        notebook=one.notebook,
        question=one.question,
        **_named(student),
    )
    return {row[0]: Grade("", *row[:4], bool(row[4])) for row in rows}


def enforce(book: Book, unit: str, student: str | None = None, fresh: Collection[tuple[str, str]] = ()) -> None:
    """Give everybody, or one student, what dropped questions count, and set aside what stands there instead.

    Grading writes what an answer earns, a person may have typed a score, `nbgrader generate_assignment` writes points anew:
    this puts all of it right, and does nothing a second time. `fresh` are the (notebook, question) that have just been
    graded, so that their automatic scores are earned ones even if they are what the question counts. Call it in a transaction.
    """
    for entered in read(book, unit).values():
        one = _with_points(book, unit, entered)
        kept = aside(book, unit, one, student)
        put_aside, change = [], []
        for grade in grades(book, unit, one, student):
            before, is_fresh = kept.get(grade.student), (one.notebook, one.question) in fresh
            counts = counted(grade, one)
            if before is None or is_fresh or counts != grade:
                put_aside.append(_merged(grade, before, is_fresh or grade.auto_score not in (one.counts, entered.counts)))
            if counts != grade:
                change.append(counts)
        _put_aside(book, unit, one, put_aside)
        put(book, change)


def counted(grade: Grade, one: Dropped) -> Grade:
    """Return a grade as it is while its question is dropped. Extra credit is a gift, and goes only with the points themselves."""
    return replace(grade, auto_score=one.counts, manual_score=None, extra_credit=grade.extra_credit if one.way == FULL else None, needs_manual_grade=False)


def _merged(grade: Grade, before: Grade | None, earned: bool) -> Grade:
    """Return what to set aside: a person's score and credit stay; an automatic score takes the place of an older one if `earned`."""
    if before is None:
        return grade
    manual = before.manual_score if grade.manual_score is None else grade.manual_score
    extra = before.extra_credit if grade.extra_credit is None else grade.extra_credit
    auto, needs = (grade.auto_score, grade.needs_manual_grade or manual is not None) if earned else (before.auto_score, before.needs_manual_grade)
    return replace(grade, auto_score=auto, manual_score=manual, extra_credit=extra, needs_manual_grade=needs)


def _put_aside(book: Book, unit: str, one: Dropped, found: list[Grade]) -> None:
    names = list(found[0].values()) if found else []
    values = ", ".join(f":{name}" for name in names)
    anew = ", ".join(f"{name} = excluded.{name}" for name in names)
    statement = f"INSERT INTO {_ASIDE} (assignment, notebook, question, student, {', '.join(names)}) VALUES (:unit, :notebook, :question, :student, {values})"
    rows = [{"unit": unit, "notebook": one.notebook, "question": one.question, "student": grade.student, **grade.values()} for grade in found]
    if rows:
        book.write(f"{statement} ON CONFLICT (assignment, notebook, question, student) DO UPDATE SET {anew}", *rows)


def put(book: Book, found: Collection[Grade]) -> None:
    """Write grades into the gradebook."""
    sets = "auto_score = :auto_score, manual_score = :manual_score, extra_credit = :extra_credit, needs_manual_grade = :needs_manual_grade"
    book.write(f"UPDATE grade SET {sets} WHERE id = :row", *({"row": grade.row, **grade.values()} for grade in found))


def _with_points(book: Book, unit: str, one: Dropped) -> Dropped:
    """Return a dropped question with its points as they are now, should they have been released anew; out of the total is 0 in the gradebook."""
    found = points(book, unit, one)
    if found is None or found == (one.points if one.way == FULL else 0.0):
        return one
    one = replace(one, points=found)
    here = {"unit": unit, "notebook": one.notebook, "question": one.question, "points": found}
    book.write(f"UPDATE {_DROPPED} SET points = :points WHERE assignment = :unit AND notebook = :notebook AND question = :question", here)
    if one.way == OUT:
        set_points(book, unit, one, 0.0)
    return one


_CELL = (
    "SELECT cell.id FROM base_cell AS cell JOIN notebook ON notebook.id = cell.notebook_id JOIN assignment ON assignment.id = notebook.assignment_id"
    " WHERE assignment.name = :unit AND notebook.name = :notebook AND cell.name = :question"
)


def points(book: Book, unit: str, one: Dropped) -> float | None:
    """Return what the gradebook says a question gives at most; None for one that is not there."""
    for table in ("grade_cells", "task_cells"):
        found = book.rows(f"SELECT max_score FROM {table} WHERE id IN ({_CELL})", unit=unit, notebook=one.notebook, question=one.question)
        if found:
            return float(found[0][0])
    return None


def set_points(book: Book, unit: str, one: Dropped, value: float) -> None:
    """Write what a question gives at most into the gradebook."""
    for table in ("grade_cells", "task_cells"):
        book.write(f"UPDATE {table} SET max_score = :value WHERE id IN ({_CELL})", {"value": value, "unit": unit, "notebook": one.notebook, "question": one.question})


def put_back(book: Book, unit: str, one: Dropped) -> list[Grade]:
    """Take a drop back: points and the marks that were set aside; return the grades as they are now. Call it in a transaction."""
    kept, found = aside(book, unit, one), []
    for grade in grades(book, unit, one):
        before = kept.get(grade.student)
        found.append(restored(grade, before) if before is not None else grade)
    put(book, found)
    if one.way == OUT:
        set_points(book, unit, one, one.points)
    here = {"unit": unit, "notebook": one.notebook, "question": one.question}
    for table in (_DROPPED, _ASIDE):
        book.write(f"DELETE FROM {table} WHERE assignment = :unit AND notebook = :notebook AND question = :question", here)
    return found


def restored(grade: Grade, before: Grade) -> Grade:
    """Return a grade with what was set aside for it; a score that a person typed since then stays."""
    manual = before.manual_score if grade.manual_score is None else grade.manual_score
    extra = before.extra_credit if grade.extra_credit is None else grade.extra_credit
    needs = before.needs_manual_grade if grade.manual_score is None else grade.needs_manual_grade
    return replace(grade, auto_score=before.auto_score, manual_score=manual, extra_credit=extra, needs_manual_grade=needs)


def forget(book: Book, student: str) -> None:
    """Delete what is set aside for a student. Call it in a transaction."""
    if book.has(_ASIDE):
        book.write(f"DELETE FROM {_ASIDE} WHERE student = :student", {"student": student})
