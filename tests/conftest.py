"""Fixtures that tests of several folders share: one browser and one JupyterLab a session."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect

import browser as harness
from browser import FLAGS, Lab, Notebook, chromium, new_context


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a test of steadiness be as thorough as there is time for."""
    parser.addoption("--kills", type=int, default=20, metavar="N", help="how often to kill a grader at work (default: 20)")


def pytest_configure(config: pytest.Config) -> None:
    """Let `say` speak while a test runs: a browser test is slow, and who waits wants to know what for."""
    capture = config.pluginmanager.getplugin("capturemanager")
    if capture is not None:
        harness.unmuted = capture.global_and_fixture_disabled
    expect.set_options(timeout=20_000)  # what is slow on a busy machine is not wrong


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """One Chromium for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab for all tests, with its stock settings but for the news. Give each test a folder of its own in `lab.root`."""
    top = tmp_path_factory.mktemp("lab")
    lab = Lab(top / "home", top / "root")
    yield lab
    lab.stop()


@pytest.fixture
def open_notebook(browser: object, lab: Lab) -> Iterator[Callable[..., Notebook]]:
    """Return a function that opens a notebook (its path below the root) in a fresh browser profile."""
    with ExitStack() as stack:

        def opened(path: Path | str, **options: object) -> Notebook:
            context = stack.enter_context(new_context(browser, **options))
            where = Path(path)
            where = where.relative_to(lab.root) if where.is_absolute() else where
            return Notebook(lab, context.new_page(), where.as_posix())

        yield opened
