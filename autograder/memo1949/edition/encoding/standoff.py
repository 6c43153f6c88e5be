"""Beside the text in TEI: the registers, the events, the claims, the relations, and the editors' notes on places of it."""

from xml.etree import ElementTree as ET

from ..annotations import annotations
from ..registers import organisations, persons, places
from ..segments import headings, sentences
from ..statements import Statement, claims, events, relations
from .names import LANG, RESPONSIBLE, add, anybody, name_of, pointer, tag

_LANGUAGES = {"characters": "und-Hani", "wade-giles": "zh-Latn-wadegile", "pinyin": "zh-Latn-pinyin"}


def stand_off() -> ET.Element:
    """Return the standOff element."""
    root = ET.Element(tag("standOff"))
    _entries(add(root, "listPerson"), "persons", persons(), "person", "persName")
    _entries(add(root, "listOrg"), "organisations", organisations(), "org", "orgName")
    _places(add(root, "listPlace"))
    _events(add(root, "listEvent"))
    _relations(add(root, "listRelation"))
    _notes(add(root, "listAnnotation"))
    return root


def _entries(group: ET.Element, register: str, entries: dict, element: str, naming: str) -> None:
    """Add persons or organisations, with all their names, the part they play and who they are."""
    for entry in entries.values():
        item = add(group, element, xml_id=name_of(register, entry.id))
        _names(item, naming, entry)
        add(item, "note", entry.part, type="part")
        add(item, "note", entry.who, type="who")
        _rest(item, entry.reference, entry.note)


def _names(item: ET.Element, naming: str, entry: object) -> None:
    add(item, naming, entry.name, type="head")
    for name in entry.variants:
        found = add(item, naming, name.text, type=name.kind)
        if name.kind in _LANGUAGES:
            found.set(LANG, _LANGUAGES[name.kind])


def _rest(item: ET.Element, reference: str, note: str) -> None:
    if reference:
        add(item, "bibl", reference)
    if note:
        add(item, "note", note)


def _places(group: ET.Element) -> None:
    for entry in places().values():
        item = add(group, "place", xml_id=name_of("places", entry.id), type=entry.kind)
        _names(item, "placeName", entry)
        if entry.latitude is not None:
            add(add(item, "location"), "geo", f"{entry.latitude} {entry.longitude}")
        _rest(item, entry.reference, entry.note)


def _events(group: ET.Element) -> None:
    """Add the events with the document's dates; what other sources say stands in a description of its own."""
    for event in events().values():
        first, _, last = event.date.partition("/")
        when = {"from_": first.replace("..", ""), "to": last.replace("..", "")} if last else {"when": first}
        item = add(group, "event", xml_id=name_of("events", event.id), source=_place(event), cert=_less(event), **when)
        add(item, "label", event.name)
        if event.others:
            add(item, "desc", event.others + (f" ({event.other_date})" if event.other_date else ""), type="other-sources")
        _rest(item, event.reference, event.note)


def _relations(group: ET.Element) -> None:
    for one in relations():
        item = add(group, "relation", xml_id=one.id, name=one.kind, type=one.value.replace(" ", "-"), active=anybody(one.source), passive=anybody(one.target), source=_place(one), cert=_less(one))
        if one.note:
            add(item, "desc", one.note)


def _notes(group: ET.Element) -> None:
    """Add what the editors say about places of the text: notes and other readings of the annotations, and the checked claims."""
    heads = {part.start: part.id for part in headings()}
    for note in annotations():
        target = f"#{heads[note.start] if note.layer == 'headings' else note.id}"
        if note.note:
            add(group, "note", note.note, type=note.layer, target=target, resp=RESPONSIBLE[note.resp])
        for other in getattr(note, "alternatives", "").split():
            voice, _, speech = other.partition("/")
            add(group, "note", f"Or: {voice}, {speech}.", type="alternative", target=target, ana=f"{pointer('voices', voice)} {pointer('speech', speech)}")
    for claim in claims().values():
        item = add(group, "note", f"{claim.claim} Checked against {claim.checked}: {claim.finding} ", xml_id=name_of("claims", claim.id), type="claim", subtype=claim.result, target=_place(claim), source=anybody(claim.by), cert=_less(claim))
        add(item, "bibl", claim.reference)
    footnote = add(group, "note", xml_id="footnote-1", place="foot")
    add(footnote, "gap", reason="missing")


def _place(statement: Statement) -> str:
    """Return what points at the sentence that a statement begins in."""
    return next(f"#{part.id}" for part in sentences() if part.start <= statement.start < part.end)


def _less(statement: Statement) -> str:
    """Return a certainty where it is not high."""
    return "" if statement.certainty == "high" else statement.certainty
