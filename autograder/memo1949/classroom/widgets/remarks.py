"""Remarks on quotations: where the words stand in the document. They never say whether it is the right place."""

from ..questions import Question
from ..questions.quotation import LEAST_WORDS, MOST_WORDS, words

_TOO_LONG = 2 * MOST_WORDS  # looking for a pasted page would take its time, and tell nothing that the count does not


def remarks(question: Question, answer: dict) -> dict[str, dict]:
    """Return {field: remark} for the quotations of an answer; fields are "quote", or "0", "1" … of a Quotation question.

    A remark is {"of": the words, "kind": "found" or "unknown", "text": a sentence}. Far too short and far too long texts
    get none: the page counts the words itself.
    """
    texts = {"quote": answer["quote"]} if question.quotes else {}
    if question.kind == "quotation" and answer["value"]:
        texts = {str(at): text for at, text in enumerate(answer["value"])}
    return {field: remark(text) for field, text in texts.items() if LEAST_WORDS <= words(text) <= _TOO_LONG}


def remark(text: str) -> dict:
    """Return the remark on one quotation."""
    from ... import edition

    finding = edition.quote(text)
    if finding:
        places = list(dict.fromkeys(section_name(passage.start) for passage in finding.passages))
        return {"of": text, "kind": "found", "text": f"found in the document, {' and '.join(places)}"}
    nearest = finding.nearest
    if nearest is None:
        return {"of": text, "kind": "unknown", "text": "not found in the document: copy the words as they stand there"}
    near = " ".join(nearest.text.split())
    return {"of": text, "kind": "unknown", "text": f"not found in the document; nearest: “{near}” ({section_name(nearest.start)})"}


def section_name(position: int) -> str:
    """Return in words in which section of the document a position lies."""
    from ... import edition

    for section in edition.sections():
        if section.start <= position < section.end:
            return "opening" if section.id == "opening" else f"section “{section.id.replace('-', ' ')}”"
    return "between the sections"
