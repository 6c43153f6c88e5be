"""Plain errors: what a test cell or another locked cell raised becomes one sentence.

A traceback would quote the hidden test, or frighten with code that is not the student's.
"""

from collections.abc import Mapping
from html import escape

from .node import Node, html_of, is_grade, is_locked

# Errors of ours whose message is written for students and tells no key.
_SAYS_IT_ITSELF = ("NeedsReview", "NotAnswered")

_PANEL = 'class="memo1949-marked"'


def plain_errors(cell: Mapping) -> None:
    """Keep of a test cell's output what is meant for the student, and of another locked cell's all but errors.

    Our result panel stays. Printed text and displays stay only where the whole test was public: a hidden test may print
    what it expects. The score itself comes from the gradebook, stderr and tracebacks never go in.
    """
    if cell["cell_type"] != "code" or not is_locked(cell):
        return
    if is_grade(cell):
        hidden = cell["metadata"].get("memo1949", {}).get("hidden", False)
        cell["outputs"] = [kept for output in cell["outputs"] if (kept := _kept(output, hidden)) is not None]
    else:
        quiet = [output for output in cell["outputs"] if output.get("name") != "stderr"]
        cell["outputs"] = [_told(output) if output["output_type"] == "error" else output for output in quiet]


def _told(output: Mapping) -> Node:
    """Return the sentence for an error of a locked cell without points."""
    return note(f"A part of the assignment could not be shown here ({output['ename']}).")


def _kept(output: Mapping, hidden: bool) -> Mapping | None:
    """Return what is left of one output; None for nothing."""
    if output["output_type"] == "error":
        return note(sentence(output["ename"], output["evalue"]))
    if output["output_type"] == "execute_result" or output.get("name") == "stderr":
        return None
    if not hidden or _PANEL in html_of(output):
        return output
    return None


def note(text: str) -> Node:
    """Return a sentence of ours as an output."""
    data = {"text/html": f'<p class="memo1949-note">{escape(text)}</p>', "text/plain": text}
    return Node(output_type="display_data", metadata=Node(), data=Node(data))


def sentence(ename: str, evalue: str) -> str:
    """Return the sentence for an error of a test cell; it names the error and quotes no test."""
    if ename in _SAYS_IT_ITSELF:
        return evalue
    if ename == "AssertionError":
        return "The check of this answer did not pass (AssertionError)."
    if ename in ("CellTimeoutError", "KeyboardInterrupt"):
        return f"The check of this answer took too long and was stopped ({ename})."
    return f"The check of this answer stopped with an error ({ename})."
