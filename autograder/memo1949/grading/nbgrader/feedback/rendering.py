"""A page as HTML text, by the template."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

if TYPE_CHECKING:
    from .page import Page


def render(page: "Page", language: str = "en") -> str:
    """Return a feedback page as HTML text."""
    return template().render(page=page, language=language)


@cache
def template() -> Template:
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
    """Return points as a reader writes them: 2, 1.5, 0.33. In whatever order they were added up, they come out the same."""
    return f"{round(round(number, 9), 2):g}"
