"""The reader: the document with layers that can be switched, from which words are sent to a question as its quotation."""

import logging

from traitlets import Dict, List

from ... import edition
from ..notebook import Notebook
from ..problems import AnswerError, RecordError
from .frontend import STATIC, ClassroomWidget, script
from .marks import SHOWN
from .page_of_text import content, plain, reader_html
from .targets import keep_current, placed, targets

__all__ = ["ReaderWidget", "reader_html", "reader_widget"]

_SHARED = ("question/dom", "question/keys")
_PARTS = ("text", "marks", "details", "selection", "search", "sending", "frame")
LEAST, MOST = 4, 40
_log = logging.getLogger(__name__)


class ReaderWidget(ClassroomWidget):
    """Sections of the document, layered.

    The page gets everything at once in `content`. It sends {what: "send", id, slot, start, end, client, seq}; `reply` answers
    with the same client and seq, a kind (saved or error) and a sentence. `targets` are the places that a quotation can go to;
    the page asks for them anew with {what: "targets"}.
    """

    _esm = script(*_SHARED, *(f"reader/{name}" for name in _PARTS))
    _css = (STATIC / "question.css").read_text(encoding="utf-8") + (STATIC / "reader.css").read_text(encoding="utf-8")

    content = Dict().tag(sync=True)
    targets = List().tag(sync=True)
    reply = Dict().tag(sync=True)

    def __init__(self, names: tuple[str, ...], here: Notebook, layers: tuple[str, ...] = SHOWN) -> None:
        """Show sections by their ids, with these layers to switch on; raises KeyError for an unknown section or layer."""
        self._names, self._here = names, here
        super().__init__(content=content(names, layers), targets=targets(here))
        self.on_msg(self._receive)
        keep_current(self, here)

    def refresh(self) -> None:
        """List the questions that take a quotation as they are now."""
        self.targets = targets(self._here)

    def send_quotation(self, name: str, slot: int, start: int, end: int) -> tuple[str, str]:
        """Make the document's words at [start, end) the quotation of a question; return (kind, sentence) for the student."""
        words = " ".join(edition.text[start:end].split())
        count = len(words.split())
        if not LEAST <= count <= MOST:
            return "error", f"A quotation has {LEAST} to {MOST} words; you have selected {count}."
        try:
            with self._here.lock:
                asked = self._here.find(name)
                value, quote = placed(asked, self._here, slot, words)
                saved = self._here.save(name, value, quote)
        except (AnswerError, RecordError) as error:
            return "error", str(error)
        kind = "Practice" if asked.points is None else "Question"
        return "saved", f"Sent to {kind.lower()} {asked.number}, saved {saved.time}."

    def _receive(self, _widget: object, message: dict, _buffers: object) -> None:
        """Take a message of the page."""
        if message.get("what") == "send":
            kind, text = "error", ""
            try:
                kind, text = self.send_quotation(str(message["id"]), int(message["slot"]), int(message["start"]), int(message["end"]))
            except Exception as error:  # in a kernel nobody would see it
                _log.exception("reader")
                text = f"A fault in memo1949 itself ({type(error).__name__}: {error}). Tell your instructor."
            own = {name: message.get(name, "") for name in ("seq", "client", "id")}
            self.reply = {**own, "kind": kind, "text": text}
        self.refresh()

    def plain(self) -> str:
        """Return the text alone."""
        return plain(self._names)

    def note(self) -> str:
        """Return the text as HTML, for a notebook that is looked at without a kernel."""
        return reader_html(self._names)


def reader_widget(names: tuple[str, ...], here: Notebook, layers: tuple[str, ...] | None = None) -> ReaderWidget:
    """Return the reader for sections of the document, sending to the questions of a notebook; raises KeyError.

    `layers` are those that can be switched on; all, when None.
    """
    return ReaderWidget(tuple(names), here, SHOWN if layers is None else tuple(layers))
