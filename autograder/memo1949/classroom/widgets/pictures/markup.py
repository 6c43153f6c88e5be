"""Writing HTML and SVG: elements, tables, and the frame that every picture stands in."""

from collections.abc import Iterable, Sequence
from html import escape


class Html(str):
    """A text that is HTML already, so that it is not escaped again."""

    __slots__ = ()


def element(name: str, *children: object, **attributes: object) -> Html:
    """Return an element. Children are texts (escaped), Html, lists of them, or None for nothing.

    Attributes are written with _ for -, and with _ behind Python's own words (class_); None and False leave one out, True
    gives it no value.
    """
    written = (
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Html(f"<{name}{''.join(written)}>{inner(children)}</{name}>")


def inner(children: object) -> Html:
    """Return children of an element, however deep they lie in lists, as HTML."""
    if children is None:
        return Html("")
    if isinstance(children, Html):
        return children
    if isinstance(children, Iterable) and not isinstance(children, str):
        return Html("".join(inner(child) for child in children))
    return Html(escape(str(children), quote=False))


def svg(width: float, height: float, alt: str, *children: object, class_: str = "") -> Html:
    """Return a picture that grows with its place; `alt` says in words what it shows. What it holds is hidden from screen readers."""
    box = f"0 0 {width:g} {height:g}"
    kept = {"viewBox": box, "width": "100%", "role": "img", "aria_label": alt, "class_": f"m49-svg {class_}".strip()}
    return element("svg", *children, xmlns="http://www.w3.org/2000/svg", font_family="system-ui, sans-serif", font_size="12", fill="currentColor", **kept)


def words(x: float, y: float, text: str, **attributes: object) -> Html:
    """Return a text in a picture."""
    return element("text", text, x=f"{x:.1f}", y=f"{y:.1f}", **attributes)


def table(caption: str, head: Sequence[object], rows: Iterable[Sequence[object]]) -> Html:
    """Return a table whose first column names its rows."""
    top = element("tr", [element("th", name, scope="col") for name in head])
    body = [element("tr", element("th", row[0], scope="row"), [element("td", cell) for cell in row[1:]]) for row in rows]
    inside = (element("caption", caption), element("thead", top), element("tbody", body))
    # Wider than a phone it scrolls, and what scrolls must be reached by keyboard.
    return element("div", element("table", inside, class_="m49-table"), class_="m49-scroll", tabindex=0, role="region", aria_label=caption)


def picture(kind: str, title: str, *children: object) -> Html:
    """Return the frame of a picture: its title and what it is made of. The class names are for whoever styles it."""
    head = element("p", element("strong", title), class_="m49-title")
    return element("section", head, children, class_=f"memo1949-picture m49-{kind}", aria_label=title)


def listed(names: Sequence[str]) -> str:
    """Return names in a row: a, b and c."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 1 passage, 2 passages."""
    return f"{number} {one if number == 1 else many or one + 's'}"
