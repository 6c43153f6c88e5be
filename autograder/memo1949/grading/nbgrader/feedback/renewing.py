"""Feedback pages that exist already, written anew after a correction."""

from collections.abc import Iterable
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from nbgrader.auth import Authenticator

from ..running import heard, opened


def renew(course: Path, unit: str, students: Iterable[str]) -> tuple[int, list[tuple[str, str]]]:
    """Write the pages of those of `students` who have one; return how many, and (student, why) for those that failed."""
    app = opened(course.resolve())
    renewed, failed = 0, []
    with heard(app):
        desk = NbGraderAPI(app.coursedir, Authenticator(parent=app), parent=app)
        for student in students:
            if not Path(app.coursedir.format_path(app.coursedir.feedback_directory, student, unit)).is_dir():
                continue
            result = desk.generate_feedback(unit, student, force=True)
            renewed += result["success"]
            if not result["success"]:
                failed.append((student, (result.get("error") or result.get("log") or "no reason given").strip().splitlines()[-1]))
    return renewed, failed
