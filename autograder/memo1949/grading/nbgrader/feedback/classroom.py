"""What memo1949's own cells put into a notebook, recognised by the class names that `classroom/page.py` writes."""

import ast
import re
from dataclasses import dataclass
from html import unescape

from .memory import kept
from .node import Node, html_of

_QUESTION = re.compile(r'<section class="memo1949-question" data-question="([^"]*)">')
_HEADING = re.compile(r'<h3 class="memo1949-heading">(.*?)</h3>', re.S)
_SCORE = re.compile(r'<p class="memo1949-score">.*?</p>', re.S)
_ANSWER = re.compile(r'<p class="memo1949-(?:answer|quotation)[^"]*">.*?</p>', re.S)
_OPTIONS = re.compile(r'<ul class="memo1949-options">.*?</ul>', re.S)
_OPTION = re.compile(r"<li>(?:<strong[^>]*>.*?</strong>)?(.*?)</li>", re.S)
_CALL = re.compile(r"^\s*(answered|mark)\(.*\)\s*$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a cell asks: its id, its heading without the points, which the page shows beside it, and its skill."""

    id: str
    title: str
    skill: str = ""


def asked(cell: Node) -> Asked | None:
    """Return the question that a locked cell's output shows; None for any other cell."""
    if not cell.metadata.get("nbgrader", {}).get("locked"):
        return None
    for output in cell.outputs:
        html = html_of(output)
        found, heading = _QUESTION.search(html), _HEADING.search(html)
        if found:
            title = re.sub(r"\s*\([^()]*points?\)\s*$", "", unescape(heading[1])) if heading else "Question"
            return Asked(unescape(found[1]), title, skill_of(cell.source))
    return None


@kept
def skill_of(source: str) -> str:
    """Return the skill that an `ask` in a cell's code names, "" when it names none in so many words."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ask":
            for word in node.keywords:
                if word.arg == "skill" and isinstance(word.value, ast.Constant) and isinstance(word.value.value, str):
                    return word.value.value
    return ""


def is_seal(cell: Node) -> bool:
    """Say whether a cell is the seal, whose code is a copy of the answers and not for reading."""
    return re.match(r"\s*seal\(", cell.source) is not None


def is_reader(cell: Node) -> bool:
    """Say whether a cell shows the document itself, which is long."""
    return any('class="memo1949-reader"' in html_of(output) for output in cell.outputs)


def without_heading(html: str) -> str:
    """Return HTML without the question's own heading and score: the page has them from the gradebook."""
    return _SCORE.sub("", _HEADING.sub("", html))


def without_calls(source: str) -> str:
    """Return a test cell's code without the line that asks whether there is an answer."""
    return "\n".join(line for line in source.split("\n") if not _CALL.match(line)).strip("\n")


def panel(cell: Node) -> str:
    """Return the result panel that a test cell shows, "" if it shows none."""
    return next((html for html in map(html_of, cell.outputs) if 'class="memo1949-marked"' in html), "")


def is_unanswered(cell: Node) -> bool:
    """Say whether a test cell's panel says that the question was left blank."""
    return 'data-verdict="unanswered"' in panel(cell)


def without_answer(html: str, result: str) -> str:
    """Return a question's HTML without what its result panel says again: the answer in words, and options marked singly."""
    if 'class="memo1949-parts"><li' not in result and 'data-verdict="unanswered"' not in result:
        return html
    html = _ANSWER.sub("", html)
    options = _OPTIONS.search(html)
    if options and all(text in result for text in _OPTION.findall(options[0])):
        html = html.replace(options[0], "")
    return html


def says_problem(cell: Node) -> bool:
    """Say whether the seal tells of a problem with the record."""
    return any("memo1949-problem" in html_of(output) for output in cell.outputs)
