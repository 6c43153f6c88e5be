"""Marks on their way out: what the gradebook says of each student and unit, and where it has no mark yet, why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..essays.blank import NO_RESPONSE
from ..grader.dropping import dropped
from ..nbgrader.places import Places, places
from ..nbgrader.running import CourseError
from .gradebook import gradebook_of, persons
from .identity import Person

MISSING, NOT_GRADED = "nothing handed in", "handed in, not graded yet"


@dataclass(frozen=True, slots=True)
class Mark:
    """A student's mark for a unit. `score` is what counts, lateness taken off; None while there is none, and `why` says why.

    `raw` is the score before the `penalty`, `late` how many seconds late the work was; times are UTC. `blank` names written
    answers that were left blank: their 0 points are nobody's judgement.
    """

    student: str
    unit: str
    points: float
    score: float | None
    why: str = ""
    raw: float | None = None
    penalty: float = 0.0
    late: float = 0.0
    timestamp: datetime | None = None
    due: datetime | None = None
    blank: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether a mark is missing that somebody has yet to give."""
        return self.score is None and self.why != MISSING

    @property
    def note(self) -> str:
        """What a student or an office should know of the mark, in words; "" for nothing."""
        if self.score is None:
            return self.why
        return "; ".join(filter(None, (self.reduction, self.unanswered)))

    @property
    def lateness(self) -> str:
        """How late the work was, in words; "" when it came in time."""
        return f"{_lateness(self.late)} late" if self.late else ""

    @property
    def reduction(self) -> str:
        """How late the work was and what that cost, in words; "" when it came in time."""
        if not self.late:
            return ""
        cost = f": {number(self.penalty)} of {number(self.raw or 0)} points taken off" if self.penalty else ", no points taken off"
        return self.lateness + cost

    @property
    def unanswered(self) -> str:
        """Which written answers were left blank, in words; "" for none."""
        return f"unanswered, 0 points: {', '.join(self.blank)}" if self.blank else ""


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a class: students by id, units with the points there are, and one mark for each of both."""

    students: tuple[Person, ...]
    units: dict[str, float]
    marks: dict[tuple[str, str], Mark]


def number(value: float) -> str:
    """Return a number as it is written into a table: no more places than it has, and no noise of the machine's."""
    return f"{round(value, 6):.12g}"


def marks_of(course: Path, units: Sequence[str] = ()) -> Marks:
    """Read the marks of a course, of all its units or of those named. Raises CourseError for a unit or gradebook that is not there."""
    where = places(course)
    with gradebook_of(course) as gradebook:
        students = persons(gradebook)
        there = {assignment.name: assignment for assignment in gradebook.assignments}
        unknown = [unit for unit in units if unit not in there]
        if unknown or not there:
            named = f"no unit {', '.join(unknown)}" if unknown else "no unit"
            raise CourseError(f"The gradebook has {named}. There: {', '.join(sorted(there)) or 'none'}.")
        wanted = {name: there[name] for name in units or sorted(there)}
        found = {}
        for unit, assignment in wanted.items():
            handed_in = {submission.student_id: submission for submission in assignment.submissions}
            out = dropped(gradebook, unit)
            for person in students:
                found[person.id, unit] = _mark(where, person.id, assignment, handed_in.get(person.id), out)
        return Marks(students, {name: float(assignment.max_score) for name, assignment in wanted.items()}, found)


def _mark(where: Places, student: str, assignment: object, submission: object | None, out: Collection[tuple[str, str]]) -> Mark:
    """Return one student's mark for one unit; `out` are questions dropped for everyone."""
    unit, points = assignment.name, float(assignment.max_score)
    there, graded = (where.folder(step, student, unit).is_dir() for step in (where.submitted_directory, where.autograded_directory))
    if submission is None:
        return Mark(student, unit, points, None, NOT_GRADED if there else MISSING, due=assignment.duedate)
    about = {"late": submission.total_seconds_late, "timestamp": submission.timestamp, "due": submission.duedate}
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    open_cells = sorted(grade.name for grade in grades if grade.needs_manual_grade and grade.manual_score is None)
    if (there and not graded) or (grades and len(open_cells) == len(grades)):
        return Mark(student, unit, points, None, NOT_GRADED, **about)
    if open_cells:
        named = ", ".join(open_cells) if len(open_cells) <= 3 else f"{len(open_cells)} answers"
        return Mark(student, unit, points, None, f"a person must mark: {named}", **about)
    raw, penalty = float(submission.score), float(submission.late_submission_penalty or 0)
    return Mark(student, unit, points, max(0.0, raw - penalty), "", raw, penalty, **about, blank=_blank(submission, out))


def _blank(submission: object, out: Collection[tuple[str, str]]) -> tuple[str, ...]:
    """Return the written answers in which nothing was written and to which nobody gave a score, as nbgrader notes them."""
    found = set()
    for notebook in submission.notebooks:
        waived = {comment.name for comment in notebook.comments if comment.auto_comment == NO_RESPONSE}
        found |= {grade.name for grade in notebook.grades if grade.name in waived and grade.manual_score is None and (notebook.name, grade.name) not in out}
    return tuple(sorted(found))


def _lateness(seconds: float) -> str:
    """Return a time in words: days, hours or minutes, whichever is not nought."""
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {word}{'' if count == 1 else 's'}"
    return "less than a second"
