"""What stands in formgrader in the place of an essay: the student's text, and beside it its quotations, the rubric, the samples."""

from collections import Counter
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from ..nbgrader.feedback.exporter import points
from ..nbgrader.feedback.markup import markdown
from .checking import Verdict
from .guidance import Guidance
from .quoted import LEAST
from .reading import Reading

BLANK = "Unanswered: nothing was written here. It counts 0 points and waits for nobody; a score that you type counts instead."


def panel(name: str, most: float, reading: Reading, guidance: Guidance | None, note: str = "", blank: bool = False) -> str:
    """Return an essay and the help for marking it, as HTML. `name` is its grade id, `most` its points.

    `note` says in words what help cannot be given; `blank` that nothing was written.
    """
    page = _template().render(
        name=name, most=most, reading=reading, guidance=guidance, note=note, blank=BLANK if blank else "", summary=_summary(reading), least=LEAST
    )
    return in_a_line(page)


def in_a_line(html: str) -> str:
    """Return HTML that Markdown hands on as it is: one block without line ends, and without what it takes for a formula."""
    for sign in "\n\r\t\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029$\\":
        html = html.replace(sign, f"&#{ord(sign)};")
    return f"<div>{html}</div>"


def _summary(reading: Reading) -> str:
    """Return how the quotations fared, in words."""
    if not reading.quotations:
        return "none found"
    counts = Counter(one.verdict for one in reading.quotations)
    return ", ".join(f"{counts[verdict]} {verdict.words}" for verdict in Verdict if counts[verdict])


@cache
def _template() -> Template:
    """Return the template, with its style."""
    environment = Environment(loader=PackageLoader(__package__, "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"points": points, "markdown": lambda source: Markup(markdown(source)), "safe_html": Markup}
    style = (files(__package__) / "templates" / "essay.css").read_text(encoding="utf-8")
    environment.globals["style"] = Markup(" ".join(style.split()))  # a style has no entities: it must be one line before all else is made one
    return environment.get_template("essay.html.j2")
