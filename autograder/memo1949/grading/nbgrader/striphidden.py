"""Stripping what is hidden: hidden tests and mark schemes leave the notebook before it becomes a feedback page.

The autograded notebook has them back in: nbgrader puts them there to run them.
"""

from functools import cached_property

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, NbGraderPreprocessor


class StripHidden(NbGraderPreprocessor):
    """Takes out every hidden region and keeps its lines in `resources["memo1949"]["hidden"]` for the steps after it."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Strip all cells, by the delimiters that nbgrader's own steps are configured with."""
        begin, end = self._delimiters
        hidden: list[str] = []
        for cell in nb.cells:
            cell.source, taken = strip(cell.source, begin, end)
            if taken:
                hidden += taken
                cell.metadata["memo1949"] = {"hidden": True}
        resources["memo1949"] = {"hidden": hidden}
        return nb, resources

    @cached_property
    def _delimiters(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Return what begins and what ends a hidden region."""
        tests, scheme = ClearHiddenTests(parent=self), ClearMarkScheme(parent=self)
        return (tests.begin_test_delimeter, scheme.begin_mark_scheme_delimeter), (tests.end_test_delimeter, scheme.end_mark_scheme_delimeter)


def strip(source: str, begin: tuple[str, ...], end: tuple[str, ...]) -> tuple[str, list[str]]:
    """Return a source without its hidden regions, and the lines taken out.

    A region that never ends reaches to the end of the cell: better too much hidden than too little.
    """
    if not any(mark in source for mark in (*begin, *end)):
        return source.strip("\n"), []
    kept, taken, inside = [], [], False
    for line in source.split("\n"):
        if any(mark in line for mark in begin):
            inside = True
        elif any(mark in line for mark in end):
            inside = False
        else:
            (taken if inside else kept).append(line)
    return "\n".join(kept).strip("\n"), taken
