"""What the tests of the question widgets share."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from browser import Lab, Notebook
from widgets import everykind


class Student:
    """Somebody in front of a notebook with questions of every kind."""

    def __init__(self, notebook: Notebook, path: Path) -> None:
        """Sit down before an open notebook."""
        self.notebook, self.path, self.page = notebook, path, notebook.page

    def question(self, name: str) -> Locator:
        """Return the widget of a question, of which there is one on the page."""
        return self.page.locator(f'.m49[data-question="{name}"]')

    def status(self, name: str) -> Locator:
        """Return a question's status line."""
        return self.question(name).locator(".m49-status")

    def saved(self) -> dict:
        """Return what is in answers.json now."""
        return everykind.saved(self.path)

    def comes_to_hold(self, answers: dict) -> None:
        """Wait until answers.json holds just these: what was kept from before is sent once its widget is shown, which says "saved" of the older answer till then."""
        until = time.monotonic() + 20
        while self.saved() != answers and time.monotonic() < until:
            self.page.wait_for_timeout(50)
        assert self.saved() == answers


@pytest.fixture
def sit_down(lab: Lab, open_notebook: Callable[..., Notebook], request: pytest.FixtureRequest) -> Callable[..., Student]:
    """Return a function that opens a fresh notebook with the named kinds of question and runs it."""

    def seated(*kinds: str, **options: object) -> Student:
        path = everykind.write(lab.root / request.node.name, *kinds)
        student = Student(open_notebook(path, **options), path)
        student.notebook.run_all()
        student.page.locator(".m49").last.wait_for()
        return student

    return seated
