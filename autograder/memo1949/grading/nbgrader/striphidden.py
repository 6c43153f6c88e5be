"""Stripping what is hidden: hidden tests and mark schemes leave the notebook before it becomes a feedback page.

The autograded notebook has them back in: nbgrader puts them there to run them.
"""

from functools import cached_property

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, NbGraderPreprocessor

from .feedback.hidden import strip, strip_all

__all__ = ["StripHidden", "strip"]


class StripHidden(NbGraderPreprocessor):
    """Takes out every hidden region and keeps its lines in `resources["memo1949"]["hidden"]` for the steps after it."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Strip all cells, by the delimiters that nbgrader's own steps are configured with."""
        resources["memo1949"] = {"hidden": strip_all(nb, *self.delimiters)}
        return nb, resources

    @cached_property
    def delimiters(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """What begins and what ends a hidden region."""
        tests, scheme = ClearHiddenTests(parent=self), ClearMarkScheme(parent=self)
        return (tests.begin_test_delimeter, scheme.begin_mark_scheme_delimeter), (tests.end_test_delimeter, scheme.end_mark_scheme_delimeter)
