"""The reader: nothing of the text is lost, and words selected by mouse or keyboard reach a question exactly."""

import re

import nbformat
import pytest
from browser import say, violations
from playwright.sync_api import expect

from memo1949 import Quotation, SingleChoice, edition
from memo1949.classroom.notebook import Notebook
from memo1949.classroom.record import Record
from memo1949.classroom.widgets.page_of_text import pages, plain, reader_html
from memo1949.classroom.widgets.reader import ReaderWidget

ALL = tuple(section.id for section in edition.sections())
DENIAL = "Mao Zedong absolutely ruled out this possibility for, as he stated,"


def pieces(content):
    """All pieces of the text in order, with the id of their sentence."""
    return [(sentence["id"], piece) for section in content["sections"] for paragraph in section["paragraphs"] for sentence in paragraph for piece in sentence["pieces"]]


def test_the_pieces_are_the_document():
    """Joined, the pieces of a sentence are the sentence; their positions are right; no word is in two."""
    content = pages(ALL)
    texts = {}
    for name, (text, start, end, _word, _notes) in pieces(content):
        texts[name] = texts.get(name, "") + text
        assert text == edition.text[start:end] or (text == " " and edition.text[start:end].isspace())
    assert texts == {part.id: " ".join(part.text.split()) for part in edition.sentences()}
    words = {word for _, (_t, _s, _e, word, _n) in pieces(content) if word >= 0}
    assert len(words) == sum(len(part.text.split()) for part in edition.sentences())


def test_every_note_covers_its_words():
    """The pieces that carry a note make up exactly its quote, and doubtful ones say so."""
    content = pages(ALL)
    spans = {}
    for _, (_text, start, end, _word, notes) in pieces(content):
        for index in notes:
            first, last = spans.get(index, (start, end))
            spans[index] = (min(first, start), max(last, end))
    shown = [note for name in ALL for layer in ("voices", "persons", "organisations", "places", "dates", "brackets", "faults") for note in edition.annotations(layer, name)]
    in_sentences = {index for index, note in enumerate(shown) if any(part.start <= note.start < part.end for part in edition.sentences())}
    assert {index: spans[index] for index in in_sentences} == {index: (shown[index].start, shown[index].end) for index in in_sentences}
    assert any(note["certainty"] == "low" for note in content["notes"])


def test_without_a_front_end_the_text_is_there_in_words():
    """Plain text and HTML carry every word and the source line, and never the narrator's name from the catalogue."""
    for shown in (plain(ALL), re.sub(r"<[^>]+>", " ", reader_html(ALL))):
        folded = " ".join(shown.split())
        assert "This copy has no title" in folded and "Mikoyan" not in folded
        assert "Tito is [like] Zhang Guotao" in folded and "The conversation ended at this." in folded
    with pytest.raises(KeyError):
        reader_html(("nowhere",))


def test_sending_sets_the_quotation_and_keeps_the_choice(tmp_path):
    """The quotation of a choice, and one passage of several, are set without touching the rest of the answer."""
    here = Notebook(Record(tmp_path))
    here.ask("a", SingleChoice("Who?", {"mao": "Mao", "zhou": "Zhou"}), 2, "actors")
    here.ask("b", Quotation("Two passages.", passages=2), 2, "actors")
    here.save("a", "mao")
    widget = ReaderWidget(("mediation",), here)
    assert [target[2] for target in widget.targets] == ["Question 1", "Question 2, passage 1", "Question 2, passage 2"]
    place = edition.locate(DENIAL)[0]
    assert widget.send_quotation("a", 0, place.start, place.end)[0] == "saved"
    assert widget.send_quotation("b", 1, place.start, place.end)[0] == "saved"
    assert (here.get("a").value, here.get("a").quote) == ("mao", DENIAL)
    assert here.get("b").value == ["", DENIAL]
    kind, text = widget.send_quotation("nothing", 0, 0, 10)
    assert kind == "error" and "Run its cell first" in text


