"""The report as tables for a spreadsheet: a row a question, an answer, a student, a unit. Shares are from 0 to 1."""

from collections.abc import Iterator, Sequence

from ..desk.marks import number
from .classwork import Classwork
from .page import Report
from .scores import shares
from .term import Term

Cells = Sequence[object]


def questions(report: Report) -> Iterator[Cells]:
    """Yield a row for each question, after the header."""
    yield ("unit", "question", "number", "kind", "skill", "points", "dropped", "students", "full marks", "share correct", "mean points",
           "mean share", "hardest", "item-total correlation", "not answered", "quotations accepted", "quotations not accepted")  # fmt: skip
    for one in report.questions:
        marks = (one.full, _number(one.correct), _number(one.mean), _number(one.share)) if not one.dropped else ("",) * 4
        quoted = (sum(bar.count for bar in one.quotations if bar.right), sum(bar.count for bar in one.quotations if not bar.right)) if one.quotations else ("", "")
        yield (report.unit, one.id, one.number, one.kind, one.skill, _number(one.points), one.dropped, one.scored, *marks,
               one.rank or "", _number(one.apart), one.unanswered, *quoted)  # fmt: skip


def answers(report: Report) -> Iterator[Cells]:
    """Yield a row for each answer that a question got or could have got, with how many gave it and the misreading it shows."""
    yield "unit", "question", "number", "part", "answer", "right", "students", "misreading"
    for one in report.questions:
        for part, bars in (("answer", one.answers), ("quotation", one.quotations)):
            for bar in bars:
                yield report.unit, one.id, one.number, part, bar.label, "yes" if bar.right else "no", bar.count, bar.note
        yield report.unit, one.id, one.number, "answer", "not answered", "", one.unanswered, ""


def students(report: Report, work: Classwork) -> Iterator[Cells]:
    """Yield a row for each student: marks, share of each skill, remarks, and the points for each question and written answer."""
    named, skills = any(student.name for student in report.students), [skill.name for skill in report.skills]
    columns = [*work.held.questions, *work.held.manual]
    yield ("unit", "student", *(("name",) if named else ()), "handed in", "points for questions", "points for writing", "so far", "mark", "late",
           *(f"share: {skill}" for skill in skills), "questions not answered", "remarks", *columns)  # fmt: skip
    every, scores = shares(work), {(row.student, row.question): row.score for row in work.rows}
    for one in report.students:
        own = every.get(one.student, {})
        yield (report.unit, one.student, *((one.name,) if named else ()), "no" if one.absent else "yes", _number(one.earned), _number(one.written),
               _number(one.total), _number(one.mark), one.late, *(_number(own.get(skill)) for skill in skills), "" if one.absent else one.unanswered,
               "; ".join(one.remarks), *(_number(scores.get((one.student, name))) for name in columns))  # fmt: skip


def units(term: Term) -> Iterator[Cells]:
    """Yield a row for each unit of a term."""
    yield ("unit", "title", "in the class", "handed in", "have marks", "late", "points", "mean share of questions", "mean share of marks", "alpha", "alpha from", "alpha to",
           *(f"share: {skill}" for skill in term.skills), "note")  # fmt: skip
    for one in term.units:
        yield (one.unit, one.title, one.students, one.handed_in, one.graded, one.late, _number(one.points), _number(one.questions), _number(one.marks),
               _number(one.alpha), _number(one.low), _number(one.high), *(_number(one.skills.get(skill)) for skill in term.skills), one.note)  # fmt: skip


def over_term(term: Term) -> Iterator[Cells]:
    """Yield a row for each student of a term: the mark for each unit, the share of the points so far, and of each skill."""
    named, graded = any(student.name for student in term.students), [unit for unit in term.units if not unit.note]
    yield ("student", *(("name",) if named else ()), *(f"mark: {unit.unit}" for unit in graded), *(f"so far: {unit.unit}" for unit in graded), "share over the term",
           *(f"share: {skill}" for skill in term.skills), "not handed in", "late")  # fmt: skip
    for one in term.students:
        yield (one.student, *((one.name,) if named else ()), *(_number(one.marks.get(unit.unit)) for unit in graded), *(_number(one.so_far.get(unit.unit)) for unit in graded),
               _number(one.share), *(_number(one.skills.get(skill)) for skill in term.skills), one.missing, one.late)  # fmt: skip


def _number(value: float | None) -> str:
    return "" if value is None else number(value)
