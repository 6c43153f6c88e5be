"""What the pictures of the lessons show: all that the edition has, with words, place and voice, in a drawing and a table."""

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser

import pytest

from memo1949 import edition
from memo1949.classroom.widgets import showing
from memo1949.classroom.widgets.marks import time_in_words
from memo1949.classroom.widgets.pictures import atlas, bracketed, comparing, figures, network, timeline
from memo1949.classroom.widgets.pictures.markup import element
from memo1949.classroom.widgets.pictures.passages import located, name_of, passage_of

EARLY = "it is too early to create a bureau of com[munist] parties of Asian countries"
EXPEDIENT = "It would be expedient to create at first a bureau"
PICTURES = {
    "timeline": lambda: timeline.told(),
    "knows": lambda: network.related("knows"),
    "judges": lambda: network.related("judges"),
    "map": lambda: atlas.mapped(),
    "figures": lambda: figures.plotted(),
    "compare": lambda: comparing.compared((EARLY,), (EXPEDIENT,)),
    "brackets": lambda: bracketed.bracketed(("opening", "mediation", "party-history")),
}


class Read(HTMLParser):
    """Reads HTML strictly: tables as rows of texts, the words of drawings, and whether every element is closed."""

    def __init__(self, html: str) -> None:
        """Read it all."""
        super().__init__()
        self.rows: list[list[str]] = []
        self.drawings: list[dict] = []
        self.attributes: list[tuple[str, dict]] = []
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        """Take note of an element."""
        self._open.append(tag)
        self.attributes.append((tag, dict(attrs)))
        if tag == "svg":
            self.drawings.append(dict(attrs))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        """Expect that it closes what was opened last."""
        assert self._open.pop() == tag

    def handle_data(self, data):
        """Add words to the cell that they stand in."""
        if {"td", "th"} & set(self._open):
            self.rows[-1][-1] += data


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_has_words_and_a_table(name):
    """Each is well-formed, has no id that two copies would share, a table, and a sentence for each drawing that means something.

    None gives away who the narrator is: the text does not.
    """
    html = PICTURES[name]()
    read = Read(html)
    assert "Mikoyan" not in html
    assert len(read.rows) > 2
    assert not any("id" in attributes for _, attributes in read.attributes)
    for drawing in read.drawings:
        assert drawing.get("aria-hidden") == "true" or len(drawing["aria-label"]) > 30


@pytest.mark.parametrize("name", ["timeline", "knows", "judges", "map"])
def test_tables_quote_the_document(name):
    """Every row's quotation stands in the document."""
    flat = " ".join(edition.text.split())
    for row in Read(PICTURES[name]()).rows[1:]:
        assert any(len(cell.split()) > 2 and cell in flat for cell in row), row


def test_markup_is_escaped():
    """What a lesson's writer puts in cannot become an element or an attribute."""
    assert element("p", "<b>&", title='"x') == '<p title="&quot;x">&lt;b&gt;&amp;</p>'


def test_the_timeline_has_both_orders():
    """Every event once, in the order of the text; by their dates those without one come last, and open ones where they can be."""
    read = Read(timeline.told())
    entries = [attributes for tag, attributes in read.attributes if "data-event" in attributes]
    assert [entry["data-event"] for entry in entries] == [event.id for event in sorted(edition.events().values(), key=lambda event: event.start)]
    happened = [edition.events()[entry["data-event"]] for entry in sorted(entries, key=lambda entry: int(entry["data-rank"]))]
    dates = [event.date for event in happened]
    assert dates.index("") == sum(map(bool, dates)) and dates[0] == "1903"
    starts = [date.removeprefix("../")[:4] for date in dates if date]
    assert starts == sorted(starts)
    assert all(("data-uncertain" in entry) == timeline.uncertain(edition.events()[entry["data-event"]]) for entry in entries)


def test_dates_say_how_sure_they_are():
    """EDTF's signs become words, and an open or doubtful date is told apart."""
    words = {"1936~": "about 1936", "1936?": "perhaps 1936", "../1924": "until 1924", "1928/..": "from 1928 on", "1931/1934": "1931 to 1934"}
    assert {edtf: time_in_words(edtf) for edtf in words} == words


def test_the_networks_have_every_relation():
    """Each relation of the edition is a row of its own and stands under both its names; sections narrow them down."""
    for kind in ("knows", "judges"):
        relations = edition.relations(kind)
        read = Read(network.related(kind))
        assert len(read.rows) - 1 == len(relations)
        assert {edge.value for edge in relations} <= set(network.LINES[kind])
        names = {attributes["data-node"] for _, attributes in read.attributes if "data-node" in attributes}
        assert names == {end for edge in relations for end in (edge.source, edge.target)}
    part = Read(network.related("judges", "yugoslavia"))
    assert [row[2].split(",")[0] for row in part.rows[1:]] == ["yugoslavia"] * (len(part.rows) - 1)


