"""The numbers of the party and of its armies, with what the record says around each: up to, more than, about, or nothing."""

from math import log10

from .... import edition
from ..marks import time_in_words
from .markup import Html, element, picture, svg, table, words
from .passages import Passage, passage_of, short_time

SERIES = {
    "The party: members of the CCP": ("members of the CCP",),
    "Its army: fighters and soldiers": ("fighters of the CCP", "soldiers of the People's Liberation Army"),
    "Zhang Guotao's army, and its losses": ("soldiers of Zhang Guotao's army", "losses of Zhang Guotao's army"),
}
QUALIFIERS = {"up-to": "up to ", "exactly": "", "more-than": "more than ", "about": "about "}
EXPLAINED = {
    "up-to": "up to: a ceiling, the number may have been lower",
    "exactly": "no qualifier: stated as it stands",
    "more-than": "more than: a floor, the number was higher",
    "about": "about: roughly, it may have been either",
}
WIDTH, LEFT, RIGHT, TOP, ROW = 300, 80, 296, 26, 44
SCALES = {
    "steps": "each step ten times the one before",
    "even": "an even scale",
}
_TICKS = {
    "steps": ((10_000, "10,000"), (100_000, "100,000"), (1_000_000, "1 million")),
    "even": ((0, "0"), (1_000_000, "1 million"), (2_000_000, "2 million"), (3_000_000, "3 million")),
}


def plotted() -> Html:
    """Return the numbers of each series, drawn on both scales, with a table."""
    given = {name: [number for number in edition.annotations("numbers") if number.counts in counted] for name, counted in SERIES.items()}
    parts = [_series(name, those) for name, those in given.items()]
    legend = element("ul", [element("li", _sample(kind), element("span", text)) for kind, text in EXPLAINED.items()], class_="m49-legendlist")
    rows = [(_when(number), said(number), number.counts, element("q", _sentence(number)), passage_of(number).place, number.note) for those in given.values() for number in those]
    alike = table("The numbers, as the record states them", ("when", "number", "of what", "the words", "where", "note"), rows)
    return picture("figures", "The party's numbers, and how sure the record is of them", legend, parts, alike)


def said(number: edition.Number) -> str:
    """Return a number with its qualifier: up to 50,000."""
    return f"{QUALIFIERS[number.qualifier]}{int(number.value):,}"


def _when(number: edition.Number) -> str:
    return time_in_words(number.date) if number.date else "not dated"


def _sentence(number: edition.Number) -> str:
    """Return the words around a number, enough to see what it counts."""
    around = Passage(max(0, number.start - 55), number.end + 45).text.split(" ")
    return f"… {' '.join(around[1:-1])} …"


def _series(name: str, those: list[edition.Number]) -> Html:
    told = "; ".join(f"{_when(number)}: {said(number)} {number.counts}" for number in those)
    drawn = [element("div", _drawing(those, scale, f"{name}. {told}."), data_scale=scale, hidden=scale != "steps") for scale in SCALES]
    return element("div", element("p", name, class_="m49-subhead"), drawn, class_="m49-series", data_series=name)


def _drawing(those: list[edition.Number], scale: str, alt: str) -> Html:
    bottom = TOP + ROW * len(those)
    grid = [
        (
            element("line", x1=f"{_x(at, scale):.1f}", x2=f"{_x(at, scale):.1f}", y1=TOP - 6, y2=bottom, stroke="currentColor", stroke_opacity=0.25),
            words(_x(at, scale), 12, label, text_anchor="middle", font_size=11),
        )
        for at, label in _TICKS[scale]
    ]
    rows = [_row(number, TOP + ROW * index + ROW / 2, scale) for index, number in enumerate(those)]
    return svg(WIDTH, bottom + 4, alt + f" Drawn with {SCALES[scale]}.", grid, rows)


def _row(number: edition.Number, y: float, scale: str) -> Html:
    x = _x(int(number.value), scale)
    before = x > (LEFT + RIGHT) / 2
    name = [words(0, y + 4 + 13 * line, part) for line, part in enumerate(_lines(short_time(_when(number))))]
    label = words(x + (-14 if before else 14), y - 8, said(number), text_anchor="end" if before else "start", font_weight="600")
    return element("g", name, _mark(number.qualifier, x, y + 4), label)


def _lines(text: str) -> list[str]:
    """Break a text that is too long for the left column."""
    first, _, second = text.partition(" to ")
    return [text] if len(text) <= 12 or not second else [f"{first} to", second]


def _x(value: int, scale: str) -> float:
    share = log10(max(value, 5000) / 5000) / log10(8_000_000 / 5000) if scale == "steps" else value / 3_600_000
    return LEFT + share * (RIGHT - LEFT)


def _mark(qualifier: str, x: float, y: float) -> Html:
    """Return the sign of a qualifier at a place: arrows point to where the true number may lie."""
    line = {"stroke": "currentColor", "stroke_width": 2, "fill": "none"}
    if qualifier == "exactly":
        return element("circle", cx=f"{x:.1f}", cy=y, r=5.5)
    if qualifier == "about":
        wave = element("path", d=f"M{x - 20:.1f} {y}q3.5 -5 7 0t7 0M{x + 6:.1f} {y}q3.5 -5 7 0t7 0", **line)
        return element("g", wave, element("path", d=f"M{x:.1f} {y - 6}l6 6l-6 6l-6 -6z", **line))
    way = -1 if qualifier == "up-to" else 1
    cap = element("path", d=f"M{x:.1f} {y - 8}v16M{x:.1f} {y}h{way * 24}", **line)
    tip = element("path", d=f"M{x + way * 28:.1f} {y}l{-way * 9} -5v10z")
    return element("g", cap, tip)


def _sample(qualifier: str) -> Html:
    drawn = _mark(qualifier, {"up-to": 38, "more-than": 8}.get(qualifier, 23), 10)
    return element("svg", drawn, viewBox="0 0 46 20", width=46, height=20, fill="currentColor", aria_hidden="true")
