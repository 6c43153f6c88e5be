"""Each question of a unit as the report tells of it: how hard, how well it tells students apart, what was answered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..grader.dropping import FULL
from ..keys import Keyed
from ..rows import UNANSWERED, Row
from .classwork import Classwork
from .measures import FAIR, WEAK, discrimination, ranks
from .scores import table
from .tally import Bar, quotations, tally

_MOST = 8  # misreadings that are worth a place at the beginning


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the page: its number and prompt, how the class fared, and what it answered.

    `scored` have a score for it; `share` is their mean share of its points, `rank` its place by that, 1 for the hardest;
    `apart` is the corrected item-total correlation. Dropped questions have no rank and no correlation.
    """

    id: str
    number: str
    anchor: str
    prompt: str
    kind: str
    skill: str
    points: float
    scored: int
    full: int
    mean: float | None
    unanswered: int
    answers: tuple[Bar, ...]
    quotations: tuple[Bar, ...]
    apart: float | None = None
    rank: int | None = None
    dropped: str = ""

    @property
    def share(self) -> float | None:
        """The class's mean share of the points."""
        return None if self.mean is None else self.mean / self.points

    @property
    def correct(self) -> float | None:
        """The share of those with a score who have full marks."""
        return self.full / self.scored if self.scored else None

    @property
    def telling(self) -> str:
        """How well the question tells students apart, in words."""
        if self.apart is None:
            return "cannot be told"
        if self.apart < 0:
            return "the wrong way round"
        return "hardly" if self.apart < WEAK else "somewhat" if self.apart < FAIR else "well"


@dataclass(frozen=True, slots=True)
class Misread:
    """A misreading that students hold: its sentence, the question that shows it, how many students."""

    sentence: str
    number: str
    anchor: str
    students: int


def questions(work: Classwork) -> tuple[Asked, ...]:
    """Return the questions in their order; those who answered nothing at all are in none of the figures."""
    counted, apart = work.counted, discrimination(table(work))
    by_question = {name: [row for row in counted if row.question == name] for name in work.held.questions}
    shares = {name: sum(row.score or 0 for row in rows) / len(rows) / work.held.questions[name].points for name, rows in by_question.items() if rows}
    places = ranks({name: share for name, share in shares.items() if name not in work.dropped})
    return tuple(_asked(name, keyed, by_question[name], apart.get(name), places.get(name), _way(work, name)) for name, keyed in work.held.questions.items())


def _way(work: Classwork, name: str) -> str:
    """Return what became of a dropped question, in words; "" for one that counts."""
    dropped = work.dropped.get(name)
    return "" if dropped is None else "full marks for everyone" if dropped.way == FULL else "out of the total"


def _asked(name: str, keyed: Keyed, scored: Sequence[Row], apart: float | None, rank: int | None, dropped: str) -> Asked:
    answered = [row for row in scored if row.verdict != UNANSWERED]
    return Asked(
        name,
        keyed.asked.number,
        anchor(name),
        keyed.asked.question.prompt,
        keyed.asked.question.kind,
        keyed.asked.skill,
        keyed.points,
        len(scored),
        sum(abs(row.score - row.points) < 1e-9 for row in scored),
        sum(row.score for row in scored) / len(scored) if scored else None,
        len(scored) - len(answered),
        tuple(tally(keyed, answered)),
        tuple(quotations(answered)) if keyed.asked.question.quotes else (),
        apart,
        rank,
        dropped,
    )


def anchor(name: str) -> str:
    """Return the id by which the page links to a question."""
    return f"question-{name}"


def misread(work: Classwork) -> tuple[Misread, ...]:
    """Return the misreadings that at least two students share, those of most students first."""
    counts = Counter((row.question, sentence) for row in work.counted if row.question not in work.dropped for sentence in row.misreadings)
    order = list(work.held.questions)
    shared = sorted(((of, count) for of, count in counts.items() if count > 1), key=lambda pair: (-pair[1], order.index(pair[0][0])))
    return tuple(Misread(sentence, work.held.questions[name].asked.number, anchor(name), count) for (name, sentence), count in shared[:_MOST])
