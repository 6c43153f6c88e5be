"""What a lesson's notebook says to a teacher: its header box, its question, its words, what it leaves to discuss."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from ..coverage import UnreadableNotebook

_STARRED = re.compile(r"\*+([^*]+)\*+")
# A new word begins a sentence, so the bracket on the Chinese Nationalists stays with the word that it is about.
_NEXT_WORD = re.compile(r"(?<=[.)]) (?=\*[^*])")
_WORDS = re.compile(r"\*\*Words [^*]*\*\*\s*")
_ALONE = re.compile(r"^\*[^*]+\*: ")
_POINT = re.compile(r"^\d+\. (.+)$", re.M)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that a lesson explains, and how: the lesson's line in Markdown, without the word where a colon follows it."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson, as a teacher plans with it. `cells` are the sources of its cells by id; `header` its box, as (label, text)."""

    file: str
    title: str
    question: str
    header: tuple[tuple[str, str], ...]
    words: tuple[Word, ...]
    discussion: tuple[str, ...]
    short: str
    cells: dict[str, str]

    def heading(self, cells: list[str]) -> str:
        """Return the heading under which the first of some cells stands."""
        found = ""
        for name, source in self.cells.items():
            # The title's cell has the notebook's name and, below it, the heading of its first part.
            found = next(iter(re.findall(r"^##+ (.+)$", source, re.M)), found) if source.startswith(("#", "##")) else found
            if name in cells:
                return found
        raise KeyError(cells)


def lesson(path: Path) -> Lesson:
    """Read a lesson's notebook without running it; raises UnreadableNotebook."""
    try:
        cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableNotebook(f"{path} is no notebook that can be read ({error}).") from None
    title = cells.get("title", "")
    discussion = cells.get("discussion", "")
    return Lesson(
        path.stem,
        next(iter(re.findall(r"^# (.+)$", title, re.M)), path.stem),
        next(iter(re.findall(r"^\*\*([^*]+\?)\*\*$", title, re.M)), ""),
        tuple((label, text.strip()) for label, text in re.findall(r"^\| \*\*([^*]+)\*\* \| (.+) \|$", title, re.M)),
        tuple(_words(cells.get("words", ""))),
        tuple(_POINT.findall(discussion)),
        next(iter(re.findall(r"^For a short hour: .+$", discussion, re.M)), ""),
        cells,
    )


def _words(source: str) -> list[Word]:
    """Return the words that a cell of words explains."""
    return [
        Word(_STARRED.match(line)[1], _ALONE.sub("", line.strip()))
        for paragraph in _WORDS.sub("", source).split("\n\n")
        for line in _NEXT_WORD.split(paragraph.strip())
        if _STARRED.match(line)
    ]
