"""All units of a term on one page: each unit, each skill over the units, each student over the units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import mean

from ...classroom.questions.date import in_words
from .classwork import Classwork
from .page import Report, environment
from .scores import shares


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit: who handed in, and what the class earned, as shares. `note` says why there is nothing else to say of it."""

    unit: str
    title: str
    href: str = ""
    students: int = 0
    handed_in: int = 0
    graded: int = 0
    late: int = 0
    points: float = 0.0
    questions: float | None = None
    marks: float | None = None
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    skills: Mapping[str, float | None] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class StudentLine:
    """A student over the term.

    `marks` and `so_far` are {unit: points}, of marks that are complete and of what is scored; `shares` what they come to of the
    unit's points for questions. `share` is that of all units handed in and scored, `skills` the same for each skill; `missing`
    and `late` count units.
    """

    student: str
    name: str
    marks: Mapping[str, float]
    so_far: Mapping[str, float]
    shares: Mapping[str, float]
    share: float | None
    skills: Mapping[str, float | None]
    missing: int
    late: int
    urgent: int
    absent: frozenset[str]


@dataclass(frozen=True, slots=True)
class Term:
    """The whole page."""

    written: str
    anonymous: bool
    units: tuple[UnitLine, ...]
    skills: tuple[str, ...]
    students: tuple[StudentLine, ...]
    files: tuple[tuple[str, str], ...] = ()

    @property
    def reported(self) -> list[UnitLine]:
        """The units of which there is something to say."""
        return [unit for unit in self.units if not unit.note]


def term_of(
    work: Sequence[Classwork],
    reports: Mapping[str, Report],
    hrefs: Mapping[str, str],
    notes: Mapping[str, str],
    today: date,
    beside: tuple[tuple[str, str], ...] = (),
) -> Term:
    """Return the page on a term.

    `work` are the units in their order, `reports` the report on each, `hrefs` where it is from here; `notes` say of other units
    why there is none.
    """
    skills = tuple(dict.fromkeys(skill.name for one in work for skill in reports[one.unit].skills))
    lines = [_unit(reports[one.unit], hrefs[one.unit]) for one in work]
    every = dict.fromkeys(student.student for one in work for student in reports[one.unit].students)
    every_share = {one.unit: shares(one) for one in work}
    ordered = sorted(every, key=lambda student: (len(student), student)) if work and work[0].anonymous else sorted(every)
    return Term(
        in_words(today.isoformat()),
        any(one.anonymous for one in work),
        (*lines, *(UnitLine(unit, unit, note=note) for unit, note in notes.items())),
        skills,
        tuple(_student(student, reports, every_share, skills) for student in ordered),
        beside,
    )


def _unit(report: Report, href: str) -> UnitLine:
    whole, spread = report.reliability, report.by_questions
    return UnitLine(
        report.unit,
        report.title,
        href,
        len(report.students),
        len(report.present),
        report.graded,
        sum(bool(student.late) for student in report.students),
        report.mark_points,
        spread.mean / spread.points if spread else None,
        report.by_marks.mean / report.by_marks.points if report.by_marks else None,
        whole.alpha,
        whole.low,
        whole.high,
        {skill.name: skill.share for skill in report.skills},
    )


def _student(student: str, reports: Mapping[str, Report], every: Mapping[str, Mapping], skills: Sequence[str]) -> StudentLine:
    found = {unit: standing for unit, report in reports.items() for standing in report.students if standing.student == student}
    earned = {unit: standing.earned for unit, standing in found.items() if standing.earned is not None}
    most = sum(reports[unit].question_points for unit in earned)
    own = [every[unit][student] for unit in earned]
    by_skill = {skill: [each[skill] for each in own if each.get(skill) is not None] for skill in skills}
    return StudentLine(
        student,
        next((standing.name for standing in found.values() if standing.name), ""),
        {unit: standing.mark for unit, standing in found.items() if standing.mark is not None},
        {unit: standing.total for unit, standing in found.items() if standing.total is not None},
        {unit: points / reports[unit].question_points for unit, points in earned.items() if reports[unit].question_points},
        sum(earned.values()) / most if most else None,
        {skill: mean(values) if values else None for skill, values in by_skill.items()},
        sum(standing.absent for standing in found.values()),
        sum(bool(standing.late) for standing in found.values()),
        sum(bool(standing.urgent) for standing in found.values()),
        frozenset(unit for unit, standing in found.items() if standing.absent),
    )


def render(term: Term) -> str:
    """Return the page as HTML text."""
    return environment().get_template("term.html.j2").render(report=term)
