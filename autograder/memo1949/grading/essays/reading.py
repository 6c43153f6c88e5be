"""An essay read for its quotations: the student's text as safe HTML, a number and a sign behind each quotation in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from ..nbgrader.feedback.markup import markdown
from .checking import Checked, checked
from .quoted import LEAST, Quoted, quotations

MOST = 40  # quotations looked up: the page must not keep a grader waiting, whatever a student pastes
LONGEST = 60_000  # characters of an essay that is looked at

_BLOCKS = frozenset(("p", "div", "li", "ul", "ol", "blockquote", "pre", "table", "td", "th", "tr", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "section", "details", "summary", "figure", "figcaption", "caption", "hr"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """An essay: its HTML with numbered quotations, and what became of them; `more` of them were not looked up."""

    html: str
    quotations: tuple[Checked, ...] = ()
    more: int = 0


@dataclass(slots=True)
class _Piece:
    """A stretch of HTML: a tag as it stands, or text, with what is to be put into it and where."""

    text: str
    tag: str = ""
    put: list[tuple[int, str]] = field(default_factory=list)

    def html(self) -> str:
        if self.tag:
            return self.text
        out, last = "", 0
        for at, mark in self.put:
            out, last = out + escape(self.text[last:at], quote=False) + mark, at
        return out + escape(self.text[last:], quote=False)


def read(source: str, folder: Path | None = None, attachments: dict | None = None, task: str = "") -> Reading:
    """Return the reading of an essay's Markdown. `task` is the assignment's own text, from which students may quote too."""
    html = markdown(source, folder, attachments)
    if len(source) > LONGEST:
        return Reading(html)
    pieces = _pieces(html)
    found: list[Checked] = []
    more = 0
    for paragraph, block in _paragraphs(pieces):
        text = "".join(part for _, part in paragraph)
        places = [*quotations(text)]
        if not places and block and len(text.split()) >= LEAST:
            places = [Quoted(0, len(text.rstrip()))]  # a block quotation without marks
        for place in places:
            if len(found) == MOST:
                more += 1
                continue
            one = checked(len(found) + 1, text[place.start : place.end], task)
            found.append(one)
            behind = place.end + 1 if place.start else place.end
            _put(paragraph, behind, f'<sup class="memo1949-ref">{one.number}&nbsp;{one.verdict.sign}</sup>')
    return Reading("".join(piece.html() for piece in pieces), tuple(found), more)


class _Parser(HTMLParser):
    """Takes HTML apart, losing nothing of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[_Piece] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.pieces.append(_Piece(self.get_starttag_text() or "", tag))

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(_Piece(f"</{tag}>", f"/{tag}"))

    def handle_data(self, data: str) -> None:
        self.pieces.append(_Piece(data))


def _pieces(html: str) -> list[_Piece]:
    """Return cleaned HTML in pieces; comments are none of them."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.pieces


def _paragraphs(pieces: list[_Piece]) -> Iterator[tuple[list[tuple[_Piece, str]], bool]]:
    """Yield the texts that stand in one block, each as its pieces with their text, and whether it is a block quotation."""
    held: list[tuple[_Piece, str]] = []
    quoted = 0
    for piece in [*pieces, _Piece("", "hr")]:
        name = piece.tag.lstrip("/")
        if not piece.tag:
            held.append((piece, piece.text))
        elif name == "br":
            held.append((piece, " "))
        elif name in _BLOCKS:
            if any(text.strip() for _, text in held):
                yield held, quoted > 0
            held = []
            if name == "blockquote":
                quoted += -1 if piece.tag.startswith("/") else 1


def _put(paragraph: list[tuple[_Piece, str]], at: int, mark: str) -> None:
    """Put a mark into a paragraph before its character `at`."""
    for piece, text in paragraph:
        if at <= len(text) and not piece.tag:
            piece.put.append((at, mark))
            return
        at -= len(text)
