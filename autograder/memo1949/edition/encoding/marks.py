"""The layers as TEI elements: each annotation knows where it lies and how to open its element."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ..annotations import Annotation, Bracket, Fault, Number, Voice, annotations
from .names import RESPONSIBLE, add, anybody, pointer

# Which of two elements is the outer one when both hold the same words.
_RANKS = ("voices", "brackets", "organisations", "places", "persons", "dates", "numbers", "faults")
_PRONOUNS = ("I",)
_BRACKETS = {"expansion": "ex", "supplied": "supplied", "record": "seg", "part-of-name": "seg"}


@dataclass(frozen=True, slots=True)
class Mark:
    """An element around text[start:end], an empty one when they are equal.

    `open` adds it to its parent and returns the element that the text goes into; a lower `rank` is the outer one.
    """

    start: int
    end: int
    rank: int
    open: Callable[[ET.Element], ET.Element]


def marks() -> Iterator[Mark]:
    """Yield the annotations of all layers that are elements of their own; headings and page joints are the body's."""
    for rank, layer in enumerate(_RANKS):
        for note in annotations(layer):
            yield from _mark(note, rank)


def _mark(note: Annotation, rank: int) -> Iterator[Mark]:
    start, end = note.start, note.end
    if isinstance(note, Voice):
        if note.value != "editor":  # said by the brackets
            yield Mark(start, end, rank, _with(note, _voice))
    elif isinstance(note, Bracket):
        yield Mark(start + 1, end - 1, rank, _with(note, _bracket))  # the signs stay with the text
    elif isinstance(note, Fault):
        if note.value != "page-joint":
            yield Mark(start + _right(note), end, rank, _with(note, _fault))
    else:
        build = {"dates": _date, "numbers": _number}.get(note.layer, _name)
        yield Mark(start, end, rank, _with(note, build))


def _with(note: Annotation, build: Callable[[ET.Element, Annotation, dict], ET.Element]) -> Callable[[ET.Element], ET.Element]:
    usual = {"xml_id": note.id, "resp": RESPONSIBLE[note.resp]}
    if note.certainty != "high":
        usual["cert"] = note.certainty
    return lambda parent: build(parent, note, usual)


def _voice(parent: ET.Element, note: Voice, usual: dict) -> ET.Element:
    """What the record tells is a stretch of it; whatever somebody says is said by somebody."""
    kind = f"{pointer('voices', note.value)} {pointer('speech', note.speech)}"
    if note.speech == "narration":
        return add(parent, "seg", ana=kind, **usual)
    return add(parent, "said", who=anybody(note.who), ana=kind, direct="true" if note.speech == "direct" else "false", **usual)


def _bracket(parent: ET.Element, note: Bracket, usual: dict) -> ET.Element:
    """Round brackets are the record's, square ones the editor's: short forms written out, words supplied, notes."""
    name = _BRACKETS.get(note.value, "note")
    if name == "seg":
        return add(parent, "seg", type=note.value, **usual)
    about = next((other.id for layer in ("persons", "places") for other in annotations(layer) if (other.start, other.end) == (note.about_start, note.about_end)), "")
    detail = {"type": note.value, "target": about and f"#{about}"} if name == "note" else {}
    return add(parent, name, **detail, **{**usual, "resp": "#editor"})


def _name(parent: ET.Element, note: Annotation, usual: dict) -> ET.Element:
    """A name is a name; “I”, “these powers” or “the south of the country” only refer."""
    element, kind = {"persons": ("persName", "person"), "organisations": ("orgName", "organisation"), "places": ("placeName", "place")}[note.layer]
    if any(character.isupper() for character in note.quote) and note.quote not in _PRONOUNS:
        return add(parent, element, ref=pointer(note.layer, note.value), **usual)
    return add(parent, "rs", type=kind, ref=pointer(note.layer, note.value), **usual)


def _date(parent: ET.Element, note: Annotation, usual: dict) -> ET.Element:
    first, _, last = note.value.partition("/")
    if not last:
        return add(parent, "date", when=first, **usual)
    return add(parent, "date", from_="" if first == ".." else first, to="" if last == ".." else last, **usual)


def _number(parent: ET.Element, note: Number, usual: dict) -> ET.Element:
    """A ceiling or a floor is no value."""
    bound = {"up-to": "atMost", "more-than": "atLeast", "at-least": "atLeast"}.get(note.qualifier, "value")
    return add(parent, "num", type=note.qualifier, **{bound: note.value}, **usual)


def _fault(parent: ET.Element, note: Fault, usual: dict) -> ET.Element:
    """Beside what stands there, what should; alone, where nobody can say."""
    if note.value == "note-without-text":
        return add(parent, "ref", type=note.value, target="#footnote-1", **usual)
    if not note.reading:
        return add(parent, "sic", **usual)
    choice = add(parent, "choice", xml_id=note.id)
    wrong = add(choice, "sic")
    add(choice, "corr", note.reading[_right(note) :], type=note.value, **{key: value for key, value in usual.items() if key != "xml_id"})
    return wrong


def _right(note: Fault) -> int:
    """Return how many characters of a fault are right: all but a sign too many at its end, which may cross a name."""
    rest = note.quote.removeprefix(note.reading)
    return 0 if any(character.isalnum() for character in rest) else len(note.reading)
