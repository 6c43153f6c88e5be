"""What is hidden stays hidden: tests and mark schemes leave the notebook, and so does output of a student's code that repeats them.

Plain nbgrader runs a student's code beside the notebook that holds the hidden tests; code that prints that file would carry
the key into the feedback. Output in another guise (encoded, spelled backwards) is not recognised.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from .errors import note
from .memory import kept

WITHHELD = "This output is not shown: it repeats parts of the assignment that are hidden. Your instructor can see it."

# A line of code, not a line of words: the words of the document stand in hidden tests too, and may be printed.
_CODE = re.compile(r"\s*[A-Za-z_][\w.]*\s*[(=\[]|\s*(assert|if|for|def|import|from|return|raise)\s")
_SHORTEST = 12


def strip_all(nb: Mapping, begin: Sequence[str], end: Sequence[str]) -> list[str]:
    """Take the hidden regions out of a notebook and note the cells that had one; return the lines taken out."""
    hidden: list[str] = []
    for cell in nb["cells"]:
        cell["source"], taken = strip(cell["source"], tuple(begin), tuple(end))
        if taken:
            hidden += taken
            cell["metadata"]["memo1949"] = {"hidden": True}
    return hidden


@kept
def strip(source: str, begin: Sequence[str], end: Sequence[str]) -> tuple[str, list[str]]:
    """Return a source without its hidden regions, and the lines taken out.

    A region that never ends reaches to the end of the cell: better too much hidden than too little.
    """
    if not any(mark in source for mark in (*begin, *end)):
        return source.strip("\n"), []
    kept, taken, inside = [], [], False
    for line in source.split("\n"):
        if any(mark in line for mark in begin):
            inside = True
        elif any(mark in line for mark in end):
            inside = False
        else:
            (taken if inside else kept).append(line)
    return "\n".join(kept).strip("\n"), taken


def withhold(nb: Mapping, hidden: Sequence[str]) -> None:
    """Put a sentence in place of each output that repeats a line of a hidden region."""
    telling = _telling(tuple(hidden))
    if not telling:
        return
    for cell in nb["cells"]:
        if cell["cell_type"] == "code" and not cell["metadata"].get("memo1949", {}).get("hidden"):
            cell["outputs"] = [note(WITHHELD) if any(map(telling, _texts(output))) else output for output in cell["outputs"]]


@lru_cache(maxsize=16)  # the same for a whole class
def _telling(hidden: tuple[str, ...]) -> Callable[[str], bool] | None:
    """Return what says whether a text repeats a hidden line that gives something away; None when there is no such line."""
    lines = {folded for line in hidden if _CODE.match(line) and len(folded := _fold(line)) >= _SHORTEST}
    if not lines:
        return None
    search = re.compile("|".join(map(re.escape, sorted(lines)))).search
    return kept(lambda text: search(_fold(text)) is not None)


def _texts(content: object) -> Iterator[str]:
    """Yield the texts of an output, a list of lines as one."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from _texts(value)
    elif isinstance(content, list):
        lines = [line for line in content if isinstance(line, str)]
        yield "\n".join(lines)
        if len(lines) < len(content):
            for value in content:
                yield from _texts(value)


def _fold(text: str) -> str:
    """Return text without white space, quotation marks and backslashes, which printing and escaping change."""
    return re.sub(r"""(\\n|[\s\\"'])+""", "", text)
