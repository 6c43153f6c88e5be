"""The guide as a page: one HTML file that asks nothing of any other host, and prints."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from ...edition.registers import Name
from ..nbgrader.feedback.exporter import points
from ..nbgrader.feedback.markup import code, markdown
from .answers import place
from .guide import Guide

# How the kinds of names are called for a reader.
_KINDS = {"document": "in the record", "editor": "in a bracket", "wade-giles": "Wade-Giles", "pinyin": "pinyin", "characters": "characters"}
_RESULTS = {
    "agrees": "borne out",
    "agrees-in-part": "borne out in part",
    "differs": "contradicted",
    "open": "left open",
    "not-independent": "borne out, but from the same mouth",
    "weakened": "made less likely",
}


def render(guide: Guide) -> str:
    """Return the guide as HTML text: the same for the same notebooks, with no date and no path in it."""
    places = {claim.id: place(claim.start, claim.end) for unit in guide.units for claim in unit.claims}
    return _template().render(guide=guide, results=_RESULTS, places=places)


@cache
def _template() -> Template:
    """Return the page's template, with the style of feedback pages and reports and its own."""
    environment = Environment(
        loader=PackageLoader(__package__, "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "points": points,
        "markdown": lambda source: Markup(markdown(_without_headings(source))),
        "inline": lambda source: Markup(markdown(source).strip().removeprefix("<p>").removesuffix("</p>")),
        "code": lambda source: Markup(code(source)),
        "names": _names,
    }
    grading = files(__package__.rpartition(".")[0])
    styles = ("nbgrader/feedback/templates/feedback.css", "report/templates/report.css", "guide/templates/guide.css")
    environment.globals["style"] = Markup("\n".join((grading / style).read_text(encoding="utf-8") for style in styles))
    return environment.get_template("guide.html.j2")


def _without_headings(source: str) -> str:
    """Return Markdown without its headings: the page has its own."""
    return "\n".join(line for line in source.splitlines() if not line.startswith("#"))


def _names(variants: tuple[Name, ...], kind: str) -> str:
    """Return the variants of one kind, or with "rest" those of all others, as a list in words."""
    if kind != "rest":
        return ", ".join(name.text for name in variants if name.kind == kind)
    return ", ".join(f"{name.text} ({_KINDS[name.kind]})" if name.kind in _KINDS else name.text for name in variants if name.kind not in ("document", "characters"))
