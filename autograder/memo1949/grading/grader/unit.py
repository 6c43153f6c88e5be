"""A unit as the gradebook knows it: notebooks, their cells and points. Plain data, so that workers can be given it."""

from dataclasses import asdict, dataclass, field

from nbgrader.api import Assignment, Gradebook, MissingEntry, Notebook

from ..nbgrader.running import CourseError


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
    """A cell that gives points, or a written one: nbgrader's name, row and maximum."""

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
    """An assignment: its row, and its notebooks by name."""

    name: str
    id: str
    notebooks: dict[str, NotebookPlan]

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
        return cls(data["name"], data["id"], notebooks)


def load(gradebook: Gradebook, name: str) -> Unit:
    """Read a unit from the gradebook; raises CourseError when it is not there."""
    try:
        assignment: Assignment = gradebook.find_assignment(name)
    except MissingEntry:
        raise CourseError(f"The gradebook has no assignment {name!r}. Run `nbgrader generate_assignment {name}` first.") from None
    return Unit(assignment.name, assignment.id, {notebook.name: _plan(notebook) for notebook in assignment.notebooks})


def _plan(notebook: Notebook) -> NotebookPlan:
    cells = [SourceCell(c.name, c.cell_type, bool(c.locked), c.source or "", c.checksum, c.id) for c in notebook.source_cells]
    return NotebookPlan(
        notebook.name,
        notebook.id,
        notebook.kernelspec,
        cells,
        [GradedCell(c.name, c.id, float(c.max_score), c.cell_type) for c in notebook.grade_cells],
        [GradedCell(c.name, c.id) for c in notebook.solution_cells],
        [GradedCell(c.name, c.id, float(c.max_score), "markdown") for c in notebook.task_cells],
    )
