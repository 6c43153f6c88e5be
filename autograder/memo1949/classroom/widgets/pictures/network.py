"""Who knows whom and who judges whom, as arcs between names in the order in which the record brings them in."""

from collections import defaultdict
from dataclasses import dataclass

from .... import edition
from .markup import Html, counted, element, picture, svg, table, words
from .passages import name_of, passage_of, within

PATTERNS = {"solid": None, "dashed": "7 4", "dotted": "1.5 4", "dash and dot": "9 3 1.5 3"}
QUESTIONS = {"knows": "Who knows whom", "judges": "Who judges whom"}


@dataclass(frozen=True, slots=True)
class Line:
    """How a kind of relation is drawn: its pattern, what the line says between two names, and the few words beside it."""

    pattern: str
    says: str
    label: str


LINES = {
    "knows": {
        "present": Line("solid", "sits in the room with", "in the room"),
        "secret": Line("dashed", "shares the secret with", "the secret"),
        "liaison": Line("dashed", "keeps up the liaison with", "liaison"),
        "together": Line("dotted", "is named together with", "together"),
        "brought": Line("dotted", "brought guidelines to", "brought"),
        "letter": Line("dotted", "wrote a letter to", "a letter"),
        "group": Line("dash and dot", "is said to have sided with", "sided with"),
        "allies": Line("dash and dot", "is said to have used the services of", "services"),
        "friend": Line("dash and dot", "is said to be a good friend of", "good friend"),
    },
    "judges": {
        "warm": Line("solid", "speaks well of", "speaks well of"),
        "critical": Line("dashed", "finds fault with", "finds fault"),
        "hostile": Line("dotted", "speaks with hostility of", "hostile"),
    },
}
LEGENDS = {
    "knows": {
        "solid": "in the room that evening",
        "dashed": "shares a secret, keeps up liaison",
        "dotted": "a letter, a journey, work or death together",
        "dash and dot": "a tie that the record charges somebody with",
    },
    "judges": {"solid": "speaks well of", "dashed": "finds fault with", "dotted": "speaks with hostility of"},
}
NAMES, ARCS, WIDTH, TOP, ROW = 140, 145, 300, 14, 22


def related(kind: str, section: str | None = None) -> Html:
    """Return the network of relations of a kind, in a section or everywhere; raises KeyError for an unknown kind or section."""
    if kind not in LINES:
        raise KeyError(f"There is no network {kind!r}. Networks: {', '.join(LINES)}.")
    edges = within(edition.relations(kind), section)
    if not edges:
        raise ValueError(f"The section {section!r} says of nobody whom they {kind.removesuffix('s')}. Leave section= out.")
    names = list(dict.fromkeys(end for edge in edges for end in (edge.source, edge.target)))
    rows = [(_sentence(kind, edge), element("q", passage_of(edge).text), passage_of(edge).place, passage_of(edge).voice, edge.note) for edge in edges]
    alike = table("The relations, in the order of the text", ("relation", "the words", "where", "voice", "note"), rows)
    title = QUESTIONS[kind] + (f": {section.replace('-', ' ')}" if section else "")
    drawn = _drawing(kind, edges, names)
    return picture(f"network m49-{kind}", title, _legend(kind, edges), element("div", drawn, _list(kind, edges, names), class_="m49-net"), alike)


def _sentence(kind: str, edge: edition.Relation) -> str:
    return f"{name_of(edge.source)} {LINES[kind][edge.value].says} {name_of(edge.target)}"


def _legend(kind: str, edges: list[edition.Relation]) -> Html:
    used = {LINES[kind][edge.value].pattern for edge in edges}
    entries = []
    for pattern, text in LEGENDS[kind].items():
        if pattern in used:
            line = element("line", x1=1, x2=45, y1=10, y2=10, stroke="currentColor", stroke_width=2.2, stroke_dasharray=PATTERNS[pattern])
            sample = element("svg", line, viewBox="0 0 46 20", width=46, height=20, aria_hidden="true", class_=f"m49-{pattern.replace(' ', '-')}")
            entries.append(element("li", sample, element("span", f"{pattern}: {text}")))
    return element("ul", entries, class_="m49-legendlist")


