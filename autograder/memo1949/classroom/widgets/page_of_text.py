"""The document as the reader shows it: pieces of text, each with all that the layers say about it."""

from html import escape

from ... import edition
from ..questions.date import in_words

SOURCE = (
    "English translation of a Soviet record of a conversation with Mao Zedong on the evening of 3 February 1949. "
    "This copy has no title, author, archive reference, place or signature."
)
TITLES = {"opening": "Opening (no heading in the document)"}

# What a student reads for the values of the layers.
VOICES = {
    "narrator": "Narrator",
    "mao-tagged": "Mao, tagged",
    "mao-untagged": "Mao, no tag",
    "mao-first-person": "Mao, first person",
    "quoted": "Someone quoted by Mao",
    "editor": "Editor",
}
SHOWN = ("voices", "persons", "organisations", "places", "dates", "brackets", "faults")


def pages(names: tuple[str, ...]) -> dict:
    """Return {"sections": […], "notes": […]} for sections of the document, as JSON.

    A section is {id, title, paragraphs}; a paragraph a list of sentences {id, number, pieces}; a piece [text, start, end,
    word, notes]: its place in the document, the number of its word (-1 for white space), and the numbers of the notes that
    cover it. A note is {layer, value, label, text, certainty}. Raises KeyError for an unknown section.
    """
    notes: list[edition.Annotation] = []
    counter = iter(range(len(edition.text)))
    sections = [_section(name, notes, counter) for name in names]
    return {"sections": sections, "notes": [_note(note) for note in notes]}


def _section(name: str, notes: list[edition.Annotation], words: object) -> dict:
    section = edition.segment(name)
    first = len(notes)
    notes += [note for layer in SHOWN for note in edition.annotations(layer, section.id)]
    here = list(range(first, len(notes)))
    number, paragraphs = 0, []
    for paragraph in edition.paragraphs(name):
        sentences = []
        for part in edition.sentences(paragraph.id):
            number += 1
            sentences.append({"id": part.id, "number": number, "pieces": _pieces(part, notes, here, words)})
        paragraphs.append(sentences)
    return {"id": name, "title": _title(name), "paragraphs": paragraphs}


def _pieces(part: edition.Segment, notes: list[edition.Annotation], here: list[int], words: object) -> list[list]:
    """Cut a sentence wherever a word or a note begins or ends."""
    inside = [index for index in here if notes[index].start < part.end and part.start < notes[index].end]
    cuts = {part.start, part.end, *(at for index in inside for at in (notes[index].start, notes[index].end) if part.start < at < part.end)}
    cuts |= {at for at in range(part.start + 1, part.end) if edition.text[at].isspace() != edition.text[at - 1].isspace()}
    ends, word, pieces = sorted(cuts), -1, []
    for start, end in zip(ends, ends[1:], strict=False):
        space = edition.text[start].isspace()
        if not space and (start == part.start or edition.text[start - 1].isspace()):
            word = next(words)
        covering = [index for index in inside if notes[index].start <= start and end <= notes[index].end]
        pieces.append([" " if space else edition.text[start:end], start, end, -1 if space else word, covering])
    return pieces


def _note(note: edition.Annotation) -> dict:
    """Return what the reader says about a note: a short label beside the words, a sentence when they are looked at."""
    registers = {"persons": edition.persons(), "organisations": edition.organisations()}
    label, text = note.value.replace("-", " "), ""
    if note.layer == "voices":
        label = VOICES[note.value]
    elif note.layer in registers:
        entry = registers[note.layer][note.value]
        label = entry.name
        others = [name.text for name in entry.variants if name.text != entry.name]
        text = f"{entry.part}. " + (f"Also written: {', '.join(others)}." if others else "")
    elif note.layer == "dates":
        label = " to ".join("open" if end == ".." else in_words(end) for end in note.value.split("/"))
    elif note.layer == "places":
        label = note.value.replace("-", " ").title()
    return {"layer": note.layer, "value": note.value, "label": label, "text": " ".join(filter(None, [text, note.note])), "certainty": note.certainty}


def plain(names: tuple[str, ...]) -> str:
    """Return sections of the document as plain text, with the source line first."""
    texts = ["\n\n".join([_title(name), *(" ".join(part.text.split()) for part in edition.paragraphs(name))]) for name in names]
    return "\n\n".join([SOURCE, *texts])


def _title(name: str) -> str:
    return next((" ".join(part.text.split()) for part in edition.headings() if part.parent == name), TITLES.get(name, name))


def reader_html(names: tuple[str, ...]) -> str:
    """Return sections of the document as HTML without layers, for a run without a reader in front of it."""
    parts = [f'<p class="memo1949-source">{escape(SOURCE)}</p>']
    for name in names:
        edition.segment(name)
        parts.append(f"<h3>{escape(_title(name))}</h3>")
        parts += [f"<p>{escape(' '.join(part.text.split()))}</p>" for part in edition.paragraphs(name)]
    return f'<section class="memo1949-reader">{"".join(parts)}</section>'
