"""Stand-off annotations: what the editors of this edition say about places of the text, one CSV file a layer.

How they were made. *Names*: with a title that belongs to them (Comrade Stalin, Colonel Razin), and “I”, “me” and “my”;
other pronouns and the bare “the party” are left alone. In a list of parties each name is a party (“Indochina” among the
organisations) and a country too (among the places). *Voices*: whose words the record gives. A stretch belongs to Mao
tagged, when a word such as “said” or a “he” names him as the speaker; untagged, when his speech goes on without; in the
first person, when “we”, “us”, “our” or “I” is his. Quoted are clauses that give the words or the opinion of somebody else
(claimed, called, considered, pointed out), in Mao's untagged speech; inside a tagged sentence they stay with the tag, and
what others demanded, proposed or did is told, not quoted. The editor's brackets lie on top of the voice around them.
Where two readings can be defended, the certainty is lower, the note says why, and `alternatives` names the other one.
*Numbers*: what is counted, in figures or words; ordinals (the 6th Congress) and years count nothing here. *Faults*: what
is wrong with this copy or its translation, and what to read instead, where that can be said.
"""

from dataclasses import dataclass
from functools import lru_cache

from .segments import segment
from .tables import placed_rows

# In the order in which a reader meets them; each is a file layers/<name>.csv.
LAYERS = ("headings", "voices", "persons", "organisations", "places", "dates", "numbers", "brackets", "faults")


@dataclass(frozen=True, slots=True)
class Annotation:
    """One statement about text[start:end], which is `quote`.

    `value` depends on the layer: a register id (persons, organisations, places), an EDTF date, a number in figures, a voice,
    a kind of bracket or fault. `resp` says who states it, `certainty` how sure that is (high, medium, low), `note` why.
    """

    id: str
    start: int
    end: int
    quote: str
    layer: str
    value: str
    resp: str
    certainty: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Voice(Annotation):
    """A stretch of the layer "voices": `who` speaks (a register's id, or "editor"), and how the record gives it (`speech`).

    `speech`: narration (the record tells), indirect (“said that”), free-indirect (no tag, third person), direct (first person;
    the record has no quotation marks), reported (that somebody spoke, and on what), "" for the editor. `alternatives`: other
    readings that can be defended, each "voice/speech", with a space between two.
    """

    who: str = ""
    speech: str = ""
    alternatives: str = ""


@dataclass(frozen=True, slots=True)
class Number(Annotation):
    """A number of the layer "numbers": what it `counts`, how exactly (`qualifier`), and for when (`date`, EDTF or "").

    `qualifier`: exactly, up-to, more-than, about, at-least, as the words beside the number say; without such words, exactly.
    Numbers of one thing have one wording in `counts`, so that they can be set side by side.
    """

    counts: str = ""
    qualifier: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Bracket(Annotation):
    """A bracket: the place of the words that it is about (None for none), and what it gives to `reading` for them or beside them."""

    about_start: int | None = None
    about_end: int | None = None
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Fault(Annotation):
    """A fault of the copy, of the record or of its translation; `reading` is what should stand there, "" when nobody can say."""

    reading: str = ""


_KINDS = {"voices": Voice, "numbers": Number, "brackets": Bracket, "faults": Fault}


def layers() -> tuple[str, ...]:
    """Return the names of the layers."""
    return LAYERS


@lru_cache(maxsize=len(LAYERS))
def _layer(name: str) -> tuple[Annotation, ...]:
    return tuple(_KINDS.get(name, Annotation)(**row) for row in placed_rows(f"layers/{name}.csv"))


def annotations(layer: str | None = None, section: str | None = None) -> tuple[Annotation, ...]:
    """Return annotations in the order of the text: of one layer or all, in one part of the document or everywhere.

    Raises KeyError for an unknown layer or part.
    """
    if layer is not None and layer not in LAYERS:
        raise KeyError(f"There is no layer {layer!r}. Layers: {', '.join(LAYERS)}.")
    whole = segment(section) if section else None
    found = [note for name in ([layer] if layer else LAYERS) for note in _layer(name)]
    inside = [note for note in found if whole is None or (whole.start <= note.start and note.end <= whole.end)]
    return tuple(sorted(inside, key=lambda note: (note.start, -note.end)))


def voice_at(position: int) -> str:
    """Return whose words stand at a position, the editor's brackets apart: a value of the layer "voices", "" in a heading."""
    return next((note.value for note in _layer("voices") if note.start <= position < note.end and note.value != "editor"), "")
