"""Where the reader can send a quotation: the questions of a notebook that take one, and the place in their answers."""

from collections import deque
from contextlib import suppress
from typing import Protocol

from ..notebook import Asked, Notebook, Saved
from ..problems import AnswerError

_SHORT = 48  # characters of a prompt in the list of questions


class Shown(Protocol):
    """A reader that lists the questions anew when told to."""

    def refresh(self) -> None:
        """List the questions as they are now."""


def targets(here: Notebook) -> list[dict]:
    """Return {id, slot, label, quote} for every place in the notebook that takes a quotation; `quote` is what stands there."""
    places, answers = [], here.answers()
    for asked in here.asked.values():
        saved = answers.get(asked.id)
        name = f"{'Practice' if asked.points is None else 'Question'} {asked.number}"
        if asked.question.kind == "quotation":
            for slot, words in enumerate(passages(asked, saved)):
                own = f"{name}, passage {slot + 1}" if asked.question.passages > 1 else name
                places.append({"id": asked.id, "slot": slot, "label": f"{own}: {_short(asked.question.prompt)}", "quote": words})
        elif asked.question.quotes:
            quote = saved.quote if saved else ""
            places.append({"id": asked.id, "slot": 0, "label": f"{name}: {_short(asked.question.prompt)}", "quote": quote})
    return places


def placed(asked: Asked, here: Notebook, slot: int, words: str) -> tuple[object, str]:
    """Return value and quotation of a question's answer after `words` have gone into `slot`; raises AnswerError."""
    saved = here.get(asked.id)
    if asked.question.kind == "quotation":
        kept = passages(asked, saved)
        kept[slot] = words
        return kept, ""
    if not asked.question.quotes:
        raise AnswerError(f"Question {asked.number} takes no quotation.")
    return (saved.value if saved else None), words


def passages(asked: Asked, saved: Saved | None) -> list[str]:
    """Return the passages of a quotation question's answer, "" where none stands."""
    with suppress(AnswerError):
        return asked.question.check(saved.value if saved and saved.value else [])
    return [""] * asked.question.passages


def _short(prompt: str) -> str:
    first = " ".join(prompt.split())
    return first if len(first) <= _SHORT else first[:_SHORT].rsplit(" ", 1)[0] + " …"


class Readers:
    """The newest readers of a notebook. As the notebook's listener, and after each cell, it brings their lists up to date."""

    def __init__(self, most: int = 4) -> None:
        """Start with none; more than `most` are not kept in step."""
        self.shown: deque[Shown] = deque(maxlen=most)

    def __call__(self, *_name: object) -> None:
        """List the questions anew."""
        for reader in list(self.shown):
            reader.refresh()


def keep_current(reader: Shown, here: Notebook) -> None:
    """Keep a reader's list of questions in step with the notebook: questions may be asked after it, and answered anywhere."""
    readers = next((listener for listener in here.listeners if isinstance(listener, Readers)), None)
    if readers is None:
        readers = Readers()
        here.listeners.append(readers)
        after_each_cell(readers)
    readers.shown.append(reader)


def after_each_cell(do: Readers) -> None:
    """Have IPython call `do` after each cell; outside IPython nothing happens."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is not None:
        shell.events.register("post_run_cell", do)
