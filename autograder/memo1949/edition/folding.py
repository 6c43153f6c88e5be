"""Folding: the same words written in another way become the same text, and every character keeps its position.

White space runs become one space, dashes a hyphen, curly quotation marks straight ones; capitals do not count. What
copying from a PDF or an East Asian keyboard brings along (ligatures, full-width signs, invisible marks) is undone too.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SAME = {"—": "-", "–": "-", "−": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "`": "'"}

# What a reader may do with the editor's square brackets when quoting.
BRACKETS = ("open", "read", "drop")
_EXPANSION = re.compile(r"(?<=\w)\[(\w+)\]")
_BRACKETED = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `positions[i]` is where its character i stands in the text it was made from."""

    text: str
    positions: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the unfolded text of folded[start:end]."""
        return self.positions[start], self.positions[end - 1] + 1


def fold(text: str, brackets: str = "open", case: bool = False) -> Folded:
    """Fold a text.

    `brackets`: "keep" leaves square brackets; "open" drops the signs [ and ] and keeps what they hold; "read" opens
    expansions inside a word (com[munist]) and drops other bracketed words; "drop" drops them all. With `case`, capitals count.
    """
    characters: list[str] = []
    positions: list[int] = []
    for position in _kept(text, brackets):
        plain = _plain(text[position])
        for one in plain if case else plain.casefold():
            before = characters[-1] if characters else " "
            if (one == " " and before in " -") or (one == "-" and before == "-"):
                continue
            if one == "-" and before == " " and characters:
                # A dash with spaces around it is a dash without.
                characters.pop()
                positions.pop()
            characters.append(one)
            positions.append(position)
    while characters and characters[-1] == " ":
        characters.pop()
        positions.pop()
    return Folded("".join(characters), tuple(positions))


@lru_cache(maxsize=1024)
def _plain(character: str) -> str:
    """Return the plain way of writing a character: itself, a space, a straight sign, several letters, or nothing."""
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Cf":
        return ""
    return _SAME.get(character) or unicodedata.normalize("NFKC", character)


def _kept(text: str, brackets: str) -> list[int]:
    """Return the positions of the characters that stay."""
    if brackets == "keep":
        return list(range(len(text)))
    # The signs never stay, not even the one half of a bracket that a reader happened to copy.
    gone = {position for position, character in enumerate(text) if character in "[]"}
    if brackets != "open":
        opened = {match.start() for match in _EXPANSION.finditer(text)} if brackets == "read" else set()
        gone |= {position for match in _BRACKETED.finditer(text) if match.start() not in opened for position in range(*match.span())}
    return [position for position in range(len(text)) if position not in gone]
