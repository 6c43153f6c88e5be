"""Where words stand in the document, and where words stand that are most like them. Places are (start, end) in the untouched text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

from .folding import BRACKETS, Folded, fold
from .text import text

Place = tuple[int, int]

# Signs at the ends of a quotation that are not part of its words.
AROUND = " \"'.,;:()-"
# By so many words the stretch that rapidfuzz proposes may be wrong at either end.
_LEEWAY = 3


@lru_cache(maxsize=8)
def document(brackets: str, case: bool = False) -> Folded:
    """Return the document, folded in one of the ways of `fold`."""
    return fold(text, brackets, case)


def words_of(asked: str) -> list[str]:
    """Return what a reader may have meant by a quotation: its folded words, for each way to take the brackets in it."""
    return list(dict.fromkeys(words for way in BRACKETS if (words := fold(asked, way).text.strip(AROUND))))


def everywhere(words: str, folded: Folded) -> Iterator[Place]:
    """Yield every occurrence, in the folded text, of folded words."""
    at = folded.text.find(words) if words else -1
    while at >= 0:
        yield at, at + len(words)
        at = folded.text.find(words, at + 1)


def standing(asked: Iterable[str], within: Place, cut: bool = False) -> tuple[Place, ...]:
    """Return the places inside `within` where any of the folded words stand, in order.

    Whole words of the document come first, then words that are whole when a bracket is left out (the “com” of com[munist]);
    if there are none and `cut` is true, places that cut a word in two.
    """
    whole: set[Place] = set()
    without: set[Place] = set()
    halves: set[Place] = set()
    for way, words in product(BRACKETS, asked):
        folded = document(way)
        for span in everywhere(words, folded):
            place = _balanced(*folded.span(*span))
            if inside(place, within):
                (halves if cuts(folded.text, *span) else without if cuts(text, *place) else whole).add(place)
    return widest(whole) or widest(without) or (widest(halves) if cut else ())


def likest(words: str, within: Place) -> tuple[float, Place]:
    """Return the likeness (0 to 100) and the place, at whole words inside `within`, of what is most like folded words."""
    return max(_likest(words, way, within) for way in BRACKETS)


def _likest(words: str, way: str, within: Place) -> tuple[float, Place]:
    from rapidfuzz import fuzz

    folded, (starts, ends) = document(way), _bounds_of_words(way)
    first, last = (bisect_left(folded.positions, at) for at in within)
    low, high = bisect_left(starts, first), bisect_right(ends, last)
    stretch = fuzz.partial_ratio_alignment(words, folded.text[first:last])
    begin, end = bisect_right(starts, first + stretch.dest_start) - 1, bisect_left(ends, first + stretch.dest_end)
    # The stretch is as long as the words asked for and may cut words in two: the likest whole words are near its ends.
    best = (-1.0, (first, last))
    for one in range(max(low, begin - _LEEWAY), min(high, begin + _LEEWAY + 1)):
        for other in range(max(one, end - _LEEWAY), min(high, end + _LEEWAY + 1)):
            found = folded.text[starts[one] : ends[other]]
            start = starts[one] + len(found) - len(found.lstrip(AROUND))
            found = found.strip(AROUND)
            if found:
                best = max(best, (fuzz.ratio(words, found), (start, start + len(found))), key=lambda pair: pair[0])
    return best[0], _balanced(*folded.span(*best[1]))


@lru_cache(maxsize=8)
def _bounds_of_words(way: str) -> tuple[list[int], list[int]]:
    """Return where the words of the folded document start, and where they end."""
    folded = f" {document(way).text} "
    spaces = [at for at, character in enumerate(folded) if character == " "]
    return spaces[:-1], [at - 1 for at in spaces[1:]]


def inside(place: Place, within: Place) -> bool:
    """Say whether a place lies in another."""
    return within[0] <= place[0] and place[1] <= within[1]


def widest(places: Iterable[Place]) -> tuple[Place, ...]:
    """Return places in order, without those that lie in another (two readings of one bracket)."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda one: (one[0], -one[1])):
        if not kept or place[1] > kept[-1][1]:
            kept.append(place)
    return tuple(kept)


def cuts(whole: str, start: int, end: int) -> bool:
    """Say whether whole[start:end] begins or ends in the middle of a word; com[munist] is one word."""
    before, after = whole[max(start - 2, 0) : start], whole[end : end + 2]
    left = whole[start].isalnum() and (before[-1:].isalnum() or (before[-1:] == "[" and before[:1].isalnum()))
    right = whole[end - 1].isalnum() and (after[:1].isalnum() or (after[:1] == "[" and after[1:].isalnum()))
    return left or right


def _balanced(start: int, end: int) -> Place:
    """Return a place with the other half of a bracket, where it holds one half and the other is the next character."""
    opened, closed = text.count("[", start, end), text.count("]", start, end)
    if opened > closed and text[end : end + 1] == "]":
        return start, end + 1
    if closed > opened and text[max(start - 1, 0) : start] == "[":
        return start - 1, end
    return start, end
