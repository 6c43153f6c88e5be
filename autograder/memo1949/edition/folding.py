"""Folding: the same words written in another way become the same text, and every character keeps its position.

White space runs become one space, dashes a hyphen, curly quotation marks straight ones; capitals do not count.
"""

import re
from dataclasses import dataclass

_SAME = str.maketrans({"—": "-", "–": "-", "−": "-", "‐": "-", "‑": "-", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "…": "...", "\u00a0": " "})

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
    kept = _kept(text, brackets)
    characters: list[str] = []
    positions: list[int] = []
    for position, character in enumerate(text):
        if not kept[position]:
            continue
        plain = " " if character.isspace() else character.translate(_SAME)
        if plain == " " and (not characters or characters[-1] == " "):
            continue
        for one in plain if case else plain.casefold():
            characters.append(one)
            positions.append(position)
    while characters and characters[-1] == " ":
        characters.pop()
        positions.pop()
    return Folded("".join(characters), tuple(positions))


def _kept(text: str, brackets: str) -> list[bool]:
    """Say of every character whether it stays."""
    kept = [True] * len(text)
    if brackets == "keep":
        return kept
    opened = {match.start() for match in _EXPANSION.finditer(text)} if brackets == "read" else set()
    for match in _BRACKETED.finditer(text):
        open_it = brackets == "open" or match.start() in opened
        for position in (match.start(), match.end() - 1) if open_it else range(*match.span()):
            kept[position] = False
    return kept
