"""What students' cells show, made harmless: formgrader has the rights of the person who marks, and nbgrader lets scripts run in it."""

from html import escape
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from ..nbgrader.feedback.markup import clean, markdown, scrolling

# What the page shows as text or as a picture, which runs nothing. Scripts and widgets are left out: they have a text form.
_KEPT = ("image/png", "image/jpeg", "image/svg+xml", "text/latex", "text/plain")


def harmless(cell: NotebookNode, folder: Path) -> None:
    """Take out of a cell's outputs whatever runs or loads; its code and its texts are left as they are."""
    cell.metadata.pop("raw_mimetype", None)
    if cell.cell_type == "code":
        for output in cell.outputs:
            if "data" in output:
                output.data, output.metadata = NotebookNode(_data(output.data, folder)), NotebookNode()


def _data(data: dict, folder: Path) -> dict:
    kept = {kind: data[kind] for kind in _KEPT if kind in data}
    try:
        if "text/html" in data:
            kept["text/html"] = scrolling(clean(_joined(data["text/html"]), folder))
        elif "text/markdown" in data:
            kept["text/html"] = markdown(_joined(data["text/markdown"]), folder)
    except Exception:  # whatever a student's output does to the parser, the page comes up
        kept["text/html"] = f"<pre>{escape(_joined(data.get('text/html') or data['text/markdown']))}</pre>"
    return kept


def _joined(content: object) -> str:
    return "".join(content) if isinstance(content, list) else str(content)
