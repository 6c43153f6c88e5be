"""A unit as the gradebook knows it: notebooks, their cells and points. Plain data, so that workers can be given it."""

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from ..nbgrader.running import CourseError
from . import dropping
from .book import Book, within

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell as it was released, with its hidden tests. The names are nbgrader's: its own steps read them."""

    name: str
    cell_type: str
    locked: bool
    source: str
    checksum: str | None
    id: str


@dataclass(frozen=True, slots=True)
class GradedCell:
    """A cell that gives points, or a written one: nbgrader's name, row and maximum, as it was released: dropped or not."""

    name: str
    id: str
    max_score: float = 0.0
    cell_type: str = "code"


@dataclass(frozen=True, slots=True)
class NotebookPlan:
    """One notebook of a unit."""

    name: str
    id: str
    kernelspec: str | None
    source_cells: list[SourceCell] = field(default_factory=list)
    grade_cells: list[GradedCell] = field(default_factory=list)
    solution_cells: list[GradedCell] = field(default_factory=list)
    task_cells: list[GradedCell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unit:
    """An assignment: its row, its notebooks by name, and what everyone has for questions that are dropped, by notebook."""

    name: str
    id: str
    notebooks: dict[str, NotebookPlan]
    dropped: dict[str, dict[str, float]] = field(default_factory=dict)

    def to_json(self) -> dict:
        """Return the unit as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "Unit":
        """Return the unit for data that `to_json` made."""
        kinds = {"source_cells": SourceCell, "grade_cells": GradedCell, "solution_cells": GradedCell, "task_cells": GradedCell}
        notebooks = {
            name: NotebookPlan(**{key: [kinds[key](**cell) for cell in value] if key in kinds else value for key, value in plan.items()})
            for name, plan in data["notebooks"].items()
        }
        return cls(data["name"], data["id"], notebooks, data["dropped"])


def load(gradebook: "Gradebook", name: str) -> Unit:
    """Read a unit from a gradebook that is open; raises CourseError when it is not there."""
    with within(gradebook.engine) as book:
        return read(book, name)


def read(book: Book, name: str) -> Unit:
    """Read a unit from the gradebook's tables; raises CourseError when it is not there."""
    there = book.rows("SELECT id FROM assignment WHERE name = :name", name=name)
    if not there:
        raise CourseError(f"The gradebook has no assignment {name!r}. Run `nbgrader generate_assignment {name}` first.")
    dropped = dropping.read(book, name)
    rows = book.rows("SELECT name, id, kernelspec FROM notebook WHERE assignment_id = :unit ORDER BY name", unit=there[0][0])
    notebooks = {row[0]: _plan(book, dropped, *row) for row in rows}
    counts = {plan: {one.question: one.counts for one in dropped.values() if one.notebook == plan} for plan in notebooks}
    return Unit(name, there[0][0], notebooks, counts)


def _plan(book: Book, dropped: dict, name: str, key: str, kernelspec: str | None) -> NotebookPlan:
    cells = book.rows("SELECT name, cell_type, locked, source, checksum, id FROM source_cell WHERE notebook_id = :key", key=key)
    kinds = "SELECT base_cell.name, base_cell.id{} FROM base_cell JOIN {} AS kind ON kind.id = base_cell.id WHERE base_cell.notebook_id = :key"
    grade, solution, task = (
        book.rows(kinds.format(more, table), key=key)
        for table, more in (("grade_cells", ", kind.max_score, kind.cell_type"), ("solution_cells", ""), ("task_cells", ", kind.max_score"))
    )

    def released(cell: str, points: float) -> float:
        one = dropped.get((name, cell))
        return one.points if one is not None else float(points)

    return NotebookPlan(
        name,
        key,
        kernelspec,
        [SourceCell(cell, kind, bool(locked), source or "", checksum, row) for cell, kind, locked, source, checksum, row in cells],
        [GradedCell(cell, row, released(cell, points), kind) for cell, row, points, kind in grade],
        [GradedCell(cell, row) for cell, row in solution],
        [GradedCell(cell, row, released(cell, points), "markdown") for cell, row, points in task],
    )
