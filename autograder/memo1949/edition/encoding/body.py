"""The text in TEI: the document's characters, every one, with elements around them for what the layers say."""

from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

from ..annotations import annotations
from ..segments import headings, paragraphs, segments
from ..text import DamagedEdition, text
from .marks import Mark, marks
from .names import add, tag

_SEGMENTS = {"section": "div", "heading": "head", "paragraph": "p", "sentence": "s"}


def body() -> ET.Element:
    """Return the body element; raises DamagedEdition when annotations cross, for then there is no tree."""
    root = ET.Element(tag("body"))
    stack, at = [(root, len(text))], 0
    for mark in sorted([*_parts(), *marks(), *_breaks()], key=lambda mark: (mark.start, mark.end > mark.start, -mark.end, mark.rank)):
        while stack[-1][1] <= mark.start and len(stack) > 1:
            at = _write(stack.pop(), at)
        if mark.end > stack[-1][1]:
            raise DamagedEdition(f"Two annotations cross at {mark.start}: “{text[mark.start : mark.end]}”.")
        at = _write((stack[-1][0], mark.start), at)
        element = mark.open(stack[-1][0])
        if mark.end > mark.start:
            stack.append((element, mark.end))
    while stack:
        at = _write(stack.pop(), at)
    return root


def _write(place: tuple[ET.Element, int], at: int) -> int:
    """Write the document's characters from `at` on at the end of an element, up to a position; return the position."""
    element, end = place
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text[at:end]
    else:
        element.text = (element.text or "") + text[at:end]
    return end


def _parts() -> Iterator[Mark]:
    """Yield the document's parts as elements."""
    for rank, kind in enumerate(_SEGMENTS):
        for part in segments().values():
            if part.kind == kind:
                yield Mark(part.start, part.end, rank - len(_SEGMENTS), _opener(_SEGMENTS[kind], part.id))


def _opener(name: str, id: str) -> Callable[[ET.Element], ET.Element]:
    return lambda parent: add(parent, name, xml_id=id)


def _breaks() -> Iterator[Mark]:
    """Yield the copy's line breaks inside paragraphs and headings, and its page breaks."""
    joints = {text.index("\n\n", note.start, note.end) + 2: note.id for note in annotations("faults") if note.value == "page-joint"}
    for position, id in joints.items():
        yield Mark(position, position, 0, _opener("pb", id))
    for part in (*paragraphs(), *headings()):
        for position in range(part.start + 1, part.end):
            if text[position - 1] == "\n" and not {position, position + 1} & joints.keys():
                yield Mark(position, position, 0, lambda parent: add(parent, "lb"))
