"""Where each student stands: marks, and in words what a grader should know."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ..desk.marks import Mark
from ..essays.blank import NOTHING_WRITTEN
from ..rows import BY_HAND, NEEDS_REVIEW, OUR_ERROR, STUDENT_ERROR, UNANSWERED, Row
from .classwork import Classwork

LOW, MANY_OPEN, FEW = 0.5, 0.25, 3
NOTHING = "nothing handed in"


@dataclass(frozen=True, slots=True)
class Standing:
    """One student: points earned with questions and with writing, the mark that counts, and remarks.

    `earned` and `written` are None while nothing is scored; `mark` is the gradebook's, lateness taken off, None while something
    waits; `to_mark` counts the written answers that wait for a person. `urgent` is what a person must look at, `help` what
    this student may need help with, `late` how late the work came, `notes` is good to know.
    """

    student: str
    earned: float | None
    written: float | None
    total: float | None
    to_mark: int
    urgent: tuple[str, ...]
    help: tuple[str, ...]
    notes: tuple[str, ...]
    name: str = ""
    mark: float | None = None
    late: str = ""
    unanswered: int = 0
    unwritten: tuple[str, ...] = ()
    absent: bool = False

    @property
    def remarks(self) -> tuple[str, ...]:
        """Everything to be said of this student, the most pressing first; "marked" when there is nothing."""
        said = (*self.urgent, *self.help, *((self.late,) if self.late else ()), *self.notes)
        return said or ("written answer to mark",) * bool(self.to_mark) or ("marked",)


def standings(work: Classwork) -> list[Standing]:
    """Return the standings of all students in the order of the rows, then of those on the roll who handed nothing in."""
    found = [_standing(student, list(own), work) for student, own in groupby(work.rows, key=lambda row: row.student)]
    return found + [Standing(student, None, None, None, 0, (), (), (NOTHING,), work.names.get(student, ""), absent=True) for student in work.absent]


def _standing(student: str, rows: list[Row], work: Classwork) -> Standing:
    questions = [row for row in rows if row.question not in work.held.manual]
    writing = [row for row in rows if row.question in work.held.manual]
    failed = [row for row in rows if row.verdict == OUR_ERROR]
    review = [row for row in questions if row.verdict == NEEDS_REVIEW]
    judged = any(row.score is not None and row.verdict != UNANSWERED for row in questions)
    earned = _sum(questions) if judged or not review else None
    mark = work.marks.get(student)
    asked = [row for row in questions if row.question not in work.dropped]
    return Standing(
        student,
        earned,
        _sum(writing),
        _sum(rows) if earned is not None or _sum(writing) else None,
        sum(row.verdict == BY_HAND for row in writing),
        tuple(_urgent(failed, review)),
        () if failed or (review and not judged) else tuple(_help(asked, writing)),
        tuple(_notes(questions, writing)),
        work.names.get(student, ""),
        mark.score if mark else None,
        _late(mark),
        sum(row.verdict == UNANSWERED for row in asked),
        tuple(row.question for row in writing if _unwritten(row)),
    )


def _unwritten(row: Row) -> bool:
    """Say whether a written answer was left blank, by whichever grader's word."""
    return row.verdict == UNANSWERED or NOTHING_WRITTEN in row.flags


def _sum(rows: Sequence[Row]) -> float | None:
    """Return the points of those rows that have some; None when none has."""
    scores = [row.score for row in rows if row.score is not None]
    return sum(scores) if scores else None


def _late(mark: Mark | None) -> str:
    """Return how late the work came, and what that costs where the mark is known."""
    if mark is None or not mark.late:
        return ""
    return mark.lateness if mark.score is None else mark.reduction


def _urgent(failed: list[Row], review: list[Row]) -> list[str]:
    said = list(dict.fromkeys(flag for row in failed for flag in row.flags))
    for flags in dict.fromkeys(row.flags for row in review):
        names, reason = [row.question for row in review if row.flags == flags], "; ".join(flags)
        said.append(f"needs review: {reason} ({', '.join(names) if len(names) <= FEW else _count(len(names), 'question')})")
    return said


def _help(questions: list[Row], writing: list[Row]) -> list[str]:
    said = [flag for row in questions if row.verdict == STUDENT_ERROR for flag in row.flags]
    points, earned = sum(row.points for row in questions), _sum(questions) or 0
    if points and earned < LOW * points:
        said.append(f"has {earned / points:.0%} of the points for questions")
    still = sum(row.verdict == UNANSWERED for row in questions)
    if still >= max(2, MANY_OPEN * len(questions)):
        said.append(f"{_count(still, 'question')} not answered")
    elif still:
        said.append("1 question not answered")
    if any(map(_unwritten, writing)):
        said.append("nothing written")
    return said


def _notes(questions: list[Row], writing: list[Row]) -> list[str]:
    # Where a verdict of its own does not say it: a written answer whose cell stands twice, code that was deleted.
    quiet = [row for row in questions if row.verdict == UNANSWERED] + [row for row in writing if row.verdict != OUR_ERROR]
    said = [f"{row.question}: {flag}" for row in quiet for flag in row.flags if "differ" not in flag and flag != NOTHING_WRITTEN]
    differing = [row for row in questions if row.verdict != OUR_ERROR and any("differ" in flag for flag in row.flags)]
    if differing:
        said.append(f"answers.json and the sealed copy differ on {_count(len(differing), 'question')}: the newer answer counts")
    return said


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
