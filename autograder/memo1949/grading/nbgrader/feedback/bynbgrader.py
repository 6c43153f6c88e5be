"""Pages that nbgrader itself makes: where a course has settings of its own, and of what is not of our forms."""

import os
import re
import shutil
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..running import heard, opened, programs_found, same_path

if TYPE_CHECKING:
    from nbgrader.apps.baseapp import NbGrader

_BESIDE = ".memo1949-feedback"  # a step of nbgrader's for a moment, in the course directory


class Desk:
    """nbgrader for one course directory, loaded when it is first asked for anything. A context, for it changes Python's path meanwhile."""

    def __init__(self, course: Path) -> None:
        """Take the course directory."""
        self._course, self._stack = course, ExitStack()

    def __enter__(self) -> "Desk":
        """Begin; what a run that was cut short has left goes."""
        shutil.rmtree(self._course / _BESIDE, ignore_errors=True)
        return self

    def __exit__(self, *_: object) -> None:
        """Put back what was changed."""
        self._stack.close()

    @cached_property
    def app(self) -> "NbGrader":
        """nbgrader's application, configured by the course."""
        for context in (same_path(), programs_found()):
            self._stack.enter_context(context)
        app = opened(self._course, plugins=True)
        self._stack.enter_context(heard(app))
        return app

    def make(self, unit: str, student: str, force: bool) -> str:
        """Let nbgrader make a student's pages where they belong, if by its own rule they are not current; return "" when all is well, else why not."""
        from nbgrader.apps.api import NbGraderAPI
        from nbgrader.auth import Authenticator

        return _said(NbGraderAPI(self.app.coursedir, Authenticator(parent=self.app), parent=self.app).generate_feedback(unit, student, force=force))

    def replace(self, unit: str, student: str) -> str:
        """Let nbgrader make a student's pages anew, beside those that are there; these stay when it cannot."""
        directory = self.app.coursedir
        feedback = directory.feedback_directory
        folder = Path(directory.format_path(feedback, student, unit))
        directory.feedback_directory = _BESIDE
        beside, made = Path(directory.root, _BESIDE), Path(directory.format_path(_BESIDE, student, unit))
        try:
            shutil.rmtree(beside, ignore_errors=True)
            if said := self.make(unit, student, force=True):
                return said
            folder.parent.mkdir(parents=True, exist_ok=True)
            if folder.is_dir():
                os.replace(folder, beside / "old")
            os.replace(made, folder)
            return ""
        finally:
            directory.feedback_directory = feedback
            shutil.rmtree(beside, ignore_errors=True)


def _said(result: dict) -> str:
    """Return "" when nbgrader has done something, else the error that its log names."""
    if result["success"]:
        return ""
    lines = (result.get("log") or result.get("error") or "").strip().splitlines()
    return next((line.strip() for line in reversed(lines) if re.match(r"\s*(?:\w+\.)*\w+(?:Error|Exception|Entry)\b", line)), "nbgrader could not make it")
