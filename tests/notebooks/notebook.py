"""What the tests of content read out of notebooks: calls, strings, quotations, cards."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from memo1949 import edition

TOP = Path(__file__).parents[2]
LESSONS = sorted((TOP / "lessons").glob("*.ipynb"))
SOURCES = sorted((TOP / "source").glob("*/*.ipynb"))
ALL = [*LESSONS, *SOURCES]

# What stands between curly quotes; the document itself has one pair of them, so one pair inside is allowed.
QUOTED = re.compile(r"“((?:[^“”]|“[^“”]*”)*)”")


def named(paths: list[Path]) -> pytest.MarkDecorator:
    """Parametrise over notebooks by their names."""
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


def cells(path: Path, kind: str = "") -> list[nbformat.NotebookNode]:
    """Return a notebook's cells, or those of one kind ("code", "markdown")."""
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == (kind or cell.cell_type)]


def calls(path: Path, *names: str) -> Iterator[ast.Call]:
    """Yield the calls of `names` in a notebook's code, as syntax trees."""
    for cell in cells(path, "code"):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield node


def ids(path: Path, *names: str) -> list[str]:
    """Return the first arguments of such calls: the question ids."""
    return [node.args[0].value for node in calls(path, *names)]


def prompts(path: Path) -> list[str]:
    """Return what a notebook's questions ask."""
    return [node.args[1].args[0].value for node in calls(path, "ask", "practice")]


def evidence(path: Path) -> list[tuple[str, list[str]]]:
    """Return (question id, evidence) of every question, graded or not."""
    return [
        (node.args[0].value, ast.literal_eval(word.value))
        for node in calls(path, "mark", "practice")
        for word in node.keywords
        if word.arg == "evidence"
    ]


def shown_sections(path: Path) -> tuple[str, ...]:
    """Return the sections that a notebook's readers show; all of them where a reader names none."""
    names = [tuple(argument.value for argument in node.args) for node in calls(path, "reader")]
    everything = tuple(section.id for section in edition.sections())
    return tuple(dict.fromkeys(name for shown in names for name in (shown or everything)))


def texts_of_questions(path: Path) -> Iterator[str]:
    """Yield every string that a question shows at some time: prompt, options, misreadings, explanation."""
    for call in calls(path, "ask", "practice", "mark"):
        for node in ast.walk(call):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def blocks(path: Path) -> Iterator[str]:
    """Yield the paragraphs and list items of a notebook's markdown."""
    for cell in cells(path, "markdown"):
        yield from re.split(r"\n\n|\n(?=\d+\. |- )", cell.source)


def foreign_words(text: str) -> list[str]:
    """Return what stands between curly quotes in `text` and not in the document, whatever the case and white space.

    An ellipsis parts two passages; the punctuation of the sentence around may stand inside the quotes.
    """
    passages = (part.strip(" .,;:?!") for quoted in QUOTED.findall(text) for part in quoted.split("…"))
    return [passage for passage in passages if _folded(passage) not in _folded(edition.text)]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
