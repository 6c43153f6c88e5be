"""Dropping copies: a cell that a student pasted a second time becomes an ordinary cell.

nbgrader's own step leaves such a cell with empty nbgrader metadata, takes that for an old format a moment later, and
stops grading the whole class.
"""

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import DeduplicateIds


class DropCopies(DeduplicateIds):
    """nbgrader's step (of several cells with one grade id the last counts), which leaves copies without its metadata."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Make copies ordinary cells."""
        nb, resources = super().preprocess(nb, resources)
        for cell in nb.cells:
            if cell.metadata.get("nbgrader") == {}:
                del cell.metadata["nbgrader"]
        return nb, resources
