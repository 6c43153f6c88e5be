"""Grading a class that is known to be harmless: nbgrader's own steps, in this process, one submission at a time.

There is no isolation here: whatever the notebooks hold runs with our rights, beside the gradebook. So this is for
simulated classes alone, whose notebooks we wrote ourselves.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from nbgrader.auth import Authenticator
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from ..nbgrader.executequietly import ExecuteQuietly
from ..nbgrader.running import CourseError, heard, opened
from ..rows import damage

_EXECUTE = "nbgrader.preprocessors.execute.Execute"
_QUIETLY = f"{ExecuteQuietly.__module__}.{ExecuteQuietly.__qualname__}"

_ERROR = re.compile(r"^\s*(?:\w+\.)*(\w+(?:Error|Exception|Died|Interrupt)\b.*)$", re.M)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one submission: whether it has marks, what went wrong in words ("" for nothing), and nbgrader's log."""

    student: str
    graded: bool
    problem: str
    log: str


@contextmanager
def at_desk(course: Path) -> Iterator[NbGraderAPI]:
    """Give nbgrader's interface for a course directory, and keep it quiet."""
    app = opened(course)
    steps = [_QUIETLY if step == _EXECUTE else step for step in app.config.Autograde.autograde_preprocessors]
    app.update_config(Config({"Autograde": {"autograde_preprocessors": steps}}))
    with heard(app), warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        yield NbGraderAPI(app.coursedir, Authenticator(parent=app), parent=app)


def hand_out(desk: NbGraderAPI, unit: str) -> str:
    """Generate release/UNIT and enter the assignment in the gradebook; return the log. Raises CourseError."""
    result = _done(desk.generate_assignment(unit))
    if not result["success"]:
        raise CourseError(f"nbgrader could not generate {unit}: {_reason(result)}")
    return result.get("log", "")


def grade(desk: NbGraderAPI, unit: str, student: str) -> Outcome:
    """Autograde one submission and write its feedback page. Never raises for what the submission holds."""
    result = _done(desk.autograde(unit, student))
    log = result.get("log", "")
    if not result["success"]:
        notebook = Path(desk.coursedir.format_path(desk.coursedir.submitted_directory, student, unit)) / f"{unit}.ipynb"
        return Outcome(student, False, damage(notebook) or f"nbgrader stopped ({_reason(result)})", log)
    result = _done(desk.generate_feedback(unit, student))
    problem = "" if result["success"] else f"the feedback page could not be written ({_reason(result)})"
    return Outcome(student, True, problem, log + result.get("log", ""))


def _done(result: dict) -> dict:
    """Return what nbgrader says of a step; raises KeyboardInterrupt, which nbgrader takes for a failed step like any other."""
    if "\nKeyboardInterrupt" in result.get("error", ""):
        raise KeyboardInterrupt
    return result


def _reason(result: dict) -> str:
    """Return the last error that nbgrader's log names."""
    found = [line for line in _ERROR.findall(result.get("log", "")) if not line.startswith("NbGraderException")]
    return found[-1].strip()[:200] if found else "it gave no reason"
