"""The report's pages in a browser: offline, for everybody, at every width, in black and white."""

from pathlib import Path

import pytest

from browser import new_context, violations
from grading.course import Course
from memo1949 import cli

PAGES = ("mediation", "term", "mediation-anonymous")
TELEPHONE = 390


@pytest.fixture(scope="module")
def folder(made: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All reports of the course, with names and without."""
    folder = tmp_path_factory.mktemp("pages")
    for words in ((), ("--anonymous",)):
        assert cli.main(["report", "--all", "--course", str(made.root), "--to", str(folder), *words]) == 0
    return folder


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_offline_for_everybody(folder: Path, browser: object, name: str, scheme: str) -> None:
    """It asks nothing of any other file or host, axe finds nothing wrong with all of it unfolded, and it fits a telephone."""
    with new_context(browser, color_scheme=scheme, offline=True) as context:
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((folder / f"{name}.html").as_uri())
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert violations(page, "html") == ""
        assert asked == [(folder / f"{name}.html").as_uri()]
        page.set_viewport_size({"width": TELEPHONE, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE


@pytest.mark.browser
@pytest.mark.slow
def test_every_link_within_leads_somewhere(folder: Path, browser: object) -> None:
    """Links to parts of the page, to sources and to the tables beside it all have a target."""
    with new_context(browser, offline=True) as context:
        page = context.new_page()
        for name in PAGES:
            page.goto((folder / f"{name}.html").as_uri())
            for href in set(page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")):
                if href.startswith("#"):
                    assert page.locator(f'[id="{href[1:]}"]').count() == 1, href
                elif not href.startswith("https:"):
                    assert (folder / href).is_file(), href


@pytest.mark.browser
@pytest.mark.slow
def test_no_number_is_told_by_colour_alone(folder: Path, browser: object) -> None:
    """Beside every bar stands its number; a sentence with a coloured ground has a count behind it, also for those who listen."""
    with new_context(browser, offline=True) as context:
        page = context.new_page()
        page.goto((folder / "mediation.html").as_uri())
        assert page.locator("tbody tr:has(.gauge):not(:has(td.number))").count() == 0
        shaded = page.locator(".map .heat:is(.h1, .h2, .h3, .h4)")
        assert shaded.count() > 10
        counted = page.eval_on_selector_all(".map .heat:is(.h1, .h2, .h3, .h4)", "all => all.filter(one => /✗\\d/.test(one.nextElementSibling?.textContent ?? '') && /not accepted/.test(one.nextElementSibling.nextElementSibling.textContent)).length")
        assert counted == shaded.count()
        lines = page.eval_on_selector_all(".legend .heat", "all => all.map(one => getComputedStyle(one).borderBottomWidth)")
        assert lines == sorted(set(lines), key=float_of)


def float_of(width: str) -> float:
    """Return a width in pixels as a number."""
    return float(width.removesuffix("px"))
