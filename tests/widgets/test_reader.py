"""The reader: nothing of the text is lost, and words selected by mouse, finger or keyboard reach a question exactly."""

import re

import nbformat
import pytest
from playwright.sync_api import expect

from browser import say, violations
from memo1949 import edition
from memo1949.classroom.record import Record

ALL = tuple(section.id for section in edition.sections())
DENIAL = "Mao Zedong absolutely ruled out this possibility for, as he stated,"
DOUBT = "one cannot [sic, probably “can”] rule out"


@pytest.fixture
def reading(lab, open_notebook, request):
    """Return a function that opens a notebook with a reader and two questions that want quotations, and runs it."""

    def opened(**options):
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
        there = open_notebook(folder / "reading.ipynb", **options)
        there.run_all()
        there.page.wait_for_selector(".m49-reader")
        return there, folder

    return opened


def word(page, text, nth=0):
    """The nth piece of the text that reads so."""
    return page.locator(f'.m49-reader [data-word]:text-is("{text}")').nth(nth)


def drag(page, first, last):
    """Drag the mouse from the middle of one word to the middle of another."""
    last.scroll_into_view_if_needed()
    first.scroll_into_view_if_needed()
    one, two = first.bounding_box(), last.bounding_box()
    page.mouse.move(one["x"] + one["width"] / 2, one["y"] + one["height"] / 2)
    page.mouse.down()
    page.mouse.move(two["x"] + two["width"] / 2, two["y"] + two["height"] / 2, steps=5)
    page.mouse.up()


def expect_selected(page, words):
    """Expect the panel to show these words as selected, with their number."""
    expect(page.locator(".m49-picked-words")).to_have_text(words)
    expect(page.locator(".m49-picked-count")).to_contain_text(f"{len(words.split())} word")


