"""Questions dropped for everyone: which ones, and what takes the place of their marks in the gradebook.

nbgrader knows no such thing, so two tables of ours stand beside its own: what is dropped and how, and the marks that are set
aside for it, to be put back should somebody think better of it.
"""

from dataclasses import dataclass
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
