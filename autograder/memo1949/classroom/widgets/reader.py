"""The reader: the document with layers that can be switched, from which words are sent to a question as its quotation."""

from traitlets import Dict, List

from ... import edition
from ..notebook import Asked, Notebook
from ..problems import AnswerError, RecordError
from .frontend import STATIC, ClassroomWidget, script
from .page_of_text import SOURCE, pages, plain, reader_html

__all__ = ["ReaderWidget", "reader_html", "reader_widget"]

_PARTS = ("dom", "keys")
_READER = ("text", "layers", "selection", "search", "sending", "frame")


class ReaderWidget(ClassroomWidget):
    """Sections of the document, layered.

    The page asks for `targets`, the places that a quotation can go to ([question id, slot, label]), when it needs them, and
    sends {what: "send", id, slot, start, end, seq}; `reply` answers with the same seq, a kind (saved or error) and a sentence.
    """

    _esm = script(*(f"question/{name}" for name in _PARTS), *(f"reader/{name}" for name in _READER))
    _css = (STATIC / "question.css").read_text(encoding="utf-8") + (STATIC / "reader.css").read_text(encoding="utf-8")

    content = Dict().tag(sync=True)
    targets = List().tag(sync=True)
    reply = Dict().tag(sync=True)

    def __init__(self, names: tuple[str, ...], here: Notebook) -> None:
        """Show sections by their ids; raises KeyError for an unknown one."""
        self._names, self._here = names, here
        super().__init__(content={**pages(names), "source": SOURCE}, targets=targets(here))
        self.on_msg(self._receive)

    def send_quotation(self, name: str, slot: int, start: int, end: int) -> tuple[str, str]:
        """Make the document's words at [start, end) the quotation of a question; return (kind, sentence) for the student."""
        words = " ".join(edition.text[start:end].split())
        try:
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
            start, end = int(message["start"]), int(message["end"])
            kind, text = self.send_quotation(str(message["id"]), int(message["slot"]), start, end)
            self.reply = {"seq": message.get("seq", 0), "client": message.get("client", ""), "kind": kind, "text": text}
        self.targets = targets(self._here)

    def plain(self) -> str:
        """Return the text alone."""
        return plain(self._names)

    def note(self) -> str:
        """Return the text as HTML, for a notebook that is looked at without a kernel."""
        return reader_html(self._names)


def targets(here: Notebook) -> list[list]:
    """Return [question id, slot, label] for every place in the notebook that takes a quotation."""
    places = []
    for asked in here.asked.values():
        label = f"{'Practice' if asked.points is None else 'Question'} {asked.number}"
        if asked.question.kind == "quotation":
            passages = asked.question.passages
            places += [[asked.id, slot, label + (f", passage {slot + 1}" if passages > 1 else "")] for slot in range(passages)]
        elif asked.question.quotes:
            places.append([asked.id, 0, label])
    return places


def placed(asked: Asked, here: Notebook, slot: int, words: str) -> tuple[object, str]:
    """Return value and quotation of a question's answer after `words` have gone into `slot`; raises AnswerError."""
    saved = here.get(asked.id)
    if asked.question.kind == "quotation":
        passages = asked.question.check(saved.value if saved else [])
        passages[slot] = words
        return passages, ""
    if not asked.question.quotes:
        raise AnswerError(f"Question {asked.number} takes no quotation.")
    return (saved.value if saved else None), words


def reader_widget(names: tuple[str, ...], here: Notebook) -> ReaderWidget:
    """Return the reader for sections of the document, sending to the questions of a notebook."""
    return ReaderWidget(tuple(names), here)
