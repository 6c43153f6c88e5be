"""A notebook's parts as a page needs them: entries that are attributes, and what nbgrader says a cell is for.

nbformat and nbgrader have the same; loading them takes longer than making the pages of a class.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path


class Node(dict):
    """A dictionary whose entries are attributes, too, as in nbformat's NotebookNode."""

    __slots__ = ()
    __setattr__ = dict.__setitem__

    def __getattr__(self, name: str) -> object:
        """Return an entry; raises AttributeError when there is none."""
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class OtherFormat(ValueError):
    """A notebook is not of the format that is written today."""


def read(path: Path) -> Node:
    """Return a notebook as nbformat reads it, without the checks, which grading has made; raises OSError, ValueError."""
    nb = json.loads(path.read_text(encoding="utf-8"), object_hook=Node)
    if not isinstance(nb, Node) or nb.get("nbformat") != 4:
        raise OtherFormat(f"{path.name} is not a notebook of format 4")
    for cell in nb.cells:
        for holder, key in _lines(cell):
            holder[key] = "".join(holder[key])
    return nb


def _lines(cell: Node) -> Iterator[tuple[Node, str]]:
    """Yield what a file may hold as a list of lines, and does: source, printed text, forms of a display or of an attachment."""
    bundles = list(cell.get("attachments", {}).values())
    places = [(cell, "source")]
    for output in cell.get("outputs", ()):
        if output.output_type in ("execute_result", "display_data"):
            bundles.append(output.get("data", {}))
        else:
            places.append((output, "text"))
    places += [(bundle, kind) for bundle in bundles for kind in bundle if not _is_json(kind)]
    for holder, key in places:
        lines = holder.get(key)
        if isinstance(lines, list) and all(isinstance(line, str) for line in lines):
            yield holder, key


def _is_json(kind: str) -> bool:
    """Say whether a form of a display is JSON, whose lists are lists."""
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


def html_of(output: Mapping) -> str:
    """Return the HTML form of an output, "" when it has none."""
    html = output.get("data", {}).get("text/html", "")
    return "".join(html) if isinstance(html, list) else html


def role(cell: Mapping, name: str) -> bool:
    """Say whether nbgrader's metadata gives a cell a role: "grade", "solution", "task", "locked"."""
    return bool(cell["metadata"].get("nbgrader", {}).get(name, False))


def is_grade(cell: Mapping) -> bool:
    """Say whether a cell gives points by itself."""
    return role(cell, "grade")


def is_solution(cell: Mapping) -> bool:
    """Say whether a cell is for the student's work."""
    return role(cell, "solution")


def is_task(cell: Mapping) -> bool:
    """Say whether a cell is a task, whose answer stands elsewhere."""
    return role(cell, "task")


def is_locked(cell: Mapping) -> bool:
    """Say whether a cell is the assignment's own, put back when it is graded."""
    return not is_solution(cell) and (is_grade(cell) or role(cell, "locked"))