def test_what_is_not_there_is_said():
    """An unknown network or section, a section without events, and words that stand nowhere raise errors that help."""
    with pytest.raises(KeyError, match="judges"):
        network.related("loves")
    with pytest.raises(KeyError):
        timeline.told("nowhere")
    with pytest.raises(ValueError, match="section"):
        network.related("knows", "yugoslavia")
    with pytest.raises(LookupError, match="Nearest"):
        comparing.compared((EARLY,), ("it would be expedient to create firstly a bureau",))
    with pytest.raises(ValueError, match="each side"):
        comparing.compared((), (EARLY,))


def test_the_map_shows_what_the_edition_says():
    """The layers hold the edition's parties, and every one of them has its place inside the drawing."""
    parties = {name: {edge.target for edge in atlas.shown(layer)} for name, layer in atlas.LAYERS.items()}
    assert parties["mao"] - parties["soviet"] == {"indochina-party", "philippines-party"}
    assert parties["soviet"] - parties["mao"] == {"jcp"}
    assert parties["closest"] < parties["contacts"] and parties["warning"] < parties["contacts"]
    west, south, east, north = atlas._coast()["box"]
    for name in {"ccp", "hong-kong"} | set().union(*parties.values()) - {"asian-bureau"}:
        place = edition.places()[atlas._home(name)]
        assert west < place.longitude < east and south < place.latitude < north
    x, y = atlas.at(west, north)
    assert (x, y) == (0, 0) and atlas.at(east, south)[0] == pytest.approx(atlas.WIDTH)


def test_the_figures_keep_their_qualifiers():
    """Each number of the party and its armies is said with its qualifier, drawn in a sign of its kind, and larger ones stand farther right."""
    drawn = [number for number in edition.annotations("numbers") if any(number.counts in counted for counted in figures.SERIES.values())]
    html = unescape(figures.plotted())
    assert {"up to 50,000", "10,000", "up to 40,000", "more than 3,000,000", "about 30,000"} <= {figures.said(number) for number in drawn}
    assert all(figures.said(number) in html and number.qualifier in figures.QUALIFIERS for number in drawn)
    marks = {qualifier: re.sub(r"[\d.-]+", "", figures._mark(qualifier, 50, 50)) for qualifier in figures.EXPLAINED}
    assert figures._mark("up-to", 50, 50) != figures._mark("more-than", 50, 50) and len(set(marks.values())) == 3
    for scale in figures.SCALES:
        places = [figures._x(int(number.value), scale) for number in sorted(drawn, key=lambda number: int(number.value))]
        assert places == sorted(places) and places[0] < places[-1] < figures.RIGHT


def test_shared_words_are_marked_on_both_sides():
    """Words that both sides have are marked whatever their capitals and brackets; small words, and words of one side, are not."""
    read = Read(comparing.compared(("There are no relations whatsoever with the Japanese Com[munist]\nParty.",), (EARLY, "we still do not have contacts with the Japanese communists")))
    marked = Counter(attributes["data-shared"] for tag, attributes in read.attributes if tag == "mark")
    assert marked == {"japanese": 2, "communist": 2}
    assert read.rows[1:] == [["communist", "1", "1"], ["japanese", "1", "1"]]


def test_the_brackets_leave_the_text_whole():
    """With all brackets the words are the document's; without the editor's, what is left reads on with single spaces."""
    html = bracketed.bracketed(("party-history",)).partition('class="m49-sections"')[2].partition('<div class="m49-scroll"')[0]
    without_title = html.partition("</p>")[2]
    whole = "".join(part.text for part in edition.paragraphs("party-history"))
    assert "".join(unescape(re.sub(r"<[^>]+>", " ", without_title)).split()) == "".join(whole.split())
    hidden = re.sub(r'<span data-bracket="(?!record|part-of-name)[^"]*">.*?</span></span>', "", without_title)
    words = " ".join(unescape(re.sub(r"<[^>]+>", "", hidden)).split())
    assert "of the com party of China" in words and "headed by Chen Duxiu" in words and "(Guizhou province)" in words
    assert "in the leadership of the party." in words and "[" not in words


def test_passages_say_place_and_voice():
    """A passage knows its sentence and whose voice it is in, also where somebody is quoted inside or readers may differ."""
    assert (located(EARLY).place, located(EARLY).voice) == ("asian bureau, sentence 6", "Mao, with a tag")
    assert located("we still do not have contacts with the Japanese communists").voice == "Mao, “I” or “we”"
    heading = edition.headings()[0]
    assert passage_of(heading).place == "mediation, heading"
    assert name_of("ccp") == "Chinese Communist Party" and name_of("tito") == "Tito"
    assert passage_of(edition.events()["ccp-founded"]).text == "the CCP appeared in 1921"


def test_while_nbgrader_runs_pictures_are_html(monkeypatch):
    """In a grading run each call shows HTML alone, and none of it needs a widget."""
    shown = []
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setattr(showing, "show", shown.append)
    showing.timeline("mediation")
    showing.network("knows")
    showing.party_map()
    showing.figures()
    showing.compare(EARLY, EXPEDIENT)
    showing.brackets("opening")
    assert [type(thing) for thing in shown] == [str] * 6
    assert all(thing.startswith('<section class="memo1949-picture') for thing in shown)
