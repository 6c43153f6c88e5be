"""Withholding leaks: output of a student's code that repeats the hidden tests does not reach the feedback page."""

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from .feedback.hidden import withhold


class WithholdLeaks(NbGraderPreprocessor):
    """Replaces each output that repeats a line of a hidden region by a sentence; runs after StripHidden."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Replace the outputs of all cells that leak."""
        withhold(nb, resources.get("memo1949", {}).get("hidden", ()))
        return nb, resources
