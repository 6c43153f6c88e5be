"""The quotations of a class on the document: of each sentence, how many quoted it rightly, and how many in a way that does not count."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil

from ... import edition
from ...classroom.problems import AnswerError
from ...classroom.questions.quotation import LEAST_WORDS, MOST_WORDS, words
from ...edition import Passage
from ...edition.segments import Segment, headings, paragraphs, sections, segment, sentences
from ..keys import UnitKeys
from ..rows import Row

LEVELS = 4
_COUNTS, ELSEWHERE, LENGTH, INEXACT = "counts", "elsewhere", "length", "inexact"


@dataclass(slots=True)
class Sentence:
    """A sentence, or a heading, with the quotations that touch it.

    `counts` were accepted. The others were not: `elsewhere` stand here but do not support the answer, `length` are too short or
    too long, `inexact` are not the document's words, and this is the place most like them. `questions` are numbers.
    """

    id: str
    where: str
    text: str
    counts: int = 0
    elsewhere: int = 0
    length: int = 0
    inexact: int = 0
    questions: dict[str, None] = field(default_factory=dict)
    level: int = 0

    @property
    def refused(self) -> int:
        """How many were not accepted."""
        return self.elsewhere + self.length + self.inexact

    @property
    def begins(self) -> str:
        """The first words."""
        first = self.text.split()
        return " ".join(first[:10]) + (" …" if len(first) > 10 else "")


@dataclass(frozen=True, slots=True)
class Heat:
    """The map: sections as (heading, paragraphs), a paragraph being its sentences; and how many quotations there are in all.

    The opening has no heading. `nowhere` could not be placed: too little like the document, or
    so short that they stand in many places. `steps` are the levels of the map as (level, least, most) quotations not accepted.
    """

    sections: tuple[tuple[Sentence | None, tuple[tuple[Sentence, ...], ...]], ...]
    given: int
    accepted: int
    nowhere: int
    steps: tuple[tuple[int, int, int], ...]

    @property
    def touched(self) -> list[Sentence]:
        """The sentences that somebody quoted, those most often quoted wrongly first."""
        every = [one for heading, parts in self.sections for part in ((heading,), *parts) for one in part if one and (one.refused or one.counts)]
        return sorted(every, key=lambda one: (-one.refused, -one.counts))


def heat(held: UnitKeys, rows: Iterable[Row], dropped: Collection[str] = ()) -> Heat:
    """Return the map of the quotations in `rows`, those of dropped questions left out."""
    found = {part.id: Sentence(part.id, _where(part), " ".join(part.text.split())) for part in _parts()}
    given = accepted = nowhere = 0
    for row in rows:
        if row.question in dropped or row.question not in held.questions:
            continue
        for text, evidence, right in _quotations(held, row):
            given, accepted = given + 1, accepted + right
            fate, place = _placed(text, evidence, right)
            if place is None:
                nowhere += 1
                continue
            for part in _touched(place):
                setattr(found[part.id], fate, getattr(found[part.id], fate) + 1)
                found[part.id].questions[held.questions[row.question].asked.number] = None
    most = max(one.refused for one in found.values())
    for one in found.values():
        one.level = ceil(LEVELS * one.refused / most) if most else 0
        one.questions = dict.fromkeys(sorted(one.questions, key=_numeric))
    return Heat(tuple(_laid_out(found)), given, accepted, nowhere, tuple(_steps(most)))


def _quotations(held: UnitKeys, row: Row) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Yield what a student quoted for a question: the words, what supports the answer, whether they were accepted."""
    keyed = held.questions[row.question]
    if keyed.asked.question.quotes and row.quote.strip():
        yield row.quote.strip(), keyed.key.evidence, bool(row.supported)
    if keyed.asked.question.kind == "quotation" and row.value is not None:
        try:
            value = keyed.asked.question.check(row.value)
        except AnswerError:
            return
        accepted = tuple(text for entry in keyed.key.key for text in entry)
        for part in keyed.asked.question.score(value, keyed.key.key).parts:
            yield part.said[1:-1], accepted, part.right


def _placed(text: str, evidence: tuple[str, ...], right: bool) -> tuple[str, Passage | None]:
    """Return how a quotation fared and where it is to be shown; no place where that would be a guess."""
    finding = edition.quote(text)
    if right:
        spans = [span for accepted in evidence for span in edition.locate(accepted)]
        touching = (one for one in finding.passages if any(one.start < span.end and span.start < one.end for span in spans))
        return _COUNTS, next(touching, finding.passages[0])
    length = not LEAST_WORDS <= words(text) <= MOST_WORDS
    fate = LENGTH if length else ELSEWHERE if finding else INEXACT
    if finding:
        return fate, finding.passages[0] if len(finding.passages) == 1 else None
    return fate, finding.nearest


def _parts() -> tuple[Segment, ...]:
    return tuple(sorted((*headings(), *sentences()), key=lambda part: part.start))


def _touched(place: Passage) -> list[Segment]:
    return [part for part in _parts() if part.start < place.end and place.start < part.end]


def _where(part: Segment) -> str:
    """Return the name of a place as people say it: part of the document, paragraph, sentence."""
    numbers = re.fullmatch(r"[\w-]+\.p(\d+)\.s(\d+)", part.id)
    title = _title(part.id.partition(".")[0])
    return f"{title}, paragraph {numbers[1]}, sentence {numbers[2]}" if numbers else f"{title}, heading"


def _title(section: str) -> str:
    try:
        heading = segment(f"{section}.h").text.split()
    except KeyError:
        return "The opening"
    return f"“{' '.join(heading[:4])}{' …' if len(heading) > 4 else ''}”"


def _laid_out(found: Mapping[str, Sentence]) -> Iterator[tuple[Sentence | None, tuple[tuple[Sentence, ...], ...]]]:
    """Yield the sections in the order of the document, each with its heading and its paragraphs."""
    for section in sections():
        heading = next((found[part.id] for part in headings() if part.parent == section.id), None)
        yield heading, tuple(tuple(found[one.id] for one in sentences(paragraph.id)) for paragraph in paragraphs(section.id))


def _steps(most: int) -> Iterator[tuple[int, int, int]]:
    """Yield the levels that occur, each with the numbers it stands for."""
    for level in range(1, LEVELS + 1):
        numbers = [number for number in range(1, most + 1) if ceil(LEVELS * number / most) == level]
        if numbers:
            yield level, numbers[0], numbers[-1]


def _numeric(number: str) -> tuple[int, str]:
    return int(number) if number.isdigit() else 0, number
