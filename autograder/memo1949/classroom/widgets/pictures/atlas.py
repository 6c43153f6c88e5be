"""A map of the parties of Asia: what Mao says of contacts, and what he, the narrator and two parties want of a bureau."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .... import edition
from .markup import Html, element, picture, svg, table, words
from .passages import name_of, passage_of

CREDIT = "Coastlines: Natural Earth (public domain), strongly simplified; no borders are drawn. A mark stands near the middle of a country. In Hong Kong works the “special comrade”."
WIDTH, LABEL = 330, 12
# Which side of its point a name stands on, so that neighbours do not meet.
LEFTWARD = {"burma", "siam", "malaya", "korea", "indonesia", "china"}
ABOVE = {"japan"}
HOMES = {"ccp": "china", "jcp": "japan"}


@dataclass(frozen=True, slots=True)
class Layer:
    """What can be switched on: the relations that it shows, and what it says of them."""

    name: str
    sign: str
    kinds: tuple[str, ...]
    source: str = ""


LAYERS = {
    "contacts": Layer("Contacts, as Mao reports them", "thin line; barred: no relations", ("contact", "no-contact")),
    "closest": Layer("Closest ties, as Mao reports them", "double line", ("closest",)),
    "mao": Layer("Mao's plan for a bureau", "square with M", ("plan",), "mao-zedong"),
    "soviet": Layer("The Soviet plan for a bureau", "circle with S", ("plan",), "narrator"),
    "wish": Layer("Parties that spoke out for a bureau", "diamond with +", ("wish",)),
    "warning": Layer("The narrator's warning of spies", "triangle with !", ("warning",)),
}
SAYS = {
    "contact": "the CCP keeps up contacts with it",
    "no-contact": "the CCP has no relations with it",
    "closest": "one of the two closest ties of the CCP",
    "plan": "a member of the first bureau",
    "wish": "spoke out for a bureau",
    "warning": "the narrator warns of spies in its politburo",
}


def mapped() -> Html:
    """Return the map with all its layers, and a table of what each layer says."""
    found = {name: shown(layer) for name, layer in LAYERS.items()}
    signs = [element("li", _sample(name), element("span", f"{layer.name} ({layer.sign})"), data_layer=name) for name, layer in LAYERS.items()]
    legend = element("ul", signs, class_="m49-legendlist")
    told = "; ".join(f"{layer.name}: {_countries(found[name])}" for name, layer in LAYERS.items())
    rows = [
        (layer.name, name_of(_party(edge)), SAYS[edge.kind], element("q", passage_of(edge).text), passage_of(edge).place, passage_of(edge).voice, edge.note)
        for name, layer in LAYERS.items()
        for edge in found[name]
    ]
    alike = table("What each layer says", ("layer", "party", "what is said", "the words", "where", "voice", "note"), rows)
    drawn = element("div", _drawing(found, f"Map of East and South-East Asia. {told}."), class_="m49-mapdrawing")
    read = element("ul", [_layer(name, found[name]) for name in LAYERS], class_="m49-layerlist")
    return picture("map", "The parties of Asia in the record", legend, drawn, element("p", CREDIT, class_="m49-place"), read, alike)


def _layer(name: str, edges: list[edition.Relation]) -> Html:
    """Return what a layer shows, in words, with the passages that it rests on."""
    passages = {passage_of(edge) for edge in edges}
    quoted = [
        (element("blockquote", f"“{passage.text}”", class_="m49-passage"), element("p", passage.place, " · ", passage.voice, class_="m49-place"))
        for passage in sorted(passages, key=lambda passage: passage.start)
    ]
    return element("li", element("p", element("strong", f"{LAYERS[name].name}: "), _countries(edges)), quoted, data_layer=name)


def _countries(edges: list[edition.Relation]) -> str:
    """Return the countries of a layer's parties, those without relations apart."""
    named = [[_country(_party(edge)) for edge in edges if (edge.kind == "no-contact") == denied] for denied in (False, True)]
    return ", ".join(named[0]) + (f" (no relations: {', '.join(named[1])})" if named[1] else "")


def shown(layer: Layer) -> list[edition.Relation]:
    """Return the relations of a layer, one for each party."""
    return [edge for kind in layer.kinds for edge in edition.relations(kind) if edge.source == layer.source or not layer.source]


def _party(edge: edition.Relation) -> str:
    """Return the party that a relation says something of: its target, except where parties themselves ask for a bureau."""
    return edge.source if edge.kind == "wish" else edge.target


def _home(party: str) -> str:
    """Return the id of the place where a party is at home."""
    return HOMES.get(party, party.removesuffix("-party"))


def _country(party: str) -> str:
    return edition.places()[_home(party)].name