@pytest.mark.browser
def test_by_mouse(reading):
    """Words dragged over go whole to the question that is chosen; so do words around a hidden bracket, and those a finger selects."""
    notebook, folder = reading()
    page = notebook.page
    say("selecting with the mouse, with every layer on")
    for box in page.locator(".m49-layers input").all():
        box.check()
    drag(page, word(page, "absolutely"), word(page, "stated,"))
    wanted = "absolutely ruled out this possibility for, as he stated,"
    expect_selected(page, wanted)
    page.get_by_label("Send as quotation to:").select_option(label="Question 1: Who rules it out?")
    page.get_by_role("button", name="Send", exact=True).click()
    status = page.locator(".m49-sending .m49-status")
    expect(status).to_contain_text("Sent to question 1, saved")
    expect(page.locator('[data-question="r-choice"] textarea')).to_have_value(wanted)
    assert Record(folder).get("r-choice").quote == wanted

    say("over a hidden bracket")
    page.get_by_label("Hide the editor’s brackets").check()
    expect(word(page, "[sic,")).to_be_hidden()
    drag(page, word(page, "one", 1), word(page, "out", 1))
    expect_selected(page, DOUBT)
    expect(page.locator(".m49-picked-count")).to_contain_text("3 of them hidden in brackets")
    page.get_by_label("Send as quotation to:").select_option(label="Question 2, passage 1: Two passages.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(status).to_contain_text("Sent to question 2, saved")
    assert Record(folder).get("r-two").value == [DOUBT, ""]
    status.get_by_role("button", name="Go to the question").click()
    expect(page.locator('[data-question="r-two"] textarea').first).to_be_focused()

    say("as a finger does, of which the page learns by the selection alone")
    handles = "([one, two]) => getSelection().setBaseAndExtent(one.firstChild, 2, two.firstChild, 2)"
    page.evaluate(handles, [word(page, "aforementioned").element_handle(), word(page, "reliable").element_handle()])
    expect_selected(page, "aforementioned persons are completely reliable")


@pytest.mark.browser
def test_by_keyboard(reading):
    """Arrows and Shift alone select words and copy them; Enter, the list and Enter send them; JupyterLab keeps out of the way."""
    notebook, folder = reading()
    page, press = notebook.page, notebook.page.keyboard.press
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    heard = page.locator(".m49-reader > [aria-live]")
    say("by sentence and by word")
    page.locator(".m49-caret").focus()
    expect(heard).to_contain_text("Sentence 1. On the evening of 3 February 1949")
    for _ in range(6):
        press("ArrowDown")
    expect(heard).to_contain_text("Sentence 4. Mao Zedong absolutely")
    for _ in range(10):
        press("Shift+ArrowRight")
    expect_selected(page, DENIAL)
    expect(heard).to_have_text("stated. 11 words selected")
    press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == DENIAL
    say("sending")
    press("Enter")
    page.keyboard.type("Question 2, passage 2")
    press("Tab")
    press("Enter")
    status = page.locator(".m49-sending .m49-status")
    expect(status).to_contain_text("Sent to question 2, saved")
    assert Record(folder).get("r-two").value == ["", DENIAL]
    say("to the ends of a sentence, and clearing")
    page.locator(".m49-caret").focus()
    press("Home")
    press("Shift+End")
    expect(page.locator(".m49-picked-count")).to_contain_text("40 words selected")
    press("Escape")
    expect(page.locator(".m49-picked-count")).to_contain_text("Select 4 to 40 words")
    press("Space")
    expect(page.locator(".m49-picked-count")).to_contain_text("40 words selected")
    say("too short a quotation is refused")
    press("ArrowLeft")
    press("Shift+ArrowRight")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(status).to_contain_text("A quotation has 4 to 40 words; you have selected 2.")
    expect(status).to_have_attribute("data-kind", "error")
    assert page.locator(".jp-Notebook .jp-Cell").count() == 4


@pytest.mark.browser
def test_layers_search_and_brackets(reading):
    """A layer shows labels and a legend, and says who is meant; hidden brackets are gone from sight; the search visits its hits."""
    notebook, _ = reading()
    page = notebook.page
    about, switch = page.locator(".m49-about"), page.get_by_label
    expect(page.locator(".m49-label").first).to_be_hidden()
    word(page, "Terebin").click()
    expect(about).to_contain_text("Turn on a layer")
    switch("Voice").check()
    switch("Persons").check()
    expect(page.locator(".m49-document .m49-block > .m49-label").first).to_have_text("Narrator:")
    expect(page.locator(".m49-legend")).to_contain_text("Persons: double underline")
    part = edition.persons()["terebin"].part
    for text in ("“Terebin”", "sentence 4 (mediation.p1.s4)", f"In the document: {part}", "certainty high", "Mao, with a tag"):
        expect(about).to_contain_text(text)
    word(page, "connection").click()
    expect(about).to_contain_text("Narrator (?)")
    expect(about).to_contain_text("certainty medium. Readers may differ here.")
    say("from mark to mark")
    page.keyboard.press("n")
    expect(about).to_contain_text("“Mao”")
    page.locator(".m49-about").get_by_role("button", name="Next place").click()
    expect(about).to_contain_text("sentence 8")
    say("searching")
    switch("Hide the editor’s brackets").check()
    expect(word(page, "[van]")).to_be_hidden()
    switch("Find words").fill("mao zedong")
    hits = page.locator(".m49-hits")
    expect(hits).to_have_text("1 of 3")
    page.keyboard.press("Enter")
    expect(hits).to_have_text("2 of 3")
    page.get_by_role("button", name="Previous").click()
    expect(hits).to_have_text("1 of 3")
    switch("Find words").fill("probably")
    expect(hits).to_have_text("not found in what is shown")
    say("the layers are still on after a reload and another run")
    notebook.reload()
    notebook.run_all()
    expect(switch("Persons")).to_be_checked()


@pytest.mark.browser
def test_restarted_kernel(reading):
    """After the kernel was restarted the reader says that nothing can be sent, and how to go on."""
    notebook, _ = reading()
    notebook.restart()
    status = notebook.page.locator(".m49-sending .m49-status")
    expect(status).to_contain_text("The kernel was restarted, so nothing can be sent from here. Choose Run, then Run All Cells.")


@pytest.mark.browser
def test_look(reading, tmp_path):
    """axe finds nothing to mend with every layer on, in both themes and on a phone's width; print shows the whole text."""
    notebook, _ = reading(viewport={"width": 1280, "height": 1400})
    page = notebook.page
    for box in page.locator(".m49-layers input").all():
        box.check()
    drag(page, word(page, "began"), word(page, "America"))
    page.get_by_label("Find words").fill("the")
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        notebook.theme(theme)
        page.locator(".m49-reader").screenshot(path=tmp_path / f"{theme}.png")
        assert violations(page, ".m49-reader") == ""
    say("360 pixels wide, without the file browser")
    notebook.command("application:toggle-left-area")
    page.set_viewport_size({"width": 360, "height": 800})
    page.wait_for_function("() => document.querySelector('.m49-reader').clientWidth > 200")
    sticking_out = "() => [...document.querySelectorAll('.m49-reader, .m49-reader *')].filter(n => n.clientWidth && n.scrollWidth > n.clientWidth + 1 && !n.matches('.m49-unseen, select')).map(n => n.className)"
    assert page.evaluate(sticking_out) == []
    assert violations(page, ".m49-reader") == ""
    say("printed")
    page.emulate_media(media="print")
    assert page.evaluate("() => { const { scrollHeight, clientHeight } = document.querySelector('.m49-document'); return scrollHeight === clientHeight; }")
    expect(page.locator(".m49-sending")).to_be_hidden()
    expect(page.locator(".m49-document .m49-block > .m49-label").first).to_be_visible()
