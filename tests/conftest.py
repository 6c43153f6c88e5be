"""Fixtures that tests of several folders share: one browser and one JupyterLab a session."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect

# Last, not first as `pythonpath` in pyproject.toml would have it: tests/packaging must not hide the package of that name.
sys.path.append(str(Path(__file__).parent))

import browser as harness
import sharing
from browser import FLAGS, Lab, Notebook, chromium, new_context, say


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a test of steadiness be as thorough as there is time for."""
    parser.addoption("--kills", type=int, default=20, metavar="N", help="how often to kill a grader at work (default: 20)")


def pytest_configure(config: pytest.Config) -> None:
    """Let `say` speak while a test runs: a browser test is slow, and who waits wants to know what for."""
    capture = config.pluginmanager.getplugin("capturemanager")
    if capture is not None:
        harness.unmuted = capture.global_and_fixture_disabled
    expect.set_options(timeout=20_000)  # what is slow on a busy machine is not wrong


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Say how many processes `-n auto` means."""
    return sharing.workers(config)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Share the tests out our way."""
    return sharing.scheduler(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In one of several processes, begin with what takes longest; alone, keep the order of the files."""
    if hasattr(config, "workerinput"):
        items.sort(key=sharing.rank)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Name each slow test when it begins, and those that differ in a parameter only once."""
    name = item.nodeid.partition("[")[0]
    if name != harness.announced and any(map(item.get_closest_marker, ("slow", "browser"))):
        harness.announced = name
        say(name)


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
