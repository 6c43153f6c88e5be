"""The document's parts: the opening and four sections, their headings, paragraphs and sentences, by position."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from .tables import rows
from .text import text


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the document. `kind`: section, heading, paragraph or sentence; `parent`: the id of the part it lies in."""

    id: str
    kind: str
    start: int
    end: int
    parent: str

    @property
    def text(self) -> str:
        """The words of the part, line breaks and all."""
        return text[self.start : self.end]


@lru_cache(maxsize=1)
def segments() -> dict[str, Segment]:
    """Return all parts by id, in the order of the text, each section before its own parts."""
    found = (Segment(row["id"], row["kind"], int(row["start"]), int(row["end"]), row["parent"]) for row in rows("segments.csv"))
    return {part.id: part for part in found}


def segment(name: str) -> Segment:
    """Return a part by its id, for example "mediation", "mediation.p1" or "mediation.p1.s3"; raises KeyError."""
    if name not in segments():
        near = get_close_matches(name, segments(), n=3)
        raise KeyError(f"The document has no part {name!r}." + (f" Did you mean {' or '.join(near)}?" if near else ""))
    return segments()[name]


def sections() -> tuple[Segment, ...]:
    """Return the opening and the four sections."""
    return _of_kind("section")


def headings() -> tuple[Segment, ...]:
    """Return the headings of the four sections."""
    return _of_kind("heading")


def paragraphs(section: str | None = None) -> tuple[Segment, ...]:
    """Return the paragraphs, of one section or of all; raises KeyError for an unknown section."""
    return _of_kind("paragraph", section)


def sentences(section: str | None = None) -> tuple[Segment, ...]:
    """Return the sentences, of one section (or paragraph) or of all; raises KeyError for an unknown one."""
    return _of_kind("sentence", section)


def section_at(position: int) -> Segment:
    """Return the section that a position lies in (white space between two belongs to the one before)."""
    return [part for part in sections() if part.start <= position or part.id == "opening"][-1]


@lru_cache(maxsize=256)
def _of_kind(kind: str, inside: str | None = None) -> tuple[Segment, ...]:
    """Return the parts of one kind, inside another part if one is named."""
    whole = segment(inside) if inside else None
    return tuple(
        part
        for part in segments().values()
        if part.kind == kind and (whole is None or (whole.start <= part.start and part.end <= whole.end))
    )
