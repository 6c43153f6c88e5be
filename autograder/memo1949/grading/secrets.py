"""What a release must not contain: the lines of source/ between hidden-test, solution and mark-scheme markers."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from nbgrader.utils import is_solution

from .nbgrader.running import opened
from .nbgrader.striphidden import strip

_MARKS = re.compile(r"\bmark\(")
_SHORT = 12  # a shorter line is looked for as a whole line, not inside another


@dataclass(frozen=True, slots=True)
class Secret:
    """A line that must not be released, and the cell it stands in."""

    cell: str
    line: str


def leaks(course: Path, unit: str, made: Path) -> list[str]:
    """Return, in words, each secret of source/UNIT that a generated release contains, and each key left in the open."""
    source = nbformat.read(course / "source" / unit / f"{unit}.ipynb", as_version=4)
    released = nbformat.read(made / f"{unit}.ipynb", as_version=4)
    lines = {line.strip() for text in _texts(released) for line in text.splitlines()}
    whole = "\n".join(lines)
    found = [
        f"Cell {secret.cell} of source/{unit}: a hidden line would be released: {secret.line[:60]!r}. "
        "Take it out of the part that students see."
        for secret in secrets(source, *_regions(course))
        if secret.line in (lines if len(secret.line) < _SHORT else whole)
    ]
    in_the_open = [
        f"Cell {cell.id} of source/{unit} calls mark() where students can read it. "
        "Put it between ### BEGIN HIDDEN TESTS and ### END HIDDEN TESTS."
        for cell in released.cells
        if cell.cell_type == "code" and _MARKS.search(cell.source)
    ]
    return found + in_the_open


def secrets(source: NotebookNode, begin: tuple[str, ...], end: tuple[str, ...]) -> Iterator[Secret]:
    """Yield the secret lines of a source notebook.

    A line of a solution (`import pandas as pd`) may also stand in the open elsewhere, and is no secret then; nor is one
    of brackets alone. The lines of a key are secret always, but for the one that names the question.
    """
    parted = [(cell, *_parts(cell, begin, end)) for cell in source.cells]
    public = {line.strip() for _, shown, _ in parted for line in shown.splitlines()}
    for cell, _, hidden in parted:
        strict = any(_MARKS.search(line) for line in hidden)
        for line in filter(_says_something, map(str.strip, hidden)):
            if line.strip("\"',") == cell.metadata.get("nbgrader", {}).get("grade_id"):
                continue
            if strict or line not in public:
                yield Secret(cell.get("id", "?"), line)


def _parts(cell: NotebookNode, begin: tuple[str, ...], end: tuple[str, ...]) -> tuple[str, list[str]]:
    """Return what of a cell students see, and its secret lines; a solution without markers is secret as a whole."""
    shown, hidden = strip(cell.source, begin, end)
    if is_solution(cell) and not hidden:
        return "", cell.source.splitlines()
    return shown, hidden


def _says_something(line: str) -> bool:
    return len(re.findall(r"\w", line)) >= 3


def _regions(course: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the markers of hidden regions that the course's nbgrader goes by: those that begin, those that end."""
    config = opened(course).config
    tests, scheme, solutions = (step(config=config) for step in (ClearHiddenTests, ClearMarkScheme, ClearSolutions))
    begin = (tests.begin_test_delimeter, scheme.begin_mark_scheme_delimeter, solutions.begin_solution_delimeter)
    end = (tests.end_test_delimeter, scheme.end_mark_scheme_delimeter, solutions.end_solution_delimeter)
    return begin, end


def _texts(content: object) -> Iterable[str]:
    """Yield every text in a notebook: sources, outputs, metadata, attachments."""
    stack = [json.loads(json.dumps(content))]
    while stack:
        thing = stack.pop()
        if isinstance(thing, str):
            yield thing
        else:
            stack += thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else []