def _drawing(kind: str, edges: list[edition.Relation], names: list[str]) -> Html:
    bundles = defaultdict(list)
    for edge in edges:
        bundles[edge.source, edge.target, LINES[kind][edge.value].pattern].append(edge)
    height = TOP * 2 + ROW * len(names)
    place = {name: TOP + ROW * index + ROW / 2 for index, name in enumerate(names)}
    arcs = [_arc(pattern, place[source], place[target], kind, those, height) for (source, target, pattern), those in bundles.items()]
    nodes = [
        element("g", element("rect", x=0, y=f"{place[name] - 10:.1f}", width=NAMES, height=20, fill="none", class_="m49-hitbox"),
                words(NAMES - 4, place[name] + 4, _short(name_of(name)), text_anchor="end"), data_node=name)
        for name in names
    ]  # fmt: skip
    alt = f"{QUESTIONS[kind]}: {counted(len(names), 'name')} in the order of the record, {counted(len(bundles), 'line')} between them. The table has them all."
    return element("div", svg(WIDTH, height, alt, arcs, nodes), class_="m49-netdrawing")


def _arc(pattern: str, start: float, end: float, kind: str, those: list[edition.Relation], height: float) -> Html:
    shift = (list(PATTERNS).index(pattern) - 1) * 3.5
    y1, y2 = start + shift, end + shift
    if start == end:
        d, apex = f"M{ARCS} {y1 - 5}c26 -8 26 18 0 10", 22
    else:
        wide = 24 + 168 * (abs(end - start) / height) ** 0.8
        d, apex = f"M{ARCS} {y1:.1f}C{ARCS + wide:.1f} {y1:.1f} {ARCS + wide:.1f} {y2:.1f} {ARCS} {y2:.1f}", wide * 0.75
    line = element("path", d=d, fill="none", stroke="currentColor", stroke_width=1 + 0.5 * len(those), stroke_dasharray=PATTERNS[pattern])
    tip = element("path", d=f"M{ARCS - 1} {y2:.1f}l8 -3.6v7.2z") if kind == "judges" else None
    # Inside a wide arc there is room for its label, beside a narrow one.
    wide_enough, lower = apex > 105, list(PATTERNS).index(pattern) * 11 - 7
    at = {"text_anchor": "end" if wide_enough else "start", "display": "none", "font_size": 10, "class_": "m49-arclabel"}
    label = words(ARCS + apex + (-6 if wide_enough else 4), (y1 + y2) / 2 + lower, LINES[kind][those[0].value].label, **at)
    return element("g", line, tip, label, data_source=those[0].source, data_target=those[0].target, class_=f"m49-arc m49-{pattern.replace(' ', '-')}")


def _short(name: str, most: int = 22) -> str:
    """Return a name that fits beside the arcs."""
    plain = name.replace("(unnamed comrade in Hong Kong)", "comrade in Hong Kong").replace("Communist Party", "CP")
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def _list(kind: str, edges: list[edition.Relation], names: list[str]) -> Html:
    """Return what is said of each name, name by name, for reading beside the drawing."""
    entries = []
    for name in names:
        own = [edge for edge in edges if name in (edge.source, edge.target)]
        lines = [
            element("li", element("p", _sentence(kind, edge), class_="m49-edge"), element("blockquote", f"“{passage_of(edge).text}”", class_="m49-passage"),
                    element("p", passage_of(edge).place, " · ", passage_of(edge).voice, f" · {edge.note}" if edge.note else "", class_="m49-place"))
            for edge in own
        ]  # fmt: skip
        entries.append(element("details", element("summary", f"{name_of(name)} ({len(own)})"), element("ul", lines), data_entry=name))
    return element("div", entries, class_="m49-entrylist")
