"""The report's page: a class's work in, one HTML text out, which asks nothing of any other host."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from statistics import median

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ...classroom.questions.date import in_words
from ..grader.dropping import OUT
from ..nbgrader.feedback.exporter import points
from ..nbgrader.places import places
from . import measures, works
from .classwork import Classwork
from .grid import Entry, grid
from .measures import Reliability, reliability
from .misquoted import Heat, heat
from .questions import Asked, Misread, misread, questions
from .scores import Skill, items, skills, table
from .spread import Spread, spread
from .standing import Standing, standings

GENERATOR = "memo1949 report"


@dataclass(frozen=True, slots=True)
class Report:
    """The whole page of a unit.

    `takers` are those who answered something, `complete` how many of them have a whole mark; `by_marks` is there once all have.
    `files` are the tables beside the page, as (name, what a row is).
    """

    title: str
    unit: str
    written: str
    anonymous: bool
    question_points: float
    manual_points: float
    students: tuple[Standing, ...]
    manual: tuple[tuple[str, float], ...]
    grid: tuple[tuple[str, tuple[Entry, ...]], ...]
    feedback: Mapping[str, str]
    questions: tuple[Asked, ...]
    misread: tuple[Misread, ...]
    skills: tuple[Skill, ...]
    reliability: Reliability
    counted_manual: tuple[str, ...]
    by_questions: Spread | None
    by_marks: Spread | None
    mark_points: float
    complete: int
    heat: Heat
    takers: int
    files: tuple[tuple[str, str], ...] = ()

    @property
    def present(self) -> list[Standing]:
        """Those who handed something in."""
        return [student for student in self.students if not student.absent]

    @property
    def middle(self) -> float | None:
        """The median of the points for questions, of those who have some."""
        earned = [student.earned for student in self.students if student.earned is not None]
        return median(earned) if earned else None

    @property
    def graded(self) -> int:
        """How many students have marks."""
        return sum(student.earned is not None for student in self.students)

    @property
    def to_mark(self) -> int:
        """How many written answers wait for a person."""
        return sum(student.to_mark for student in self.students)

    @property
    def attention(self) -> int:
        """How many students a person must look at, mark, or ask where their work is."""
        return sum(bool(student.urgent or student.to_mark or student.absent) for student in self.students)

    @property
    def dropped(self) -> list[Asked]:
        """The questions that count for nobody."""
        return [question for question in self.questions if question.dropped]

    @property
    def backwards(self) -> list[Asked]:
        """The questions that those who do well elsewhere answer worse than the others."""
        return [question for question in self.questions if question.apart is not None and question.apart < 0]


def report_of(work: Classwork, today: date, feedback: Mapping[str, str] | None = None, beside: tuple[tuple[str, str], ...] = ()) -> Report:
    """Return the report on a unit; `feedback` is {student: address of the feedback page, seen from the report}."""
    students, held, takers = tuple(standings(work)), work.held, work.takers
    marks = [student.mark for student in students if student.student in takers and student.mark is not None]
    most = next((mark.points for mark in work.marks.values()), held.points)
    out = {name for name, dropped in work.dropped.items() if dropped.way == OUT}
    asked = sum(keyed.points for name, keyed in held.questions.items() if name not in out)
    return Report(
        work.title,
        held.unit,
        in_words(today.isoformat()),
        work.anonymous,
        asked,
        sum(points for name, points in held.manual.items() if name not in out),
        students,
        tuple(held.manual.items()),
        tuple(grid(work.rows)),
        feedback or {},
        questions(work),
        misread(work),
        skills(work),
        reliability(table(work)),
        tuple(name for name in items(work) if name in held.manual),
        spread((student.earned for student in students if student.student in takers and student.earned is not None), asked),
        # While some wait, those that are complete are the marks of a few, and not like the others.
        spread(marks, most) if len(marks) == len(takers) else None,
        most,
        len(marks),
        heat(held, work.counted, work.dropped),
        len(takers),
        beside,
    )


def render(report: Report) -> str:
    """Return a report as HTML text."""
    return environment().get_template("report.html.j2").render(report=report)


@cache
def environment() -> Environment:
    """Return the templates, with the style of feedback pages and the report's own."""
    made = Environment(loader=PackageLoader(__package__, "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {"points": points, "percent": percent, "decimal": decimal}
    grading = files(__package__.rpartition(".")[0])
    styles = (grading / "nbgrader/feedback/templates/feedback.css", grading / "report/templates/report.css")
    made.globals |= {
        "style": Markup("\n".join(style.read_text(encoding="utf-8") for style in styles)),
        "generator": GENERATOR,
        "works": works.WORKS,
        "cited": works.NUMBERS,
        "SMALL": measures.SMALL,
        "LOW": measures.LOW,
        "HIGH": measures.HIGH,
        "WEAK": measures.WEAK,
        "FAIR": measures.FAIR,
    }
    return made


def percent(share: float | None) -> str:
    """Return a share as a reader writes it; a dash where there is none."""
    return "–" if share is None else f"{round(100 * share)} %"


def decimal(value: float | None) -> str:
    """Return a coefficient with two places and a real minus; a dash where there is none."""
    return "–" if value is None else f"{value:.2f}".replace("-", "−")


def feedback_pages(course: Path, unit: str, folder: Path) -> dict[str, str]:
    """Return the feedback pages that there are, as {student: address from the report's folder}; {} when that lies elsewhere."""
    if not folder.is_relative_to(course):
        return {}
    where = places(course)
    pages = {student: pages / f"{unit}.html" for student, pages in where.students(where.feedback_directory, unit).items()}
    return {student: Path(os.path.relpath(page, folder)).as_posix() for student, page in pages.items() if page.is_file()}
