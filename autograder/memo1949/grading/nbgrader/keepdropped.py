"""Releasing an assignment anew: a question that was dropped for everyone stays dropped."""

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import SaveCells

from ..grader import dropping


class KeepDropped(SaveCells):
    """nbgrader's step, which writes each question's points into the gradebook; those that are out of the total are taken out again."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Save the cells."""
        nb, resources = super().preprocess(nb, resources)
        dropping.settle(self.gradebook, self.assignment_id)
        self.gradebook.close()
        return nb, resources
