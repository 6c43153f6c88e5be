"""Plain errors: what a test cell or another locked cell raised becomes one sentence."""

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from .feedback.errors import plain_errors


class PlainErrors(NbGraderPreprocessor):
    """Keeps of a test cell's output what is meant for the student; runs after StripHidden, which says what was hidden."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Replace the outputs of one test cell, or the errors of one locked cell."""
        plain_errors(cell)
        return cell, resources
