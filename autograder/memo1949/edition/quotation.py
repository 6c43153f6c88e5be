"""Finding a quotation in the document, as readers quote: with other spaces, dashes and quotes, and a slip of the pen."""

from dataclasses import dataclass
from functools import lru_cache

from .folding import fold
from .matching import cuts, document, everywhere, inside, likest, standing, widest, words_of
from .segments import segment
from .text import text

# A slip is tolerated from this many words on, and down to this likeness (rapidfuzz's normalised Indel similarity, 0 to
# 100): one wrong letter in 13, or a short word left out of a line. Shorter quotations must be right, letter by letter.
SLIP_WORDS, SLIP_LIKENESS = 5, 92
LONGEST = 4_000  # characters; what may be quoted is far shorter
# Below this likeness the nearest place would only confuse.
NEAREST_LIKENESS = 60


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

    White space, dashes, quotation marks and capitals are folded; the editor's brackets may be kept, opened or left out.
    A hyphen, comma or stop more or less does no harm. From five words on, small slips are tolerated, and words cut in two at
    either end; not in texts so long (LONGEST characters) that looking for slips takes seconds. Raises TypeError if `asked` is no text, KeyError for an unknown part.
    """
    if not isinstance(asked, str):
        raise TypeError(f"A quotation is text, not {type(asked).__name__}.")
    within, number, wanted = _within(section), len(asked.split()), words_of(asked)
    if not wanted:
        return Finding(asked, number, ())
    if places := standing(wanted, within, cut=number >= SLIP_WORDS):
        return Finding(asked, number, tuple(Passage(*place, 1.0) for place in places))
    if len(asked) > LONGEST:
        return Finding(asked, number, ())
    likeness, place = likest(wanted[0], within)
    if (number >= SLIP_WORDS and likeness >= SLIP_LIKENESS) or _same_letters(wanted, text[slice(*place)]):
        # The words that were meant may stand in other places as well.
        places = widest({place, *standing(words_of(text[slice(*place)]), within)})
        return Finding(asked, number, tuple(Passage(*place, likeness / 100) for place in places))
    return Finding(asked, number, (), Passage(*place, likeness / 100) if likeness >= NEAREST_LIKENESS else None)


def locate(exact: str, section: str | None = None) -> tuple[Passage, ...]:
    """Return every place where words stand exactly (white space, dashes and quotation marks folded), for keys and evidence.

    Raises LookupError, with the nearest words, when they stand nowhere; KeyError for an unknown part.
    """
    within, folded = _within(section), document("keep", True)
    places = (folded.span(*span) for span in everywhere(fold(exact, "keep", case=True).text, folded))
    found = tuple(Passage(*place, 1.0) for place in places if inside(place, within) and not cuts(text, *place))
    if not found:
        near = quote(exact).passages or (quote(exact).nearest,)
        hint = f" Nearest: “{' '.join(near[0].text.split())}”." if near[0] else ""
        raise LookupError(f"These exact words stand nowhere in {section or 'the document'}.{hint}")
    return found


def _same_letters(wanted: list[str], words: str) -> bool:
    """Say whether words of the document differ from one of the folded texts in signs and spaces alone."""
    return not {_letters(one) for one in wanted}.isdisjoint({_letters(one) for one in words_of(words)} - {""})


def _letters(folded: str) -> str:
    """Return the letters and figures of a folded text, without anything between them."""
    return "".join(filter(str.isalnum, folded))


def _within(section: str | None) -> tuple[int, int]:
    """Return where a part of the document starts and ends; the whole of it for None."""
    if section is None:
        return 0, len(text)
    part = segment(section)
    return part.start, part.end
