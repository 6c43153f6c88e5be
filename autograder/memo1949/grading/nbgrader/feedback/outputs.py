"""Outputs of code cells as safe HTML."""

import base64
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

from .markup import clean, markdown, scrolling
from .node import Node

_LONGEST = 20_000
_DAMAGED = "The code showed a picture here whose data are damaged, so it is left out."
# What colours text in a terminal: control sequences, titles and links, and what is left of broken ones.
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))|\x1b")


def shown(outputs: list[Node], folder: Path | None) -> str:
    """Return the outputs of a cell as HTML, one under the other; "" when there are none."""
    return "\n".join(filter(None, (_output(output, folder) for output in outputs)))


def _output(output: Node, folder: Path | None) -> str:
    if output.output_type == "stream":
        return _text(output.text)
    if output.output_type == "error":
        return _error(output)
    return _display(output.get("data", {}), folder)


def _text(text: str) -> str:
    """Return printed text; a very long one is cut, and says so."""
    text = _plain(text).rstrip()
    if not text:
        return ""
    cut = f"{text[:_LONGEST]}\n… ({len(text) - _LONGEST:,} characters more)" if len(text) > _LONGEST else text
    return f'<pre class="output">{escape(cut)}</pre>'


def _plain(text: str) -> str:
    """Return text without what colours it in a terminal."""
    return _ANSI.sub("", text) if "\x1b" in text else text


def _error(output: Node) -> str:
    """Return an error of the student's own code: what it says, and where, folded away."""
    said = _plain(f"{output.ename}: {output.evalue}").rstrip(": ")
    trace = _plain("\n".join(output.traceback))
    where = (
        f'<details><summary>Where it happened</summary><pre class="output">{escape(trace)}</pre></details>'
        if trace
        else ""
    )
    return f'<div class="error"><p>The code stopped with <strong>{escape(said[:2000])}</strong></p>{where}</div>'


def _display(data: Mapping[str, object], folder: Path | None) -> str:
    """Return the form of a display that a page can carry best."""
    if "text/html" in data:
        return scrolling(clean(_joined(data["text/html"]), folder))
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            return _picture(kind, _joined(data[kind]))
    if "image/svg+xml" in data:
        drawing = base64.b64encode(_joined(data["image/svg+xml"]).encode()).decode()
        return f'<img class="output" alt="Picture drawn by the code" src="data:image/svg+xml;base64,{drawing}">'
    if "text/markdown" in data:
        return markdown(_joined(data["text/markdown"]), folder)
    # Widgets are alive only in a running notebook; their text form is a line of code that says nothing.
    if any("widget" in kind for kind in data):
        return ""
    return _text(_joined(data.get("text/plain", "")))


def _picture(kind: str, content: str) -> str:
    """Return a picture of the code's; for one whose content is no base64, which might be markup, words in its place."""
    try:
        drawing = base64.b64encode(base64.b64decode("".join(content.split()), validate=True)).decode()
    except ValueError:
        return f"<p><em>{_DAMAGED}</em></p>"
    return f'<img class="output" alt="Picture drawn by the code" src="data:{kind};base64,{drawing}">'


def _joined(content: object) -> str:
    """Return a display's content as one text; a notebook file may hold it as lines."""
    return "".join(content) if isinstance(content, list) else str(content)
