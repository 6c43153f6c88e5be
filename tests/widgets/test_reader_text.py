"""What the reader's page is given: the whole text, every annotation, each name explained once, quotations that are set."""

import re

import pytest

from memo1949 import Quotation, SingleChoice, edition
from memo1949.classroom.notebook import Notebook
from memo1949.classroom.record import Record
from memo1949.classroom.widgets.marks import SHOWN, marks
from memo1949.classroom.widgets.page_of_text import content, parts, plain, reader_html, runs
from memo1949.classroom.widgets.reader import ReaderWidget

ALL = tuple(section.id for section in edition.sections())
DENIAL = "Mao Zedong absolutely ruled out this possibility for, as he stated,"
DOUBT = "one cannot [sic, probably “can”] rule out"


@pytest.mark.parametrize("name", ALL)
def test_the_runs_are_the_section(name):
    """Joined, the runs of a section are its text, character for character, and each lies in the part that it names."""
    cut = runs(name, marks(name))
    assert "".join(run.text for run in cut) == edition.segment(name).text
    for run in cut:
        if run.part < 0:
            assert run.text.isspace()
        else:
            part = parts(name)[run.part]
            assert part.start <= run.start < run.end <= part.end


@pytest.mark.parametrize("name", ALL)
def test_every_annotation_covers_its_words(name):
    """The runs that carry a mark make up exactly the annotation's quote, headings included; each annotation has a mark."""
    said = marks(name)
    cut = runs(name, said)
    annotated = {(note.layer, note.value, note.start, note.quote) for layer in SHOWN for note in edition.annotations(layer, name)}
    shown = set()
    for index, mark in enumerate(said):
        words = "".join(run.text for run in cut if index in run.marks)
        shown.add((mark.layer, mark.value, mark.start, words))
    assert shown == annotated


def test_what_is_said_of_a_name_stands_beside_it_once():
    """Words that do not tell themselves who or when is meant are glossed where they first stand in a section."""
    glosses = {(edition.text[mark.start : mark.end], mark.gloss) for mark in marks("asian-bureau") if mark.gloss}
    assert ("Okano", "Nosaka Sanzo") in glosses
    assert not any(words == "Mao Zedong" for words, _ in glosses)
    assert sum(mark.gloss == "the narrator (“I”)" for mark in marks("mediation")) == 2  # “me” and “I”
    dates = [mark.label for mark in marks("party-history") if mark.layer == "dates"]
    assert "until 1924" in dates and "1921 to 1927" in dates


def test_the_page_gets_the_register_and_the_doubts():
    """What the page shows of a person comes along: part, names, source; doubtful readings carry their note."""
    page = content(("mediation",))
    entry, person = page["entries"]["persons/terebin"], edition.persons()["terebin"]
    assert (entry["name"], entry["part"], entry["who"], entry["reference"]) == (person.name, person.part, person.who, person.reference)
    assert entry["names"] == [[name.text, name.kind] for name in person.variants if name.text != person.name]
    assert any(mark.get("certainty") == "medium" and mark["note"] for mark in page["marks"])
    with pytest.raises(KeyError):
        content(("nowhere",))


def test_without_a_front_end_the_text_is_there_in_words():
    """Plain text and HTML carry every word and the source line, and never the narrator's name from the catalogue."""
    for shown in (plain(ALL), re.sub(r"<[^>]+>", " ", reader_html(ALL))):
        folded = " ".join(shown.split())
        assert folded.startswith("English translation of a Soviet record")
        assert "This copy has no title" in folded and "Mikoyan" not in folded
        assert "Tito is [like] Zhang Guotao" in folded and "The conversation ended at this." in folded
    assert "Mikoyan" not in str(content(ALL))
    with pytest.raises(KeyError):
        reader_html(("nowhere",))


def test_sending_sets_the_quotation_and_keeps_the_choice(tmp_path):
    """The quotation of a choice, and one passage of several, are set without touching the rest of the answer."""
    here = Notebook(Record(tmp_path))
    here.ask("a", SingleChoice("Who?", {"mao": "Mao", "zhou": "Zhou"}), 2, "actors")
    widget = ReaderWidget(("mediation",), here)
    here.ask("b", Quotation("Two passages.", passages=2), 2, "actors")
    here.save("a", "mao")
    assert [target["label"] for target in widget.targets] == ["Question 1: Who?", "Question 2, passage 1: Two passages.", "Question 2, passage 2: Two passages."]
    place = edition.locate(DENIAL)[0]
    assert widget.send_quotation("a", 0, place.start, place.end)[0] == "saved"
    assert widget.send_quotation("b", 1, place.start, place.end)[0] == "saved"
    assert (here.get("a").value, here.get("a").quote) == ("mao", DENIAL)
    assert here.get("b").value == ["", DENIAL]
    assert [target["quote"] for target in widget.targets] == [DENIAL, "", DENIAL]


def test_what_cannot_be_sent_is_said(tmp_path):
    """An unknown question, three words, and a question without a quotation are refused in a sentence, and nothing is saved."""
    here = Notebook(Record(tmp_path))
    here.ask("a", SingleChoice("Who?", {"mao": "Mao", "zhou": "Zhou"}), 2, "actors")
    widget = ReaderWidget(("mediation",), here)
    place = edition.locate(DENIAL)[0]
    kind, text = widget.send_quotation("nothing", 0, place.start, place.end)
    assert kind == "error" and "Run its cell first" in text
    assert widget.send_quotation("a", 0, place.start, place.start + 10) == ("error", "A quotation has 4 to 40 words; you have selected 2.")
    assert here.get("a") is None
