"""The TEI header: what the file is, where the text comes from, whose it is, and what the marks mean."""

from xml.etree import ElementTree as ET

from ..provenance import provenance
from .names import add, name_of, tag

_VOICES = {
    "narrator": "The narrator, the chief Soviet speaker: what he tells, and what he says.",
    "mao-tagged": "Mao Zedong, named as the speaker by a word such as “said” or by “he”.",
    "mao-untagged": "Mao Zedong, his speech going on without a tag.",
    "mao-first-person": "Mao Zedong, as “I” or “we”.",
    "quoted": "Somebody whom Mao quotes.",
}
_SPEECH = {
    "narration": "The record tells.",
    "indirect": "Reported with a word of saying.",
    "free-indirect": "Reported without a tag, in the third person.",
    "direct": "In the first person of the speaker; the record has no quotation marks.",
    "reported": "That somebody spoke, and on what; not the words.",
}


def header() -> ET.Element:
    """Return the teiHeader."""
    root = ET.Element(tag("teiHeader"))
    about = provenance()
    file = add(root, "fileDesc")
    _title(add(file, "titleStmt"), about.title)
    publication = add(file, "publicationStmt")
    add(publication, "publisher", "The memo1949 authors")
    availability = add(publication, "availability", status="restricted")
    for right in about.rights:
        if right.address.startswith("https://creativecommons.org"):
            add(availability, "licence", f"{right.what}: {right.terms}", target=right.address)
        else:
            paragraph = add(availability, "p", f"{right.what}: {right.terms} ")
            add(paragraph, "ref", right.address, target=right.address)
    _source(add(file, "sourceDesc"), about)
    encoding = add(root, "encodingDesc")
    _method(add(encoding, "editorialDecl"))
    classes = add(encoding, "classDecl")
    for register, heads, categories in (("voices", "Whose words the record gives", _VOICES), ("speech", "How it gives them", _SPEECH)):
        taxonomy = add(classes, "taxonomy", xml_id=register)
        add(taxonomy, "desc", heads)
        for value, says in categories.items():
            add(add(taxonomy, "category", xml_id=name_of(register, value)), "catDesc", says)
    profile = add(root, "profileDesc")
    add(add(profile, "creation", "The conversation: "), "date", "3 February 1949", when="1949-02-03")
    add(add(profile, "langUsage"), "language", "English, translated from Russian", ident="en")
    return root


def _title(statement: ET.Element, title: str) -> None:
    add(statement, "title", title)
    for id, name, did in (
        ("memo1949", "The memo1949 authors", "annotations, registers and encoding"),
        ("editor", "Not named in our copy", "the square brackets in the English text, here called the editor's"),
    ):
        person = add(statement, "respStmt", xml_id=id)
        add(person, "resp", did)
        add(person, "name", name)


def _source(description: ET.Element, about: object) -> None:
    source = add(description, "bibl")
    add(source, "title", about.title)
    add(source, "publisher", "Wilson Center Digital Archive")
    add(source, "ref", about.archive, target=about.archive)
    add(source, "note", f"SHA-256 of the copy: {about.checksum}")
    for kind, sentences in (("known", about.known), ("not-known", about.unknown)):
        for sentence in sentences:
            add(source, "note", sentence, type=kind)


def _method(declaration: ET.Element) -> None:
    for sentence in (
        "Every character inside body, outside corr, is the document's, in its order: brackets, line ends and faults as they stand in the copy. Nothing else is in body.",
        "The signs of a bracket stand outside the element that says what is in it: ex, supplied, note or seg.",
        "said carries the speaker in who and, in ana, whose words the record gives and how; what the record merely tells is a seg. cert says how sure that is, and notes in standOff name the other readings.",
        "Dates are those of the document. standOff has the registers of persons, organisations, places and events with what other sources say, the claims that were checked, and the relations.",
    ):
        add(declaration, "p", sentence)
