"""The exporter that nbgrader's GenerateFeedback calls: notebook in, page out."""

from typing import Any

from nbconvert.exporters import Exporter
from nbformat.notebooknode import NotebookNode
from traitlets import Unicode, default

from .page import page_of
from .rendering import points, render

__all__ = ["FeedbackExporter", "points", "render"]


class FeedbackExporter(Exporter):
    """Writes a marked notebook as a feedback page; the steps named in the settings have prepared it.

    Not an HTMLExporter: formgrader's and nbgrader's settings for that class do not reach it, nor its settings them.
    """

    language = Unicode("en", help="The language of the assignment, for screen readers (a BCP 47 tag).").tag(config=True)
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page and nbconvert's resources."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return render(page_of(nb, resources), self.language), resources
