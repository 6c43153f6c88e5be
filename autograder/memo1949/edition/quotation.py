"""Finding a quotation in the document, as readers quote: with other spaces, dashes and quotes, and a slip of the pen."""

from dataclasses import dataclass
from functools import lru_cache

from .folding import BRACKETS, Folded, fold
from .segments import segment
from .text import text

# A slip is tolerated from this many words on, and down to this likeness (rapidfuzz's normalised Indel similarity, 0 to
# 100): one wrong letter in 25, or a short word left out of a line. Shorter quotations must be right.
SLIP_WORDS, SLIP_LIKENESS = 5, 92
# Below this likeness the nearest place would only confuse.
NEAREST_LIKENESS = 60
_AROUND = " \"'.,;:…()-"


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in the document; `similarity` is 1.0 for the words as they stand, less after a slip."""

    start: int
    end: int
    similarity: float

    @property
    def text(self) -> str:
        """The document's words there."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of looking for a quotation: every place where it stands, or the nearest one, if there is any. True if found."""

    asked: str
    words: int
    passages: tuple[Passage, ...]
    nearest: Passage | None = None

    def __bool__(self) -> bool:
        """Say whether the quotation was found."""
        return bool(self.passages)


@lru_cache(maxsize=4096)
def quote(asked: str, section: str | None = None) -> Finding:
    """Find a quotation in the document, or in one part of it.

    White space, dashes, quotation marks and capitals are folded; the editor's brackets may be kept, opened or left out; from
    five words on small slips are tolerated. Raises TypeError if `asked` is no text, KeyError for an unknown part.
    """
    if not isinstance(asked, str):
        raise TypeError(f"A quotation is text, not {type(asked).__name__}.")
    words = len(asked.split())
    wanted = list(dict.fromkeys(stripped for way in BRACKETS if (stripped := fold(asked, way).text.strip(_AROUND))))
    if not wanted:
        return Finding(asked, words, ())
    exact = {Passage(*span, 1.0) for way in BRACKETS for one in wanted for span in _everywhere(one, _document(way))}
    found = _widest(passage for passage in exact if _inside(passage, section))
    if found:
        return Finding(asked, words, found)
    likest = max((_likest(wanted[0], way, section) for way in BRACKETS), key=lambda passage: passage.similarity)
    if words >= SLIP_WORDS and likest.similarity * 100 >= SLIP_LIKENESS:
        return Finding(asked, words, (likest,))
    return Finding(asked, words, (), likest if likest.similarity * 100 >= NEAREST_LIKENESS else None)


def locate(exact: str, section: str | None = None) -> tuple[Passage, ...]:
    """Return every place where words stand exactly (white space, dashes and quotation marks folded), for keys and evidence.

    Raises LookupError, with the nearest words, when they stand nowhere; KeyError for an unknown part.
    """
    spans = _everywhere(fold(exact, "keep", case=True).text, _document("keep", True)) if exact.strip() else []
    found = tuple(passage for span in spans if _inside(passage := Passage(*span, 1.0), section))
    if not found:
        near = quote(exact).passages or (quote(exact).nearest,)
        hint = f" Nearest: “{' '.join(near[0].text.split())}”." if near[0] else ""
        raise LookupError(f"These exact words stand nowhere in {section or 'the document'}.{hint}")
    return found


@lru_cache(maxsize=8)
def _document(brackets: str, case: bool = False) -> Folded:
    return fold(text, brackets, case)


def _everywhere(wanted: str, document: Folded) -> list[tuple[int, int]]:
    """Return the places, in the unfolded document, of every occurrence of a folded text."""
    places, at = [], document.text.find(wanted)
    while at >= 0:
        places.append(document.span(at, at + len(wanted)))
        at = document.text.find(wanted, at + 1)
    return places


def _widest(passages: object) -> tuple[Passage, ...]:
    """Return the passages in order, without those that lie inside another (two readings of one bracket)."""
    kept: list[Passage] = []
    for passage in sorted(passages, key=lambda one: (one.start, -one.end)):
        if not kept or passage.end > kept[-1].end:
            kept.append(passage)
    return tuple(kept)


def _inside(passage: Passage, section: str | None) -> bool:
    """Say whether a passage lies in a part of the document (always, when none is named)."""
    if section is None:
        return True
    part = segment(section)
    return part.start <= passage.start and passage.end <= part.end


def _likest(wanted: str, brackets: str, section: str | None) -> Passage:
    """Return the place most like a folded text, at whole words, and how alike it is (0 to 1)."""
    from rapidfuzz import fuzz

    document = _document(brackets)
    within = (0, len(document.text))
    if section is not None:
        part = segment(section)
        inside = [index for index, position in enumerate(document.positions) if part.start <= position < part.end]
        within = (inside[0], inside[-1] + 1)
    haystack = document.text[slice(*within)]
    if len(wanted) > len(haystack):
        return Passage(*document.span(*within), fuzz.ratio(wanted, haystack) / 100)
    alignment = fuzz.partial_ratio_alignment(wanted, haystack)
    start, end = alignment.dest_start, max(alignment.dest_end, alignment.dest_start + 1)
    while start > 0 and not haystack[start - 1].isspace():
        start -= 1
    while end < len(haystack) and not haystack[end].isspace():
        end += 1
    found = haystack[start:end].rstrip()
    # The likeness of whole words to whole words: a window that fits well by cutting words in two does not count for more.
    return Passage(*document.span(within[0] + start, within[0] + start + len(found)), fuzz.ratio(wanted, found.strip(_AROUND)) / 100)
