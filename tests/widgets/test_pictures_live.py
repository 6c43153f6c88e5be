"""The pictures in a real notebook: switches do what they say, by keyboard too; axe finds nothing; they fit a phone."""

import re

import nbformat
import pytest
from playwright.sync_api import expect

from browser import say, violations
from memo1949 import edition
from memo1949.classroom.record import Record

CELLS = [
    "from memo1949 import brackets, compare, figures, network, party_map, timeline, weigh",
    'timeline(section="party-history")',
    'network("judges", section="party-history")',
    "party_map()",
    "figures()",
    'compare(("it is too early to create a bureau",), ("It would be expedient to create at first a bureau",))',
    'brackets("opening", "mediation")',
    """weigh("lesson-x-weigh", "Somebody talked.", {
    "somehow": "having learned somehow that the USSR and the CCP are against foreign\\nmediation",
    "ruled-out": "Mao Zedong absolutely ruled out this possibility",
})""",
]


@pytest.fixture
def lesson(lab, open_notebook, request):
    """Return a function that opens a notebook with every picture and runs it."""

    def opened(**options):
        folder = lab.root / re.sub(r"\W+", "-", request.node.name)
        folder.mkdir(exist_ok=True)
        kernel = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS], metadata=kernel)
        nbformat.write(notebook, folder / "pictures.ipynb")
        there = open_notebook(folder / "pictures.ipynb", **options)
        there.run_all()
        there.page.locator(".m49").nth(6).wait_for()
        return there, folder

    return opened


def dated(page):
    """The numbers of the events in the list, in its order."""
    return page.locator(".m49 .m49-timeline .m49-told").all_inner_texts()


@pytest.mark.browser
def test_switches(lesson):
    """Each picture's switches do what they say, by keyboard alone where a keyboard is used; the piles are in answers.json."""
    notebook, folder = lesson()
    page, press = notebook.page, notebook.page.keyboard.press
    # What stands in for pictures that do not live is out of sight.
    assert page.locator(".jp-OutputArea-child:visible:has(.memo1949-picture)").count() == 6

    say("timeline: the order of events, and one of them opened")
    timeline = page.locator(".m49:has(.m49-timeline)")
    told = dated(page)
    timeline.get_by_label("as the record tells it").focus()
    press("ArrowDown")
    expect(timeline.locator(".m49-undated")).to_be_visible()
    assert dated(page) != told and sorted(dated(page)) == sorted(told)
    undated = [event for event in edition.events().values() if event.section == "party-history" and not event.date]
    expect(timeline.locator(".m49-undated li")).to_have_count(len(undated))
    timeline.locator("summary").first.focus()
    press("Enter")
    expect(timeline.locator("details[open] .m49-passage")).to_have_text("“the Russian Bolsheviks organized themselves at the London Congress in 1903”")
    expect(timeline.locator("[data-line].m49-on")).to_have_count(1)

    say("network: from name to name")
    network = page.locator(".m49:has(.m49-network)")
    network.locator('[data-node][tabindex="0"]').focus()
    for key in ("End", "ArrowUp", "Enter"):
        press(key)
    expect(network.get_by_label("Show the lines of")).to_have_value("wang-jiaxiang")
    expect(network.locator("[data-entry]:visible blockquote")).to_have_text("“what Wang Jiaxiang brought, turned out to be very valuable and useful”")
    expect(network.locator(".m49-arc.m49-on")).to_have_count(1)
    expect(network.locator(".m49-arc.m49-on text")).to_be_visible()

    say("map: layers")
    parties = page.locator(".m49:has(.m49-map)")
    warned = parties.locator('.m49-svg [data-layer="warning"]')
    expect(warned.first).to_be_hidden()
    parties.get_by_role("checkbox", name="The narrator's warning of spies").check()
    expect(warned).to_have_count(4)
    expect(warned.first).to_be_visible()
    parties.get_by_role("checkbox", name="Contacts, as Mao reports them").uncheck()
    expect(parties.locator(".m49-layerlist > li:visible")).to_have_count(1)

    say("figures: another scale, another series")
    numbers = page.locator(".m49:has(.m49-figures)")
    numbers.get_by_role("radio", name="even, as on a ruler").check()
    numbers.get_by_role("checkbox", name="Its army").check()
    expect(numbers.locator('[data-scale="even"]:visible')).to_have_count(2)
    expect(numbers.locator('[data-scale="steps"]:visible')).to_have_count(0)

    say("comparison and brackets")
    page.get_by_role("button", name="bureau", exact=True).click()
    expect(page.locator("mark.m49-pointed")).to_have_text(["bureau", "bureau"])
    text = page.locator(".m49 .m49-sections")
    expect(text).to_contain_text("one cannot [sic, probably “can”] rule out")
    page.get_by_label("the editor doubts the text").uncheck()
    expect(text.get_by_text("[sic, probably")).to_be_hidden()
    page.get_by_role("button", name="Hide all").click()
    expect(text.locator("[data-bracket]:visible")).to_have_count(0)
    page.get_by_role("button", name="Show all").click()
    expect(text.get_by_text("[sic, probably")).to_be_visible()

    say("weighing: kept, and back after the page and the kernel are gone")
    piles = page.locator('[data-question="lesson-x-weigh"]')
    piles.get_by_label("speaks against it").nth(1).focus()
    press("Space")
    expect(piles.locator(".m49-sentence")).to_contain_text("that “Somebody talked”, 1 speaks against it. The one")
    expect(piles.locator(".m49-status")).to_contain_text("saved")
    assert Record(folder).get("lesson-x-weigh").value == {"ruled-out": "against"}
    notebook.reload()
    notebook.run_all()
    expect(piles.get_by_label("speaks against it").nth(1)).to_be_checked()


@pytest.mark.browser
def test_pictures_look(lesson):
    """axe finds nothing to mend with everything switched on, in both themes and on a phone, where nothing sticks out."""
    notebook, _ = lesson(viewport={"width": 1280, "height": 1400})
    page = notebook.page
    for box in page.locator(".m49-controls input[type=checkbox]").all():
        box.check()
    fold = "open => { for (const node of document.querySelectorAll('.m49 details')) node.open = open; }"
    page.evaluate(fold, True)
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        notebook.theme(theme)
        assert violations(page, ".jp-Notebook .m49") == ""
    say("390 pixels wide, without the file browser")
    notebook.command("application:toggle-left-area")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("() => { const width = document.querySelector('.m49-picture').clientWidth; return width > 200 && width < 390; }")
    sticking_out = """() => [...document.querySelectorAll('.m49, .m49 *')].filter(n => n.clientWidth && n.scrollWidth > n.clientWidth + 1
      && !n.matches('.m49-unseen, select, .m49-scroll') && !n.closest('svg')).map(n => n.className || n.tagName)"""
    assert page.evaluate(sticking_out) == []
    page.evaluate(fold, False)  # axe does not see to the end of so long a page
    assert violations(page, ".jp-Notebook .m49") == ""
