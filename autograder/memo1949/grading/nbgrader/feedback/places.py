"""The passages of a result panel, shown where they stand: with the words around them, and the name of the part."""

import re
from functools import lru_cache
from html import escape, unescape

from memo1949.edition import locate
from memo1949.edition.segments import Segment, headings, paragraphs, section_at, segment, sentences
from memo1949.edition.text import text

_QUOTED = re.compile(r'<blockquote class="memo1949-passage">([^<]*)</blockquote>')
_MOST = 130  # words: a paragraph up to this long is shown whole, of a longer one the sentences beside the passage


def in_place(html: str) -> str:
    """Return a panel's HTML with each quoted passage among its neighbours; words that are not the document's stay as they are."""
    return _QUOTED.sub(lambda found: _shown(unescape(found[1])) or found[0], html)


@lru_cache(maxsize=512)
def _shown(words: str) -> str:
    """Return a passage in its place as HTML; "" when it stands nowhere in the document."""
    try:
        place = locate(words)[0]
    except (LookupError, ValueError):
        return ""
    start, end = _around(place.start, place.end)
    before, after = _line(start, place.start), _line(place.end, end)
    said = f"{'' if _begins(start) else '… '}{before}<mark>{_line(place.start, place.end)}</mark>{after}{'' if _ends(end) else ' …'}"
    return f'<figure class="memo1949-place"><figcaption>{escape(_name(place.start))}</figcaption><blockquote class="memo1949-passage">{said}</blockquote></figure>'


def _around(start: int, end: int) -> tuple[int, int]:
    """Return from where to where the document is shown: the paragraph, or of a long one a sentence more on each side."""
    whole = [part for part in paragraphs() if part.start < end and start < part.end]
    if not whole:
        return start, end
    first, last = min(start, whole[0].start), max(end, whole[-1].end)
    if len(text[first:last].split()) <= _MOST:
        return first, last
    inside = [part for part in sentences() if first <= part.start < last]
    touched = [number for number, part in enumerate(inside) if part.start < end and start < part.end]
    if not touched:
        return start, end
    beside = inside[max(0, touched[0] - 1) : touched[-1] + 2]
    return min(start, beside[0].start), max(end, beside[-1].end)


def _begins(position: int) -> bool:
    return any(part.start == position for part in (*paragraphs(), *headings()))


def _ends(position: int) -> bool:
    return any(part.end == position for part in (*paragraphs(), *headings()))


def _line(start: int, end: int) -> str:
    """Return words of the document in one line, a space kept where they touch others."""
    return escape(re.sub(r"\s+", " ", text[start:end]))


def _name(position: int) -> str:
    """Return where a position lies, in words: the part of the document and the number of the paragraph in it."""
    section = section_at(position)
    numbered = [part for part in paragraphs() if section.start <= part.start < section.end]
    number = next((number for number, part in enumerate(numbered, 1) if part.start <= position < part.end), None)
    title = _heading(section)
    return f"{title}, paragraph {number}" if number else title


def _heading(section: Segment) -> str:
    """Return a section's heading as it stands, or what the part before the first heading is called."""
    try:
        heading = segment(f"{section.id}.h")
    except KeyError:
        return "The opening"
    return f"“{' '.join(heading.text.split())}”"
