"""Ordering: put the items in a row, first to last."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

from ..problems import AnswerError, QuestionError
from .choice import one_of
from .outcome import Outcome, Pairs, Part, as_lists, as_pairs, require_known, require_sentences, require_text


@dataclass(frozen=True, slots=True)
class Ordering:
    """Value: list of item ids, first to last, perhaps not all placed yet.

    Score: over all pairs of items, the share in the right order less the share in the wrong order, never below 0
    (Kendall's tau, M. G. Kendall, "A new measure of rank correlation", Biometrika 30, 1938, pp. 81-93). A pair with an
    item not yet placed counts as neither. Guessing earns about nothing; one neighbouring swap costs little.
    """

    prompt: str
    items: Pairs
    kind: ClassVar[str] = "ordering"
    quotes: ClassVar[int] = 0

    def __post_init__(self) -> None:
        """Check the definition; raises QuestionError."""
        require_text(self.prompt, "The prompt")
        object.__setattr__(self, "items", as_pairs(self.items, "Items", least=3))

    def spec(self) -> dict:
        """Return what the widget needs, as JSON."""
        return {"kind": self.kind, "prompt": self.prompt, "quotes": 0, "items": as_lists(self.items)}

    def check(self, value: object) -> list[str]:
        """Return the order as a list of ids; raises AnswerError for an unknown or repeated one."""
        if not isinstance(value, list | tuple):
            raise AnswerError("Give a list of item ids, first to last, for example ['b', 'a', 'c'].")
        order = [one_of(name, self.items) for name in value]
        if len(set(order)) != len(order):
            raise AnswerError("An item stands twice in your order: name each one once.")
        return order

    def complete(self, value: object) -> bool:
        """Say whether every item is placed."""
        return bool(value) and len(value) == len(self.items)

    def describe(self, value: list[str]) -> str:
        """Return the order in words."""
        texts = dict(self.items)
        return "; ".join(f"{place}. {texts[item]}" for place, item in enumerate(value, 1))

    def check_key(self, key: object, misreadings: Mapping[Hashable, str]) -> None:
        """Check that the key orders every item once, and that misreadings are pairs in the wrong order; raises QuestionError."""
        items = [name for name, _ in self.items]
        if not isinstance(key, list | tuple) or sorted(map(str, key)) != sorted(items):
            raise QuestionError("The key must name every item once, first to last.")
        if list(key) == items:
            raise QuestionError("The items are listed in the right order already: list them in another order.")
        require_sentences(misreadings)
        for pair in misreadings:
            if not isinstance(pair, tuple) or len(pair) != 2:
                raise QuestionError(f"A misreading of an order is keyed (put before, this one); got {pair!r}.")
            require_known(pair, items, "A misreading's item")
            if list(key).index(pair[0]) <= list(key).index(pair[1]):
                raise QuestionError(f"{pair!r} is the right order by the key, and cannot be a misreading.")

    def score(self, value: list[str], key: list[str]) -> Outcome:
        """Return the score as described above; pairs (put before, this one) in the wrong order are the misreadings' keys."""
        texts, pairs = dict(self.items), list(combinations(key, 2))
        place = {item: position for position, item in enumerate(value)}
        placed = [(first, second) for first, second in pairs if first in place and second in place]
        wrong = [(second, first) for first, second in placed if place[first] > place[second]]
        tau = (len(placed) - 2 * len(wrong)) / len(pairs)
        parts = tuple(
            Part(f"Place {number}", texts[item], number <= len(key) and key[number - 1] == item) for number, item in enumerate(value, 1)
        )
        return Outcome(max(0.0, tau), tuple(wrong), parts)

    def sample(self, key: list[str]) -> list[str]:
        """Return a value that earns full marks."""
        return list(key)
