"""A quotation looked up in the document: where it stands, who speaks there, or what the document says instead."""

import re
from dataclasses import dataclass
from enum import Enum

from ... import edition
from ...classroom.widgets.marks import VOICES
from ...edition import Passage
from ...edition.folding import fold
from ...edition.matching import AROUND
from ..guide.answers import place

# Not so like that it counts as a slip of the pen, but like enough to say what may have been meant.
_LIKE = 0.8
_LEFT_OUT = re.compile(r"\s*[\[(]?\s*(?:…|\.\s?\.\s?\.)\s*[\])]?\s*")
_MARKUP = re.compile(r"^>[ \t]?|[*_`]", re.M)


class Verdict(Enum):
    """What came of looking a quotation up, the best first: a sign, and words for it."""

    HERE = ("✓", "in the document")
    NEARLY = ("≈", "nearly in the document")
    TASK = ("○", "not in the document, but in the assignment’s own text")
    NOWHERE = ("✗", "not in the document")

    @property
    def sign(self) -> str:
        """The sign."""
        return self.value[0]

    @property
    def words(self) -> str:
        """The words."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Found:
    """Words of the document with the sentences around them, the places where they stand, and whose voice it is there."""

    before: str
    words: str
    after: str
    places: tuple[str, ...]
    voices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A quotation, or a piece of one from which something is left out; `found` is None where nothing like it stands."""

    said: str
    verdict: Verdict
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation of an essay, numbered, with what came of each piece of it."""

    number: int
    said: str
    parts: tuple[Part, ...]

    @property
    def verdict(self) -> Verdict:
        """The verdict on the whole: that on its weakest piece."""
        return max((part.verdict for part in self.parts), key=list(Verdict).index)


def checked(number: int, said: str, task: str = "") -> Checked:
    """Look a quotation up; `task` is the assignment's own text in Markdown, from which students may quote too."""
    said = " ".join(said.split())
    whole = _part(said, task)
    pieces = [piece for piece in _LEFT_OUT.split(said) if piece.strip(AROUND)]
    if whole.verdict is Verdict.HERE or len(pieces) < 2:
        return Checked(number, said, (whole,))
    return Checked(number, said, tuple(_part(piece, task) for piece in pieces))


def _part(said: str, task: str) -> Part:
    finding = edition.quote(said)
    if finding:
        exact = finding.passages[0].similarity == 1
        return Part(said, Verdict.HERE if exact else Verdict.NEARLY, _found(finding.passages))
    if _plain(said) in _plain(_MARKUP.sub("", task)):
        return Part(said, Verdict.TASK)
    if finding.nearest and finding.nearest.similarity >= _LIKE:
        return Part(said, Verdict.NEARLY, _found((finding.nearest,)))
    return Part(said, Verdict.NOWHERE)


def _plain(text: str) -> str:
    return fold(text).text.strip(AROUND)


def _found(passages: tuple[Passage, ...]) -> Found:
    """Return the first passage in its sentences, and the places of all."""
    first = passages[0]
    around = [part for part in edition.sentences() if part.start < first.end and first.start < part.end]
    start, end = (min(first.start, around[0].start), max(first.end, around[-1].end)) if around else (first.start, first.end)
    spoken = [note.value for note in edition.annotations("voices") if note.start < first.end and first.start < note.end and note.value != "editor"]
    return Found(
        _line(start, first.start),
        _line(first.start, first.end),
        _line(first.end, end),
        tuple(dict.fromkeys(place(one.start, one.end) for one in passages)),
        tuple(dict.fromkeys(VOICES[value] for value in spoken)),
    )


def _line(start: int, end: int) -> str:
    """Return words of the document in one line, a space kept where they touch others."""
    return re.sub(r"\s+", " ", edition.text[start:end])
