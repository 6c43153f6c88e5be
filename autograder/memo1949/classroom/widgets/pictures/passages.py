"""Passages of the document as the pictures show them: the words, where they stand, and whose voice they are in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .... import edition
from ..marks import VOICES


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the document at [start, end)."""

    start: int
    end: int

    @property
    def text(self) -> str:
        """The words, on one line."""
        return " ".join(edition.text[self.start : self.end].split())

    @property
    def place(self) -> str:
        """Where they stand: mediation, sentence 4."""
        name = edition.section_at(self.start).id
        numbers = [number for number, part in enumerate(edition.sentences(name), 1) if part.start < self.end and self.start < part.end]
        if not numbers:
            return f"{in_words(name)}, heading"
        last = f"–{numbers[-1]}" if len(numbers) > 1 else ""
        return f"{in_words(name)}, sentence{'s' if last else ''} {numbers[0]}{last}"

    @property
    def voice(self) -> str:
        """Whose voice the record gives them in; several voices in their order. A reading that others may not share has (?)."""
        own = [note for note in edition.annotations("voices") if note.start < self.end and self.start < note.end and note.value != "editor"]
        # A voice that lies inside another one speaks instead of it.
        inner = [note for note in own if not any(_inside(other, note) and other.start <= self.start and self.end <= other.end for other in own)]
        said = [VOICES[note.value] + ("" if note.certainty == "high" else " (?)") for note in inner]
        return "; then ".join(dict.fromkeys(said)) or "Heading"


def _inside(note: edition.Annotation, other: edition.Annotation) -> bool:
    """Say whether one annotation lies in another, larger one."""
    return note is not other and other.start <= note.start and note.end <= other.end and note.end - note.start < other.end - other.start


def passage_of(stated: edition.Annotation | edition.Event | edition.Relation) -> Passage:
    """Return the passage that something is stated at."""
    return Passage(stated.start, stated.end)


def within(stated: Iterable, section: str | None) -> list:
    """Return those of annotations or statements that lie in a section, all for None; raises KeyError for an unknown section."""
    if section is None:
        return list(stated)
    whole = edition.segment(section)
    return [one for one in stated if whole.start <= one.start and one.end <= whole.end]


def name_of(entry: str) -> str:
    """Return the name of a person or an organisation by its id in the register."""
    return (edition.persons().get(entry) or edition.organisations()[entry]).name


def short_time(words: str) -> str:
    """Return a date in words with its months cut to three letters, for a drawing."""
    return re.sub(r"\b(Jan|Feb|Aug|Sep|Oct|Nov|Dec)[a-z]+", r"\1", words)


def in_words(section: str) -> str:
    """Return a section's id as words."""
    return section.replace("-", " ")


def located(words: str) -> Passage:
    """Return the first place where words stand exactly; raises LookupError, with the nearest words, when they stand nowhere."""
    place = edition.locate(words)[0]
    return Passage(place.start, place.end)
