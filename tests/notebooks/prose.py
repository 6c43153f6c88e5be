"""The running prose of notebooks, without what is no prose, for the tests of reading level and spelling."""

import re
from collections.abc import Iterator
from pathlib import Path

from .notebook import cells, texts_of_questions

_ADDRESS = re.compile(r"\]\([^)]*\)|https?://[^\s)>]+|`[^`]*`")
_MARKS = re.compile(r"[*>\[\]#|!]|^\s*\d+\. ", re.M)
_ID = re.compile(r"[a-z0-9-]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def paragraphs(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (cell id, paragraph) of a notebook's prose: no headings, tables, references, links or sample essays."""
    for cell in cells(path, "markdown"):
        if cell.source.startswith(("### BEGIN SOLUTION", "## Further reading")):
            continue
        for block in re.split(r"\n\s*>?\s*\n|\n(?=\d+\. )", cell.source):
            if not block.startswith(("|", "#", "!", "> *[", "> *“")) and not re.fullmatch(r"> \*[^*].*\*", block):
                yield cell.id, " ".join(_MARKS.sub("", _ADDRESS.sub("", block)).split())


def words(text: str) -> list[str]:
    """Return the words of a text in small letters, without a possessive's ending."""
    found = (word.casefold().replace("’", "'") for word in _WORD.findall(_ADDRESS.sub(" ", text)))
    return [word.removesuffix("'s").removesuffix("'") for word in found]


def everything(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (where, text) of all that a reader of a notebook sees: markdown, sample essays, and what questions say."""
    yield from ((cell.id, cell.source) for cell in cells(path, "markdown"))
    yield from (("a question", text) for text in texts_of_questions(path) if not _ID.fullmatch(text))
