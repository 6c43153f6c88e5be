"""What memo1949's own cells put into a notebook, recognised by the class names that `classroom/page.py` writes."""

import re
from dataclasses import dataclass
from html import unescape

from nbformat.notebooknode import NotebookNode

_QUESTION = re.compile(r'<section class="memo1949-question" data-question="([^"]*)">')
_HEADING = re.compile(r'<h3 class="memo1949-heading">(.*?)</h3>', re.S)
_SCORE = re.compile(r'<p class="memo1949-score">.*?</p>', re.S)
_ANSWER = re.compile(r'<p class="memo1949-(?:answer|quotation)[^"]*">.*?</p>', re.S)
_CALL = re.compile(r"^\s*(answered|mark)\(.*\)\s*$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a cell asks: its id and its heading without the points, which the page shows beside it."""

    id: str
    title: str


def asked(cell: NotebookNode) -> Asked | None:
    """Return the question that a locked cell's output shows; None for any other cell."""
    if not cell.metadata.get("nbgrader", {}).get("locked"):
        return None
    for output in cell.outputs:
        html = "".join(output.get("data", {}).get("text/html", ""))
        found, heading = _QUESTION.search(html), _HEADING.search(html)
        if found:
            title = re.sub(r"\s*\([^()]*points?\)\s*$", "", unescape(heading[1])) if heading else "Question"
            return Asked(unescape(found[1]), title)
    return None


def is_seal(cell: NotebookNode) -> bool:
    """Say whether a cell is the seal, whose code is a copy of the answers and not for reading."""
    return re.match(r"\s*seal\(", cell.source) is not None


def without_heading(html: str) -> str:
    """Return HTML without the question's own heading and score: the page has them from the gradebook."""
    return _SCORE.sub("", _HEADING.sub("", html))


def without_calls(source: str) -> str:
    """Return a test cell's code without the line that asks whether there is an answer."""
    return "\n".join(line for line in source.split("\n") if not _CALL.match(line)).strip("\n")


def says_answer(cell: NotebookNode) -> bool:
    """Say whether a test cell's result panel repeats the answer: part by part, or that there is none."""
    panels = ("".join(output.get("data", {}).get("text/html", "")) for output in cell.outputs)
    return any('class="memo1949-parts"><li' in panel or 'data-verdict="unanswered"' in panel for panel in panels)


def without_answer(html: str) -> str:
    """Return a question's HTML without the answer in words."""
    return _ANSWER.sub("", html)
