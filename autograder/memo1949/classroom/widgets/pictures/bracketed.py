"""The text with its brackets: which stand in it, of which kind, and what it is without those that an editor put there."""

from .... import edition
from ..marks import BRACKETS
from ..page_of_text import title
from .markup import Html, counted, element, picture, table
from .passages import Passage, in_words

# The record's own round brackets, and a part of a name, are no editor's additions: they are never hidden.
KEPT = ("record", "part-of-name")


def bracketed(names: tuple[str, ...]) -> Html:
    """Return sections of the document with each bracket in an element of its own; raises KeyError for an unknown section."""
    notes = [note for name in names for note in edition.annotations("brackets", name)]
    text = [_section(name, [note for note in notes if edition.section_at(note.start).id == name]) for name in names]
    rows = [(_words(note), BRACKETS[note.value], _before(note), Passage(note.start, note.end).place, note.note) for note in notes]
    alike = table("The brackets, in the order of the text", ("bracket", "what it does", "the words before", "where", "note"), rows)
    editors = [note for note in notes if note.value not in KEPT]
    own = f", {len(notes) - len(editors)} of the record itself" if len(notes) > len(editors) else ""
    heading = f"{counted(len(editors), 'bracket')} of the editor{own}: {', '.join(map(in_words, names))}"
    return picture("brackets", heading, _kinds(notes), element("div", text, class_="m49-sections", lang="en", tabindex=0, role="region", aria_label="The text with its brackets"), alike)


def _kinds(notes: list[edition.Annotation]) -> Html:
    """Return the kinds of brackets that stand in a text, with their numbers."""
    found = [note.value for note in notes]
    kinds = [
        element("li", f"{label}: {found.count(kind)}", data_kind=kind, data_count=found.count(kind), data_label=label, data_kept=kind in KEPT)
        for kind, label in BRACKETS.items()
        if kind in found
    ]
    return element("ul", kinds, class_="m49-kindlist")


def _section(name: str, notes: list[edition.Annotation]) -> Html:
    """Return a section: its heading, or words of ours that say that it has none, and its paragraphs."""
    paragraphs = [element("p", _marked(paragraph, notes)) for paragraph in edition.paragraphs(name)]
    return element("div", element("p", title(name), class_="m49-subhead"), paragraphs)


def _marked(part: edition.Segment, notes: list[edition.Annotation]) -> list[object]:
    """Return the words of a part, each bracket in an element of its own, with the space in front of it."""
    pieces, at = [], part.start
    for note in (note for note in notes if part.start <= note.start and note.end <= part.end):
        # The space goes with its bracket: hidden, it leaves one space, and none in front of a comma or full stop.
        start = note.start - 1 if edition.text[note.start - 1].isspace() and note.start > part.start else note.start
        space = " " if start < note.start else ""
        pieces.append(_flat(at, start))
        pieces.append(element("span", space, element("span", _words(note), class_="m49-bracket"), data_bracket=note.value))
        at = note.end
    return [*pieces, _flat(at, part.end)]


def _flat(start: int, end: int) -> str:
    """Return a stretch of the text with its line breaks as spaces."""
    return edition.text[start:end].replace("\n", " ")


def _words(note: edition.Annotation) -> str:
    return " ".join(note.quote.split())


def _before(note: edition.Annotation) -> str:
    """Return the few words in front of a bracket."""
    before = edition.text[max(0, note.start - 40) : note.start]
    return "… " + before.split(maxsplit=1)[-1].strip().replace("\n", " ") if before.strip() else ""
