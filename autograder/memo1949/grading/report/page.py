"""The report's page: rows in, one HTML file out, which asks nothing of any other host."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from statistics import median

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from ...classroom.questions.date import in_words
from .. import keys
from ..keys import Keyed, UnitKeys
from ..nbgrader.feedback.exporter import points
from ..rows import UNANSWERED, Row
from .grid import Entry, grid
from .standing import Standing, standings
from .tally import Bar, quotations, tally


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the page: its number and prompt, how the class fared, and what it answered."""

    number: str
    anchor: str
    prompt: str
    skill: str
    points: float
    scored: int
    full: int
    mean: float | None
    unanswered: int
    answers: tuple[Bar, ...]
    quotations: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole page."""

    title: str
    unit: str
    written: str
    question_points: float
    manual_points: float
    students: tuple[Standing, ...]
    manual: tuple[tuple[str, float], ...]
    grid: tuple[tuple[str, tuple[Entry, ...]], ...]
    feedback: dict[str, str]
    questions: tuple[Asked, ...]
    to_mark: int

    @property
    def middle(self) -> float | None:
        """The median of the points for questions, of those who have some."""
        earned = [student.earned for student in self.students if student.earned is not None]
        return median(earned) if earned else None

    @property
    def graded(self) -> int:
        """How many students have marks."""
        return sum(student.earned is not None for student in self.students)


def write_report(course: Path, unit: str, rows: Sequence[Row], target: Path, today: date | None = None) -> Report:
    """Write the report on a unit to the file `target` and return what it says.

    `rows` are those of `grading.rows.rows_of`. Raises OSError when the file cannot be written.
    """
    source = course / "source" / unit / f"{unit}.ipynb"
    report = report_of(keys.load(source), _title(source) or unit, rows, today or date.today(), _feedback(course, unit, target))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(render(report), encoding="utf-8")
    return report


def report_of(held: UnitKeys, title: str, rows: Sequence[Row], today: date, feedback: dict[str, str]) -> Report:
    """Return the report; `feedback` is {student: address of the feedback page, seen from the report}."""
    students = tuple(standings(rows, list(held.manual)))
    # Whose work nobody has judged yet is in no number about the class.
    judged = {student.student for student in students if student.earned is not None}
    counted = [row for row in rows if row.student in judged and row.score is not None]
    questions = tuple(_asked(keyed, [row for row in counted if row.question == name]) for name, keyed in held.questions.items())
    return Report(
        title,
        held.unit,
        in_words(today.isoformat()),
        sum(keyed.points for keyed in held.questions.values()),
        sum(held.manual.values()),
        students,
        tuple(held.manual.items()),
        tuple(grid(rows)),
        feedback,
        questions,
        sum(student.to_mark for student in students),
    )


def _asked(keyed: Keyed, scored: list[Row]) -> Asked:
    """Return a question and how those fared who have a score for it."""
    answered = [row for row in scored if row.verdict != UNANSWERED]
    return Asked(
        keyed.asked.number,
        f"question-{keyed.asked.id}",
        keyed.asked.question.prompt,
        keyed.asked.skill,
        keyed.points,
        len(scored),
        sum(row.score == row.points for row in scored),
        sum(row.score for row in scored) / len(scored) if scored else None,
        len(scored) - len(answered),
        tuple(tally(keyed, answered)),
        tuple(quotations(answered)) if keyed.asked.question.quotes else (),
    )


def _title(source: Path) -> str:
    """Return the title of an assignment: the first heading of its notebook, "" when it has none."""
    for cell in json.loads(source.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            for line in "".join(cell["source"]).splitlines():
                if line.startswith("# "):
                    return line[2:].strip().removeprefix("Assignment: ")
    return ""


def _feedback(course: Path, unit: str, target: Path) -> dict[str, str]:
    """Return the feedback pages that there are, as addresses from the report's folder."""
    pages = (course / "feedback").glob(f"*/{unit}/{unit}.html")
    up = target.parent
    return {page.parents[1].name: Path(*[".."] * len(up.relative_to(course).parts), page.relative_to(course)).as_posix()
            for page in pages if up.is_relative_to(course)}  # fmt: skip


def render(report: Report) -> str:
    """Return a report as HTML text."""
    return _template().render(report=report)


@cache
def _template() -> Template:
    """Return the page's template, with the style of feedback pages and its own."""
    environment = Environment(
        loader=PackageLoader(__package__, "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["points"] = points
    grading = files(__package__.rpartition(".")[0])
    styles = (grading / "nbgrader/feedback/templates/feedback.css", grading / "report/templates/report.css")
    environment.globals["style"] = Markup("\n".join(style.read_text(encoding="utf-8") for style in styles))
    return environment.get_template("report.html.j2")
