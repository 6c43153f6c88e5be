"""Restoring cells: what a student deleted stands in its place again before the notebook is graded.

nbgrader's own step looks for the place of a missing test cell behind the cell that stood before it, and stops with a
KeyError when that is a locked cell without points. Ours always are: the question stands before its test.
"""

from dataclasses import dataclass
from types import SimpleNamespace

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode, from_dict
from nbgrader.api import Gradebook, Notebook, SourceCell
from nbgrader.preprocessors import OverwriteCells

from ..grader.dropping import dropped

FOREIGN = "is not of this notebook, but pasted from another one"


@dataclass(frozen=True, slots=True)
class _AsReleased:
    """A gradebook that says of dropped questions what they gave when they were released.

    The gradebook itself has 0 for a question that is out of the total. With that nbgrader would find the test cell's checksum
    wrong and any mark too high.
    """

    gradebook: Gradebook
    points: dict[tuple[str, str], float]

    def find_graded_cell(self, name: str, notebook: str, assignment: str) -> object:
        cell = self.gradebook.find_graded_cell(name, notebook, assignment)
        return SimpleNamespace(max_score=self.points[notebook, name]) if (notebook, name) in self.points else cell

    def __getattr__(self, name: str) -> object:
        return getattr(self.gradebook, name)


class RestoreCells(OverwriteCells):
    """nbgrader's step, with `add_missing_cells` that also restores locked cells, and finds every place; dropped questions keep
    their points in the notebook, and no cell of another assignment's stops the submission."""

    def preprocess_cell(self, cell: NotebookNode, resources: ResourcesDict, cell_index: int) -> tuple[NotebookNode, ResourcesDict]:
        """Put a cell back as it was released; one that was pasted from another assignment becomes an ordinary cell."""
        if not isinstance(self.gradebook, _AsReleased):
            points = {place: one.points for place, one in dropped(self.gradebook, self.assignment_id).items()}
            self.gradebook = _AsReleased(self.gradebook, points)
        name = _name(cell)
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if name is not None and _name(cell) is None:
            # nbgrader takes away the name and leaves the rest, over which a later step of its own stumbles.
            del cell.metadata["nbgrader"]
            self.log.warning("The cell %r %s: it counts as one of the student's own", str(name)[:100], FOREIGN)
        return cell, resources

    def add_missing_grade_cells(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Put back every missing locked, graded or solution cell, behind the cell that stood before it."""
        source = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        tasks = {cell.name for cell in source.task_cells}  # nbgrader puts these at the end, by itself
        place = 0
        for cell in source.source_cells:
            found = next((at for at, other in enumerate(nb.cells) if _name(other) == cell.name), None)
            if found is not None:
                place = found + 1
            elif cell.name not in tasks:
                self.log.warning("Cell %s is missing from the submission; it is put back", cell.name)
                nb.cells.insert(place, self._restored(cell, source))
                place += 1
        return nb, resources

    def _restored(self, cell: SourceCell, source: Notebook) -> NotebookNode:
        """Return a missing cell as it was released, with its hidden tests."""
        points = {graded.name: self.gradebook.find_graded_cell(graded.name, self.notebook_id, self.assignment_id).max_score for graded in source.grade_cells}
        solution = cell.name in {written.name for written in source.solution_cells}
        restored = from_dict(self.missing_cell_transform(cell, points.get(cell.name, 0), is_solution=solution))
        restored["id"] = cell.name if len(cell.name) <= 64 else cell.id
        if not solution:
            restored.source = cell.source  # nbgrader's notice is for whoever marks a written answer by hand
        if cell.name not in points:
            restored.metadata.nbgrader["grade"] = False
            restored.metadata.nbgrader.pop("points", None)
        return restored


def _name(cell: NotebookNode) -> str | None:
    """Return a cell's grade id."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")