@pytest.fixture
def reading(lab, tmp_path_factory, open_notebook, request):
    """Open a notebook with a reader and two questions that want quotations; returns it when all has run."""

    def opened():
        folder = lab.root / re.sub(r"\W+", "-", request.node.name)
        folder.mkdir(exist_ok=True)
        cells = [
            "from memo1949 import Quotation, SingleChoice, ask, reader",
            'reader("opening", "mediation")',
            'ask("r-choice", SingleChoice("Who rules it out?", {"mao": "Mao Zedong", "zhou": "Zhou Enlai"}), points=2, skill="actors")',
            'ask("r-two", Quotation("Two passages.", passages=2), points=2, skill="actors")',
        ]
        kernel = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata=kernel)
        nbformat.write(notebook, folder / "reading.ipynb")
        there = open_notebook(folder / "reading.ipynb", viewport={"width": 1280, "height": 1400})
        there.run_all()
        there.page.wait_for_selector(".m49-reader")
        return there, folder

    return opened


def word(page, text, nth=0):
    """The nth piece of the text that reads so."""
    return page.locator(f'.m49-reader [data-word]:text-is("{text}")').nth(nth)


@pytest.mark.browser
def test_by_mouse(reading):
    """Words dragged over, from the middle of one to the middle of another, go whole to the question that is chosen."""
    notebook, folder = reading()
    page = notebook.page
    say("selecting with the mouse")
    first, last = word(page, "absolutely"), word(page, "stated,")
    first.scroll_into_view_if_needed()
    one, two = first.bounding_box(), last.bounding_box()
    page.mouse.move(one["x"] + one["width"] / 2, one["y"] + one["height"] / 2)
    page.mouse.down()
    page.mouse.move(two["x"] + two["width"] / 2, two["y"] + two["height"] / 2, steps=5)
    page.mouse.up()
    expect(page.locator(".m49-picked")).to_contain_text("9 words selected: “absolutely ruled out this possibility for, as he stated,”")
    page.get_by_label("Question to send the quotation to").select_option(label="Question 1")
    page.get_by_role("button", name="Send as quotation").click()
    expect(page.locator(".m49-sending .m49-status")).to_contain_text("Sent to question 1, saved")
    expect(page.locator('[data-question="r-choice"] textarea')).to_have_value("absolutely ruled out this possibility for, as he stated,")
    assert Record(folder).get("r-choice").quote == "absolutely ruled out this possibility for, as he stated,"


@pytest.mark.browser
def test_by_keyboard(reading):
    """Arrows and Shift alone select words; Tab, the select and Enter send them; nothing of JupyterLab gets in the way."""
    notebook, folder = reading()
    page = notebook.page
    say("selecting with the keyboard")
    page.locator(".m49-document").focus()
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    expect(page.locator(".m49-about")).to_contain_text("“Mao”")
    for _ in range(10):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".m49-picked")).to_contain_text(f"11 words selected: “{DENIAL}”")
    page.keyboard.press("Tab")
    page.keyboard.type("Question 2, passage 2")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".m49-sending .m49-status")).to_contain_text("Sent to question 2, saved")
    assert Record(folder).get("r-two").value == ["", DENIAL]
    say("too short a quotation is refused")
    page.locator(".m49-document").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.get_by_role("button", name="Send as quotation").click()
    expect(page.locator(".m49-sending .m49-status")).to_contain_text("A quotation has 4 to 40 words; you have selected 2.")


@pytest.mark.browser
def test_layers_search_and_brackets(reading):
    """A layer shows labels and says what it knows; hidden brackets are gone from sight; the search visits its hits."""
    notebook, _ = reading()
    page = notebook.page
    expect(page.locator(".m49-label-voices").first).to_be_hidden()
    page.get_by_label("Voice: who speaks").check()
    page.get_by_label("Persons").check()
    expect(page.locator(".m49-label-voices").first).to_be_visible()
    word(page, "Terebin").click()
    expect(page.locator(".m49-about")).to_contain_text("Person: Terebin – in the secret of the communications with Moscow")
    page.get_by_label("Hide the editor's square brackets").check()
    expect(word(page, "[sic,")).to_be_hidden()
    page.get_by_label("Search for words").fill("rule")
    expect(page.locator(".m49-hits")).to_have_text("2 found")
    page.keyboard.press("Enter")
    expect(page.locator(".m49-hits")).to_have_text("1 of 2")


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe(reading, theme, tmp_path):
    """axe finds nothing to mend, with every layer on, in both themes and at the width of a phone."""
    notebook, _ = reading()
    page = notebook.page
    notebook.theme(theme)
    for box in page.locator(".m49-layers input").all()[:-1]:
        box.check()
    page.locator(".m49-document").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.locator(".m49-reader").screenshot(path=tmp_path / "reader.png")
    assert violations(page, ".m49-reader") == ""
