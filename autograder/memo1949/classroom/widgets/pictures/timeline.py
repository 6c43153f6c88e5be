"""Events in the order in which the record tells them, against the order in which they happened."""

from .... import edition
from ..marks import time_in_words
from .markup import Html, counted, element, picture, svg, table, words
from .passages import name_of, passage_of, short_time, within

WIDTH, NUMBERS, DATES, TOP, ROW = 300, 26, 204, 30, 19
UNDATED = "no date given"


def told(section: str | None = None) -> Html:
    """Return the events of a section, or of the whole record, in both orders; raises KeyError for an unknown section."""
    found = within(edition.events().values(), section)
    if not found:
        raise ValueError(f"The section {section!r} tells no event. Choose another one, or leave section= out.")
    ranks = order(found)
    entries = [_entry(event, number, ranks[event.id]) for number, event in enumerate(found, 1)]
    rows = [
        (str(number), event.name, when(event), name_of(event.said_by), element("q", passage_of(event).text), passage_of(event).place, others(event))
        for number, event in enumerate(found, 1)
    ]
    alike = table("The events, in the order of telling", ("told as no.", "event", "when, by the record", "who says it", "the words", "where", "other sources"), rows)
    title = f"{counted(len(found), 'event')}: told, and happened" + (f" ({section.replace('-', ' ')})" if section else "")
    drawn = element("div", _drawing(found), class_="m49-timedrawing")
    return picture("timeline", title, element("div", drawn, element("ol", entries, class_="m49-events"), class_="m49-time"), alike)


def when(event: edition.Event) -> str:
    """Return an event's date in words, as the record gives it."""
    return time_in_words(event.date) if event.date else UNDATED


def uncertain(event: edition.Event) -> bool:
    """Say whether an event's date is open, approximate or doubtful, or readers may differ on it."""
    return doubtful(event) or ".." in event.date


def doubtful(event: edition.Event) -> bool:
    """Say whether an event's date is approximate or doubtful, or readers may differ on it."""
    return event.certainty != "high" or any(sign in event.date for sign in "~?%")


def others(event: edition.Event) -> str:
    """Return what other sources say of an event, with the reference; "" when the edition has nothing."""
    dated = f"{time_in_words(event.other_date)}. " if event.other_date else ""
    return f"{dated}{event.others} {f'Reference: {event.reference}' if event.reference and event.others else ''}".strip()


def order(found: list[edition.Event]) -> dict[str, int]:
    """Return each event's place in the order of events, from 0; those without a date come last, in the order of telling."""
    ranked = sorted(range(len(found)), key=lambda index: (not found[index].date, _moment(found[index].date), index))
    return {found[index].id: rank for rank, index in enumerate(ranked)}


def _moment(edtf: str) -> tuple[str, str]:
    """Return what dates are sorted by: the first moment that they may mean, then the last; an open beginning counts by its end."""
    plain = "".join(sign for sign in edtf if sign not in "~?%")
    first, _, last = plain.partition("/")
    start = last if first in ("..", "") else first
    return start.ljust(10, "-"), (last if last not in ("..", "") else start).ljust(10, "~")


def _entry(event: edition.Event, number: int, rank: int) -> Html:
    sign = " (?)" if event.date and doubtful(event) else ""
    summary = element("summary", element("span", str(number), class_="m49-told", title="told as no."), element("span", when(event) + sign, class_="m49-when"), element("span", event.name))
    said = element("p", f"{name_of(event.said_by)}, as the record has it ({passage_of(event).voice}; {passage_of(event).place}):", class_="m49-place")
    lines = [said, element("blockquote", f"“{passage_of(event).text}”", class_="m49-passage")]
    if event.note:
        lines.append(element("p", event.note))
    if others(event):
        lines.append(element("p", element("strong", "Other sources: "), others(event)))
    kept = {"data_event": event.id, "data_rank": rank, "data_undated": not event.date, "data_uncertain": uncertain(event)}
    return element("li", element("details", summary, lines), **kept)


def _drawing(found: list[edition.Event]) -> Html:
    """Return two columns, told and happened, with a line from each event to its date. Events without one lead to a place below."""
    dates = list(dict.fromkeys(event.date for event in sorted(found, key=lambda event: (not event.date, _moment(event.date)))))
    height = TOP + ROW * max(len(found), len(dates)) + 8
    step = ROW * len(found) / len(dates)
    right = {date: TOP + step * (index + 0.5) for index, date in enumerate(dates)}
    rows = []
    for index, event in enumerate(found):
        y, there = TOP + ROW * (index + 0.5), right[event.date]
        middle = (NUMBERS + DATES) / 2
        d = f"M{NUMBERS} {y:.1f}C{middle} {y:.1f} {middle} {there:.1f} {DATES - 4} {there:.1f}"
        dashes = "1.5 4" if not event.date else "5 3" if uncertain(event) else None
        line = element("path", d=d, fill="none", stroke="currentColor", stroke_width=1.6, stroke_dasharray=dashes)
        rows.append(element("g", line, words(NUMBERS - 5, y + 4, str(index + 1), font_size=12, text_anchor="end"), element("title", event.name), data_line=event.id))
    labels = [words(DATES, y + 4, _label(date), font_size=12, font_style=None if date else "italic") for date, y in right.items()]
    heads = (words(0, 14, "told as no.", font_weight="600"), words(DATES, 14, "happened", font_weight="600"))
    alt = f"The order of telling on the left, the order of events on the right, a line for each of {len(found)} events. Where lines cross, the record goes back or ahead in time. The table has them all."
    return svg(WIDTH, height, alt, heads, rows, labels)


def _label(edtf: str) -> str:
    return short_time(time_in_words(edtf)) if edtf else "no date"
