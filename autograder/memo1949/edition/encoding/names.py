"""Names in the TEI file: its elements, and the ids by which one part points at another."""

from xml.etree import ElementTree as ET

NAMESPACE = "http://www.tei-c.org/ns/1.0"
XML = "{http://www.w3.org/XML/1998/namespace}"
ID = f"{XML}id"
LANG = f"{XML}lang"

# One id may stand in two registers (Zunyi the place, Zunyi the meeting), so each register has its own prefix.
PREFIXES = {"persons": "person", "organisations": "org", "places": "place", "voices": "voice", "speech": "speech", "events": "event", "claims": "claim"}
# Who states something: this edition, or the unnamed hand behind the square brackets.
RESPONSIBLE = {"memo1949": "#memo1949", "editor": "#editor"}


def tag(name: str) -> str:
    """Return the name of a TEI element as ElementTree wants it."""
    return f"{{{NAMESPACE}}}{name}"


def name_of(register: str, id: str) -> str:
    """Return the id, in the file, of a register's entry."""
    return f"{PREFIXES[register]}.{id}"


def pointer(register: str, id: str) -> str:
    """Return what points at a register's entry."""
    return f"#{name_of(register, id)}"


def anybody(id: str) -> str:
    """Return what points at a person, an organisation or the editor, by an id of the registers."""
    from ..registers import organisations, persons

    if id in RESPONSIBLE:
        return RESPONSIBLE[id]
    return pointer("persons" if id in persons() else "organisations", id) if id in persons() or id in organisations() else ""


def add(parent: ET.Element, name: str, content: str = "", /, **attributes: str) -> ET.Element:
    """Add a TEI element with its text to another and return it; attributes that are empty are left out, xml_id is xml:id."""
    found = {ID if key == "xml_id" else key.rstrip("_"): value for key, value in attributes.items() if value}
    element = ET.SubElement(parent, tag(name), found)
    element.text = content or None
    return element
