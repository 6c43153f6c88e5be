"""The widget of one question: shows it, takes the answer, has it saved at once and says so."""

import hashlib
import logging
from collections import deque
from collections.abc import Callable
from datetime import datetime

from traitlets import Dict

from ..notebook import Asked, Notebook
from ..problems import AnswerError, RecordError
from .frontend import STATIC, ClassroomWidget, script
from .remarks import remarks

_PARTS = ("dom", "keys", "saving", "choice", "matching", "ordering", "entry", "quotation", "table", "weighing", "feedback", "frame")
_log = logging.getLogger(__name__)


class QuestionWidget(ClassroomWidget):
    """One question in the notebook.

    The page sends {what, client, seq, value, quote}; every such message is acknowledged by a new `state` that carries
    the same `client` and `seq`. `answer` is the saved answer; `remarks` say where quotations stand in the document;
    `feedback` is filled when a practice question is checked.
    """

    _esm = script(*(f"question/{name}" for name in _PARTS))
    _css = STATIC / "question.css"

    spec = Dict().tag(sync=True)
    answer = Dict().tag(sync=True)
    state = Dict().tag(sync=True)
    remarks = Dict().tag(sync=True)
    feedback = Dict().tag(sync=True)

    def __init__(self, asked: Asked, here: Notebook, on_check: Callable[[], dict] | None = None) -> None:
        """Show a question with its saved answer. `on_check` returns the feedback of a practice question."""
        self._asked, self._here, self._on_check = asked, here, on_check
        self._origin, self._newest = ("", 0), {}
        place = hashlib.sha256(str(here.record.path).encode()).hexdigest()[:12]
        own = {"id": asked.id, "points": asked.points, "practice": asked.points is None, "checks": on_check is not None, "number": asked.number, "place": place}
        super().__init__(spec={**asked.question.spec(), **own})
        self.refresh()
        self.on_msg(self._receive)
        follow(self)

    def submit(self, value: object, quote: str = "") -> bool:
        """Check and save an answer; say whether that went well. What is wrong with it, or with the disk, is told in `state`.

        An empty value clears the answer. One that does not fit its question leaves the last good answer saved.
        """
        question = self._asked.question
        try:
            checked = None if value in (None, "", [], {}) else question.check(value)
            self._here.save(self._asked.id, checked, str(quote or "").strip() if question.quotes else "")
        except AnswerError as error:
            return self._fail("input", f"Not saved: {error}")
        except RecordError as error:
            return self._fail("disk", str(error))
        return True

    def refresh(self) -> None:
        """Show the answer as it is saved now, and how far it is answered."""
        with self._here.lock:
            saved = self._here.get(self._asked.id)
            answer = {"value": saved.value if saved else None, "quote": saved.quote if saved else ""}
            changed = answer != self.answer
            client, seq = self._origin
            with self.hold_sync():
                self.answer = answer
                self.state = {**self._standing(), "client": client, "seq": seq}
                if changed and self.feedback:
                    self.feedback = {}
            if changed:
                self.remarks = remarks(self._asked.question, answer)

    def _standing(self) -> dict:
        """Return the state of the saved answer: kind, text, what is left to do, and when it was saved."""
        saved, rest = self._here.get(self._asked.id), self._here.open(self._asked)
        if saved is None:
            last = {"kind": "empty", "text": rest, "rest": ""}
        else:
            at = f"saved {datetime.fromisoformat(saved.saved).astimezone():%H:%M}"
            last = {"kind": "partial" if rest else "saved", "text": f"{at}; {rest}" if rest else at, "rest": rest}
        standing = {**last, "saved": saved.saved if saved else "", "last": last, "reason": ""}
        if self._here.record.unsaved(self._asked.id):
            text = "Not saved yet: answers.json could not be written when you gave this answer. It is tried again while this notebook runs."
            return {**standing, "kind": "error", "text": text, "rest": "", "saved": "", "reason": "disk"}
        return standing

    def _fail(self, reason: str, text: str) -> bool:
        client, seq = self._origin
        self.state = {**self.state, "kind": "error", "text": text, "rest": "", "reason": reason, "client": client, "seq": seq}
        return False

    def _receive(self, _widget: object, content: dict, _buffers: object) -> None:
        """Take a message of the page, unless a newer one of the same page was taken already.

        Until the kernel's thread for widgets has started, JupyterLab sends to the main one, and what waits there behind a
        cell is overtaken by what is sent later. The page waits for the acknowledgement of its newest message alone.
        """
        with self._here.lock:
            client, seq = str(content.get("client", "")), int(content.get("seq", 0))
            if seq >= self._newest.get(client, seq):
                self._newest[client] = seq
                self._take(content, client, seq)

    def _take(self, content: dict, client: str, seq: int) -> None:
        self._origin = (client, seq)
        follow(self)
        try:
            if self.submit(content.get("value"), content.get("quote", "")) and content.get("what") == "check" and self._on_check:
                self.feedback = self._on_check()
        except Exception as error:  # in a kernel nobody would see it
            _log.exception("question %s", self._asked.id)
            self._fail("fault", f"A fault in memo1949 itself ({type(error).__name__}: {error}). Tell your instructor.")
        finally:
            self._origin = ("", 0)

    def plain(self) -> str:
        """Return the question in words."""
        name = "Practice" if self.spec["practice"] else "Question"
        return f"{name} {self.spec['number']}\n\n{self.spec['prompt']}\n\nRun this cell to answer."


class Followers:
    """The live widgets of a notebook by question. As the notebook's listener it keeps them in step with what is saved."""

    def __init__(self) -> None:
        """Start with none."""
        self.widgets: dict[str, deque[QuestionWidget]] = {}

    def __call__(self, name: str) -> None:
        """Refresh the widgets of a question whose answer was saved."""
        for widget in list(self.widgets.get(name, ())):
            widget.refresh()


def follow(widget: QuestionWidget, most: int = 4) -> None:
    """Keep a widget in step with its question's answer: the `most` newest or last used ones of a question are."""
    here, name = widget._here, widget._asked.id
    followers = next((listener for listener in here.listeners if isinstance(listener, Followers)), None)
    if followers is None:
        followers = Followers()
        here.listeners.append(followers)
    row = followers.widgets.setdefault(name, deque(maxlen=most))
    if widget in row:
        row.remove(widget)
    row.append(widget)


def question_widget(asked: Asked, here: Notebook, on_check: Callable[[], dict] | None = None) -> QuestionWidget:
    """Return the widget of a question, filled with the saved answer; with `on_check` as a practice question."""
    return QuestionWidget(asked, here, on_check)
