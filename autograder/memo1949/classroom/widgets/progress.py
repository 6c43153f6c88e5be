"""The progress of a notebook, live: "7 of 9 answered", what is missing, and whether the seal is up to date."""

from collections.abc import Mapping
from datetime import UTC, datetime

from traitlets import Dict

from ..notebook import Notebook
from ..problems import RecordError
from ..record import Saved, moment
from .frontend import STATIC, ClassroomWidget, script


class ProgressWidget(ClassroomWidget):
    """How far the questions that give points are answered. `progress`: answered, total, missing, sealed, newer, problem."""

    _esm = script("question/dom", "question/keys", "progress")
    _css = STATIC / "question.css"

    progress = Dict().tag(sync=True)

    def __init__(self, here: Notebook, sealed: Mapping[str, Saved]) -> None:
        """Follow a notebook's answers. `sealed` are those in the seal."""
        self._here, self._copy = here, dict(sealed)
        self._sealed = datetime.now(UTC).isoformat() if sealed else ""
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
        # Question by question: an answer that was saved where the clock was ahead says nothing of the others.
        newer = sum(name not in copy or moment(saved) > moment(copy[name]) for name, saved in answers.items()) if (copy := self._copy) else 0
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


def progress_widget(here: Notebook, sealed: Mapping[str, Saved] | None = None) -> ProgressWidget:
    """Return the live progress of a notebook; see ProgressWidget."""
    return ProgressWidget(here, sealed or {})
