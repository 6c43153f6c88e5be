"""Which assignment a notebook is, told from its cells: names of files change on the way, grade ids do not."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..alterations import grade_data
from ..nbgrader.places import places


@dataclass(frozen=True, slots=True)
class Part:
    """A notebook of a unit. Most units have one, called like the unit."""

    unit: str
    notebook: str


class NoNotebook(Exception):
    """A file that is no notebook of the course; the message says what it is."""


class Assignments:
    """The units of a course and the grade ids of their cells."""

    def __init__(self, cells: Mapping[Part, frozenset[str]]) -> None:
        """Take the grade ids of each notebook."""
        self.cells = dict(cells)

    def units(self) -> list[str]:
        """Return the units there are."""
        return sorted({part.unit for part in self.cells})

    def recognised(self, data: bytes, name: str) -> Part:
        """Return which notebook of the course this is, whatever it is called; raises NoNotebook."""
        ids = grade_ids(data)
        if not ids:
            raise NoNotebook("a notebook, but none of its cells is from an assignment")
        common = {part: len(ids & own) for part, own in self.cells.items()}
        most = max(common.values(), default=0)
        best = [part for part, count in common.items() if count == most]
        if not most or most * 2 < len(ids):
            raise NoNotebook(f"the notebook of another course: of its {len(ids)} graded cells {most} are known here")
        best = [part for part in best if part.notebook.casefold() in name.casefold()] if len(best) > 1 else best
        if len(best) != 1:
            raise NoNotebook("it may be of more than one unit: put the unit's name into the file's name")
        return best[0]

    def unit_of_answers(self, data: bytes) -> str:
        """Return the unit to which an answers.json belongs; "" when it cannot be told."""
        try:
            names = set(json.loads(data)["answers"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return ""
        units = {part.unit for part, own in self.cells.items() if names & own}
        return units.pop() if len(units) == 1 else ""


def assignments(course: Path) -> Assignments:
    """Read what units a course directory has: as released, else as in source/."""
    found: dict[Part, frozenset[str]] = {}
    where = places(course)
    folders = [one for step in (where.release_directory, where.source_directory) for one in where.every(step, student=".")]
    for _, unit, folder in folders:
        for path in sorted(folder.glob("*.ipynb")):
            part = Part(unit, path.stem)
            try:
                found.setdefault(part, frozenset(grade_ids(path.read_bytes())))
            except NoNotebook:
                continue
    return Assignments({part: ids for part, ids in found.items() if ids})


def grade_ids(data: bytes) -> set[str]:
    """Return the grade ids in a notebook file; raises NoNotebook."""
    return {name for cell in _cells(data) if (name := str(grade_data(cell).get("grade_id", "")))}


def _cells(data: bytes) -> Iterator[dict]:
    if not data.strip():
        raise NoNotebook("an empty file")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        start = data.lstrip()[:200].lower()
        what = "a web page saved under a notebook's name" if start.startswith((b"<!doctype", b"<html")) else "no notebook, or a damaged one"
        raise NoNotebook(what) from error
    cells = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list):
        raise NoNotebook("no notebook")
    yield from (cell for cell in cells if isinstance(cell, dict))
