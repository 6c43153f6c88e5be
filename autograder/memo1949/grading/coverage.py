"""Which lessons and questions touch which paragraph of the document, read from the notebooks without running them.

A paragraph is shown by a reader, or by another call whose words stand in it and in no other; it is quoted where the notebook's text has its
words between curly quotes; and it is asked about by a question whose prompt, options, key or evidence has them. It is
bare when no lesson shows or quotes it, or when no question asks about it.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import edition
from ..edition.folding import fold
from ..edition.matching import Place, document, everywhere, standing, words_of

SHOWN, QUOTED, PRACTISED, GRADED = "shown by", "quoted in", "practised in", "graded in"
_QUESTIONS = {"practice": PRACTISED, "ask": GRADED, "mark": GRADED}
# What stands between curly quotes; the document has one such pair of its own, so one pair inside is allowed.
_QUOTED = re.compile(r"“((?:[^“”]|“[^“”]*”)*)”")
# Fewer words, such as a name, stand for no place.
LEAST = 3


@dataclass(frozen=True, slots=True)
class Touch:
    """A notebook's touching a paragraph: `how` (shown by, quoted in, practised in, graded in), and by which notebook or question."""

    paragraph: str
    how: str
    by: str
    lesson: bool


@dataclass(frozen=True, slots=True)
class Covered:
    """A paragraph of the document and all that touches it."""

    paragraph: edition.Segment
    touches: tuple[Touch, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What it lacks, in words: a lesson, a question, both, or nothing."""
        shown = any(touch.lesson and touch.how in (SHOWN, QUOTED) for touch in self.touches)
        asked = any(touch.how in (PRACTISED, GRADED) for touch in self.touches)
        return tuple(word for word, there in (("no lesson shows it", shown), ("no question asks about it", asked)) if not there)


class UnreadableNotebook(ValueError):
    """A file is not a notebook; the message names it."""


def coverage(lessons: Path, source: Path) -> tuple[Covered, ...]:
    """Return every paragraph with what touches it, from the lessons in one folder and the assignments in another.

    Raises UnreadableNotebook for a file that is none.
    """
    found = [touch for path in sorted(lessons.glob("*.ipynb")) for touch in touches(path, True)]
    found += [touch for path in sorted(source.glob("*/*.ipynb")) for touch in touches(path, False)]
    return tuple(
        Covered(part, tuple(dict.fromkeys(touch for touch in found if touch.paragraph == part.id))) for part in edition.paragraphs()
    )


def touches(path: Path, lesson: bool) -> Iterator[Touch]:
    """Yield how a notebook touches paragraphs, with repetitions; raises UnreadableNotebook."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableNotebook(f"{path} is not a notebook ({type(error).__name__}: {error}).") from None
    for kind, source in sources:
        found = _of_code(source, path.stem) if kind == "code" else ((part, QUOTED, path.stem) for part in _quoted(source))
        yield from (Touch(part, how, by, lesson) for part, how, by in found)


def _of_code(source: str, notebook: str) -> Iterator[tuple[str, str, str]]:
    """Yield (paragraph, how, by) for the calls in a cell. A cell that is no plain Python (a magic, a student's try) has none."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for call in _calls(tree):
        strings = [node.value for node in ast.walk(call) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        name = call.func.id
        if name == "reader":
            yield from ((part, SHOWN, f"{notebook}, reader") for part in _read(call))
        elif name in _QUESTIONS and strings:
            words = (piece for text in strings for piece in (text, *_QUOTED.findall(text)))
            yield from ((part, _QUESTIONS[name], f"{notebook}, {strings[0]}") for part in _standing(words))
        else:
            yield from ((part, SHOWN, f"{notebook}, {name}") for part in _standing(strings))


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """Yield the outermost calls of functions by their names: what stands inside a question is the question's."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name):
            yield child
        else:
            yield from _calls(child)


def _read(call: ast.Call) -> Iterator[str]:
    """Yield the paragraphs that a reader shows: those of the parts it names, all when it names none."""
    names = [argument.value for argument in call.args if isinstance(argument, ast.Constant)] or [None]
    for name in names:
        yield from (part.id for part in edition.paragraphs(name))


def _quoted(markdown: str) -> Iterator[str]:
    """Yield the paragraphs whose words stand in curly quotes."""
    return _standing(_QUOTED.findall(markdown))


def _standing(texts: Iterable[str]) -> Iterator[str]:
    """Yield the paragraphs that the document's words among some texts stand in; an ellipsis parts two passages.

    Words that stand in several paragraphs (“at the present time”) are about none of them in particular, and yield none;
    but capitals may tell one from the other (“The Northern Expedition” in Mao's list from the same words in a sentence).
    """
    for piece in (piece.strip() for text in texts for piece in text.split("…")):
        if len(piece.split()) >= LEAST:
            parts = _paragraphs(standing(words_of(piece), (0, len(edition.text))))
            if len(parts) > 1:
                folded = document("keep", case=True)
                exact = everywhere(fold(piece, "keep", case=True).text, folded)
                parts = _paragraphs(folded.span(*place) for place in exact)
            yield from parts if len(parts) == 1 else ()


def _paragraphs(places: Iterable[Place]) -> set[str]:
    """Return the paragraphs that places lie in."""
    return {part.id for start, end in places for part in edition.paragraphs() if part.start < end and start < part.end}
