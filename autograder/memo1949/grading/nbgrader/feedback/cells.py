"""Cells as blocks of a page: text, code, outputs, answers."""

from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from ...essays.blank import NO_RESPONSE, nothing_in
from .classroom import is_reader, panel, without_answer, without_calls, without_heading
from .markup import code, markdown
from .memory import kept
from .node import Node, is_grade, is_task
from .outline import Outline
from .outputs import shown
from .places import in_place


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page: `kind` is its class ("text", "code", "output", "answer", "folded", "comment"), `label` what it is."""

    kind: str
    html: Markup
    label: str = ""


def text_block(html: str) -> Block:
    """Return the block of a text cell."""
    return Block("text", Markup(html))


def output_blocks(cell: Node, folder: Path) -> list[Block]:
    """Return the outputs of a cell, if there are any."""
    html = Markup(_settled(shown(cell.outputs, folder)))
    if not html:
        return []
    return [Block("folded", html, "The text of the document") if is_reader(cell) else Block("output", html)]


@kept
def _settled(html: str) -> str:
    """Return output as it fits into a page: without headings, passages in their place; "" when nothing is left."""
    html = without_heading(html)
    return in_place(Outline().inside(html)) if html.strip() else ""


def code_blocks(cell: Node, language: str, folder: Path, label: str, test: bool = False) -> list[Block]:
    """Return a code cell: what is left of its code, then its outputs."""
    source = without_calls(cell.source) if test else cell.source
    html = Markup(code(source, language)) if source.strip() else None
    return ([Block("folded" if test else "code", html, label)] if html else []) + output_blocks(cell, folder)


def answer_blocks(cell: Node, language: str, folder: Path) -> list[Block]:
    """Return a cell for the student's work, with what they wrote in it; untouched it says so."""
    written = is_grade(cell) and not is_task(cell)
    if cell.metadata.nbgrader.get("comment") == NO_RESPONSE or (written and nothing_in(cell.source)):
        said = "You left this blank." if written else "Not answered."
        return [Block("answer", Markup(f"<p>{said}</p>"), "Your answer")]
    if cell.cell_type == "code":
        return code_blocks(cell, language, folder, "Your code")
    html = Markup(Outline().inside(markdown(cell.source, folder, cell.get("attachments"))))
    return [Block("text", html, "The task") if is_task(cell) else Block("answer", html, "Your answer")]


def without_answers(blocks: list[Block], test: Node) -> list[Block]:
    """Return a question's blocks without what the result of its test says again."""
    result = panel(test)
    return [replace(block, html=Markup(without_answer(block.html, result))) for block in blocks]
