"""TEI P5: the parts of the file, and the way back from it to the document."""

from xml.etree import ElementTree as ET

from ..text import DamagedEdition, text
from .body import body
from .header import header
from .names import NAMESPACE, XML, tag
from .standoff import stand_off

__all__ = ["document", "text_of"]


def document() -> str:
    """Return the edition as a TEI document; raises DamagedEdition when its body would not give back the text."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(tag("TEI"), {f"{XML}lang": "en"})
    for part in (header(), stand_off()):
        ET.indent(part, "  ", 1)
        part.tail = "\n"
        root.append(part)
    whole = ET.SubElement(root, tag("text"), {f"{XML}space": "preserve"})
    whole.append(body())
    root.text = whole.tail = "\n"
    written = '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
    if text_of(written) != text:
        raise DamagedEdition("The TEI export does not give back the document. Install memo1949 again.")
    return written


def text_of(written: str) -> str:
    """Return the document that a TEI file of this edition holds: all in its body, the corrections (`corr`) left out."""
    found = ET.fromstring(written).find(f".//{tag('body')}")
    return "".join(_characters(found)) if found is not None else ""


def _characters(element: ET.Element) -> list[str]:
    """Return the characters in an element, in order; those of a correction are not the document's."""
    if element.tag == tag("corr"):
        return []
    pieces = [element.text or ""]
    for child in element:
        pieces += [*_characters(child), child.tail or ""]
    return pieces
