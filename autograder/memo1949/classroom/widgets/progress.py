"""The progress of a notebook, live: "7 of 9 answered", what is missing, and whether the seal is up to date."""

from datetime import UTC, datetime

from traitlets import Dict

from ..notebook import Notebook
from ..problems import RecordError
from ..record import moment
from .frontend import STATIC, ClassroomWidget, script


class ProgressWidget(ClassroomWidget):
    """How far the questions that give points are answered. `progress`: answered, total, missing, sealed, newer, problem."""

    _esm = script("question/dom", "question/keys", "progress")
    _css = STATIC / "question.css"

    progress = Dict().tag(sync=True)

    def __init__(self, here: Notebook, newest: datetime | None) -> None:
        """Follow a notebook's answers. `newest` is when the newest answer in the seal was saved, None when nothing is sealed."""
        self._here, self._newest = here, newest
        self._sealed = datetime.now(UTC).isoformat() if newest else ""
        super().__init__()
        here.listeners[:] = [listener for listener in here.listeners if not isinstance(listener, Progress)]
        here.listeners.append(Progress(self))
        self.refresh()

    def refresh(self) -> None:
        """Count again."""
        here = self._here
        try:
            asked, answers, problem = here.graded(), here.answers(), here.problem
        except RecordError as error:
            self.progress = {**self.progress, "problem": str(error)}
            return
        missing = [[entry.id, f"Question {entry.number}", rest] for entry in asked if (rest := here.open(entry))]
        newer = sum(moment(saved) > self._newest for saved in answers.values()) if self._newest else 0
        self.progress = {
            "answered": len(asked) - len(missing),
            "total": len(asked),
            "missing": missing,
            "sealed": self._sealed,
            "newer": newer,
            "problem": problem or "",
        }

    def plain(self) -> str:
        """Return the count in words."""
        return f"{self.progress['answered']} of {self.progress['total']} answered."

    def note(self) -> str:
        """Return nothing: the seal prints the same list below."""
        return ""


class Progress:
    """A listener of a notebook that refreshes its newest progress widget. An older one is no longer followed."""

    def __init__(self, widget: ProgressWidget) -> None:
        """Take the widget."""
        self.widget = widget

    def __call__(self, _name: str) -> None:
        """Count again after an answer was saved."""
        self.widget.refresh()


def progress_widget(here: Notebook, newest: datetime | None = None) -> ProgressWidget:
    """Return the live progress of a notebook; see ProgressWidget."""
    return ProgressWidget(here, newest)
