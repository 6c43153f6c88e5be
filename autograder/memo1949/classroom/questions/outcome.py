"""What scoring an answer gives, and the checks that all question types share."""

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from ..problems import QuestionError

Pairs = tuple[tuple[str, str], ...]

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answer: what was asked, what was said, whether that is right."""

    label: str
    said: str
    right: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """How right a value is: a fraction from 0 to 1, its parts, and the misreadings (keys of `misreadings=`) it shows."""

    fraction: float
    misread: tuple[Hashable, ...] = ()
    parts: tuple[Part, ...] = ()


def require_text(text: str, what: str) -> None:
    """Raise QuestionError unless `text` is a string with something in it."""
    if not isinstance(text, str) or not text.strip():
        raise QuestionError(f"{what} is empty: write the words that the student reads.")


def require_id(name: str, what: str) -> None:
    """Raise QuestionError unless `name` is a plain id: small letters, digits and hyphens."""
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise QuestionError(f"{what} {name!r} is not an id: use small letters, digits and hyphens, for example 'shi-zhe'.")


def as_pairs(entries: Mapping[str, str] | Iterable[tuple[str, str]], what: str, least: int = 2) -> Pairs:
    """Return entries as (id, text) pairs in their order.

    Takes a dictionary or a list of pairs; raises QuestionError for fewer than `least`, for a bad or repeated id,
    for an empty or repeated text. (A dictionary literal drops a repeated id in silence before we can see it;
    `memo1949 release --check` reads the notebook's source for those.)
    """
    pairs = tuple(entries.items()) if isinstance(entries, Mapping) else tuple(tuple(entry) for entry in entries)
    if len(pairs) < least:
        raise QuestionError(f"{what}: at least {least} are needed, {len(pairs)} given.")
    for name, text in pairs:
        require_id(name, f"{what}: the id")
        require_text(text, f"{what}: the text of {name!r}")
    for position, kind in ((0, "id"), (1, "text")):
        seen: set[str] = set()
        for pair in pairs:
            if pair[position] in seen:
                raise QuestionError(f"{what}: the {kind} {pair[position]!r} stands twice.")
            seen.add(pair[position])
    return pairs


def as_lists(pairs: Pairs) -> list[list[str]]:
    """Return pairs as JSON lists: a JavaScript object would put ids that are digits in an order of its own."""
    return [list(pair) for pair in pairs]


def require_known(given: Iterable[str], known: Iterable[str], what: str) -> None:
    """Raise QuestionError if something in `given` is not an id in `known`."""
    allowed = list(known)
    for name in given:
        if name not in allowed:
            raise QuestionError(f"{what}: {name!r} is not among {', '.join(map(repr, allowed))}.")


def require_sentences(misreadings: Mapping[Hashable, str]) -> None:
    """Raise QuestionError unless every misreading is a sentence."""
    for key, sentence in misreadings.items():
        require_text(sentence, f"The misreading of {key!r}")