def _drawing(found: dict[str, list[edition.Relation]], alt: str) -> Html:
    parties = list(dict.fromkeys(["ccp", *(_party(edge) for edges in found.values() for edge in edges)]))
    lines = [_line(name, edge) for name in ("contacts", "closest") for edge in found[name]]
    signs = [(_party(edge), name) for name in ("mao", "soviet", "wish", "warning") for edge in found[name]]
    badges = [_badge(name, party, [one for one, _ in signs[:index]].count(party)) for index, (party, name) in enumerate(signs)]
    points = [_point(party) for party in parties]
    hong_kong = _dot("hong-kong", "Hong Kong", small=True)
    land = element("path", d=coast(), class_="m49-land", fill="currentColor", fill_opacity=0.08, stroke="currentColor", stroke_opacity=0.35, stroke_width=0.7)
    return svg(WIDTH, _height(), alt, land, lines, hong_kong, points, badges)


@lru_cache(maxsize=1)
def _coast() -> dict:
    return json.loads((Path(__file__).parent / "coast.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def coast() -> str:
    """Return the coastlines as the data of one SVG path."""
    rings = (zip(ring[::2], ring[1::2], strict=True) for ring in _coast()["rings"])
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (at(*point) for point in ring)) + "z" for ring in rings)


def at(longitude: float, latitude: float) -> tuple[float, float]:
    """Return where a place lies in the drawing: an even grid of degrees, true to shape near 20° N."""
    west, _, east, north = _coast()["box"]
    step = WIDTH / (east - west)
    return (longitude - west) * step, (north - latitude) * step * 1.06


def _height() -> float:
    return at(0, _coast()["box"][1])[1]


def _where(party: str) -> tuple[float, float]:
    place = edition.places()[_home(party)]
    return at(place.longitude, place.latitude)


def _line(layer: str, edge: edition.Relation) -> Html:
    (x1, y1), (x2, y2) = _where("ccp"), _where(_party(edge))
    ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}", "stroke": "currentColor"}
    if edge.kind == "no-contact":
        x, y = (x1 + 6 * x2) / 7, (y1 + 6 * y2) / 7
        bar = element("path", d=f"M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10", stroke="currentColor", stroke_width=2.2, fill="none")
        return element("g", element("line", **ends, stroke_width=1.2, stroke_dasharray="2 4"), bar, data_layer=layer)
    if layer == "closest":
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        aside, down = (y2 - y1) / length * 2.2, (x1 - x2) / length * 2.2
        two = f"M{x1 + aside:.1f} {y1 + down:.1f}L{x2 + aside:.1f} {y2 + down:.1f}M{x1 - aside:.1f} {y1 - down:.1f}L{x2 - aside:.1f} {y2 - down:.1f}"
        return element("g", element("path", d=two, stroke="currentColor", stroke_width=1.8), data_layer=layer)
    return element("g", element("line", **ends, stroke_width=1.3), data_layer=layer)


def _dot(place: str, label: str, small: bool = False) -> Html:
    there = edition.places()[place]
    x, y = at(there.longitude, there.latitude)
    aside, down, anchor = (0, -9, "middle") if place in ABOVE else (-7, 4, "end") if place in LEFTWARD else (7, 4, "start")
    point = element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=2.5 if small else 4)
    return element("g", point, words(x + aside, y + down, label, text_anchor=anchor, font_size=10 if small else LABEL, class_="m49-maplabel"))


def _point(party: str) -> Html:
    return _dot(_home(party), "China (CCP)" if party == "ccp" else _country(party))


def _badge(layer: str, party: str, slot: int) -> Html:
    """Return a layer's sign below a party's name; `slot` says how many signs stand before it."""
    x, y = _where(party)
    way = -1 if _home(party) in LEFTWARD else 1
    return element("g", _shape(layer, x + way * (11 + 16 * slot), y + 15), data_layer=layer)


def _shape(layer: str, x: float, y: float) -> Html:
    """Return a layer's sign; each has a shape and a letter of its own."""
    inside = {"mao": "M", "soviet": "S", "wish": "+", "warning": "!"}[layer]
    box = {"fill": "none", "stroke": "currentColor", "stroke_width": 1.4, "class_": "m49-badge"}
    outlines = {
        "mao": element("rect", x=f"{x - 6.5:.1f}", y=f"{y - 6.5:.1f}", width=13, height=13, **box),
        "soviet": element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=7, **box),
        "wish": element("path", d=f"M{x:.1f} {y - 8.5:.1f}l8.5 8.5l-8.5 8.5l-8.5 -8.5z", **box),
        "warning": element("path", d=f"M{x:.1f} {y - 8.5:.1f}l8.5 15h-17z", **box),
    }
    return element("g", outlines[layer], words(x, y + (5 if layer == "warning" else 3.8), inside, text_anchor="middle", font_size=10, font_weight="700"))


def _sample(layer: str) -> Html:
    line = {"x1": 3, "x2": 43, "y1": 10, "y2": 10, "stroke": "currentColor"}
    if layer == "contacts":
        drawn = element("line", **line, stroke_width=1.3)
    elif layer == "closest":
        drawn = element("path", d="M3 7.8h40M3 12.2h40", stroke="currentColor", stroke_width=1.8)
    else:
        drawn = _shape(layer, 23, 10)
    return element("svg", drawn, viewBox="0 0 46 20", width=46, height=20, fill="currentColor", font_family="system-ui, sans-serif", aria_hidden="true")
