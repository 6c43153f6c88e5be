"""What a student did to the cells of an assignment: pasted one a second time, or deleted one. Read from files, nothing is run."""

from collections import Counter
from collections.abc import Mapping, Sequence

PASTED = "a cell stands in the notebook more than once, and the last counts"
DELETED = "a cell was deleted, and graded as handed out"


def owners(cells: Sequence[dict]) -> dict[str, str]:
    """Return {grade id: graded cell that it belongs to} of the cells of a source notebook.

    A question's ask cell and test cell belong to the question, a cell for students' code to the test that comes next.
    """
    found, waiting = {}, []
    for cell in cells:
        about = grade_data(cell)
        name = about.get("grade_id", "")
        if about.get("grade"):
            found |= dict.fromkeys([*waiting, name], name)
            waiting = []
        elif about.get("solution"):
            waiting.append(name)
    for name in map(_grade_id, cells):
        if name.startswith("ask-") and name[4:] in found:
            found[name] = name[4:]
    return found


def alterations(owned: Mapping[str, str], cells: Sequence[dict]) -> dict[str, tuple[str, ...]]:
    """Return {graded cell: what was done to its cells, in words} for a submitted notebook; `owned` is from `owners`."""
    counts = Counter(map(_grade_id, cells))
    told: dict[str, tuple[str, ...]] = {}
    for name, owner in owned.items():
        if counts[name] != 1:
            said = PASTED if counts[name] else DELETED
            told[owner] = tuple(dict.fromkeys((*told.get(owner, ()), said)))
    return told


def grade_data(cell: dict) -> dict:
    """Return what nbgrader notes in a cell, {} where it notes nothing."""
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return about if isinstance(about, dict) else {}


def _grade_id(cell: dict) -> str:
    return str(grade_data(cell).get("grade_id", ""))
