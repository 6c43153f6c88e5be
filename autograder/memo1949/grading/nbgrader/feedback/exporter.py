"""The exporter that nbgrader's GenerateFeedback calls: notebook in, page out."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbformat.notebooknode import NotebookNode
from traitlets import Unicode, default

from .page import Page, page_of


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


def render(page: Page, language: str = "en") -> str:
    """Return a feedback page as HTML text."""
    return _template().render(page=page, language=language)


@cache
def _template() -> Template:
    """Return the page's template, with its style in it; compiled once."""
    environment = Environment(
        loader=PackageLoader(__package__, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = points
    style = (Path(__file__).parent / "templates" / "feedback.css").read_text(encoding="utf-8")
    environment.globals["style"] = Markup(style)
    return environment.get_template("feedback.html.j2")


def points(number: float) -> str:
    """Return points as a reader writes them: 2, 1.5, 0.33."""
    return f"{round(number, 2):g}"
