"""The document as the reader shows it: its text, cut wherever something said about it begins or ends, and in plain words."""

from dataclasses import dataclass
from html import escape
from itertools import pairwise

from ... import edition
from .marks import SHOWN, Mark, entries, marks

SOURCE = (
    "English translation of a Soviet record of a conversation with Mao Zedong. This copy has no title, author, archive reference, place or signature."
)
OPENING = "Opening (no heading in the document)"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the text in which nothing changes: the same part, under the same marks.

    `part` is the place in the section's list of parts, -1 for the white space between two; `marks` are places in the list
    of marks.
    """

    start: int
    end: int
    part: int
    marks: tuple[int, ...]

    @property
    def text(self) -> str:
        """The words of the run."""
        return edition.text[self.start : self.end]


def parts(name: str) -> tuple[edition.Segment, ...]:
    """Return the heading and the sentences of a section, in the order of the text; raises KeyError for an unknown one."""
    edition.segment(name)
    headings = tuple(part for part in edition.headings() if part.parent == name)
    return headings + edition.sentences(name)


def runs(name: str, said: tuple[Mark, ...]) -> tuple[Run, ...]:
    """Cut a section at every boundary of its parts and marks. Joined, the runs are the section, character for character."""
    whole, pieces = edition.segment(name), parts(name)
    cuts = {whole.start, whole.end} | {at for thing in (*pieces, *said) for at in (thing.start, thing.end) if whole.start < at < whole.end}
    return tuple(
        Run(
            start,
            end,
            next((index for index, part in enumerate(pieces) if part.start <= start and end <= part.end), -1),
            tuple(index for index, mark in enumerate(said) if mark.start <= start and end <= mark.end),
        )
        for start, end in pairwise(sorted(cuts))
    )


def content(names: tuple[str, ...], layers: tuple[str, ...] = SHOWN) -> dict:
    """Return all that the reader's page needs to show sections of the document, as JSON; raises KeyError for an unknown one.

    {"source", "layers", "sections", "marks", "entries"}. A section is {id, title, start, text, parts, runs}: parts are [id, start, end,
    number of the sentence (0 for a heading), number of the paragraph]; runs are [start, end, part, marks].
    """
    sections, said = [], []
    for name in names:
        whole, first = edition.segment(name), len(said)
        found = marks(name, layers)
        said += found
        cut = [[run.start, run.end, run.part, [first + index for index in run.marks]] for run in runs(name, found)]
        sections.append({"id": name, "title": title(name), "start": whole.start, "text": whole.text, "parts": _listed(name), "runs": cut})
    return {"source": SOURCE, "layers": list(layers), "sections": sections, "marks": [mark.spec() for mark in said], "entries": entries(said)}


def _listed(name: str) -> list[list]:
    """Return the parts of a section as JSON; sentences are numbered from 1 in each section."""
    paragraphs = [paragraph.id for paragraph in edition.paragraphs(name)]
    listed, number = [], 0
    for part in parts(name):
        sentence = part.kind == "sentence"
        number += sentence
        listed.append([part.id, part.start, part.end, number if sentence else 0, paragraphs.index(part.parent) + 1 if sentence else 0])
    return listed


def title(name: str) -> str:
    """Return a section's heading on one line; for the opening, which has none, words of ours that say so."""
    return next((" ".join(part.text.split()) for part in edition.headings() if part.parent == name), OPENING)


def plain(names: tuple[str, ...]) -> str:
    """Return sections of the document as plain text, with the source line first."""
    texts = ["\n\n".join([title(name), *(" ".join(part.text.split()) for part in edition.paragraphs(name))]) for name in names]
    return "\n\n".join([SOURCE, *texts])


def reader_html(names: tuple[str, ...]) -> str:
    """Return sections of the document as HTML without layers, for a run without a reader in front of it; raises KeyError."""
    shown = [f'<p class="memo1949-source">{escape(SOURCE)}</p>']
    for name in names:
        edition.segment(name)
        shown.append(f"<h3>{escape(title(name))}</h3>")
        shown += [f"<p>{escape(' '.join(part.text.split()))}</p>" for part in edition.paragraphs(name)]
    return f'<section class="memo1949-reader">{"".join(shown)}</section>'
