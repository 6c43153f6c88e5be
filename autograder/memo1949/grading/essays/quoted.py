"""The quotations in a text: what stands between quotation marks of any style."""

from collections.abc import Iterator
from typing import NamedTuple

LEAST = 4  # words; shorter ones are words spoken of, not passages quoted
_LONGEST = 2_500  # characters between two marks; what may be quoted is far shorter
_MOST_ALONE = 60  # marks without a partner; a text with more of them is no essay, and would take long to read

# What opens a quotation, and what may close it. An apostrophe looks like a mark, so single ones are looked at twice.
_CLOSED = {
    "“": "”",
    "”": "”",
    "„": "“”",
    "‟": "”",
    '"': '"',
    "＂": "＂",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "‘": "’",
    "‚": "‘’",
    "'": "'",
    "「": "」",
    "『": "』",
}
_SINGLE = "‘’'‚"


class Quoted(NamedTuple):
    """A quotation: text[start:end] without its marks; the closing mark stands at `end`."""

    start: int
    end: int


def quotations(text: str) -> Iterator[Quoted]:
    """Yield the quotations of LEAST words or more in one paragraph, in order; those inside another are part of it."""
    at = alone = 0
    while at < len(text) and alone < _MOST_ALONE:
        opens = text[at] in _CLOSED and _opens(text, at)
        end = _closing(text, at) if opens else None
        if end is None:
            at, alone = at + 1, alone + opens
            continue
        if len(text[at + 1 : end].split()) >= LEAST:
            yield Quoted(at + 1, end)
        at = end + 1


def _opens(text: str, at: int) -> bool:
    """Say whether a mark may open a quotation; one that also closes, or is an apostrophe, must stand before a word."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] in _SINGLE:
        return not before.isalnum() and bool(after.strip())
    return text[at] not in "”»›" or not before.strip()


def _closing(text: str, at: int) -> int | None:
    """Return where the quotation that opens at `at` closes; marks inside the editor's brackets are the editor's."""
    found = _search(text, at, brackets=True)
    return _search(text, at, brackets=False) if found is None else found


def _search(text: str, at: int, brackets: bool) -> int | None:
    opening, closing = text[at], _CLOSED[text[at]]
    inside = deep = 0
    for position in range(at + 1, min(len(text), at + 1 + _LONGEST)):
        character = text[position]
        if brackets and character in "[]":
            deep = max(0, deep + (1 if character == "[" else -1))
        elif deep:
            continue
        elif character in closing:
            if character in _SINGLE and (not text[position - 1].strip() or text[position + 1 : position + 2].isalnum()):
                continue  # an apostrophe, or a mark that opens
            if not inside:
                return position
            inside -= 1
        elif character == opening:
            inside += 1
    return None
