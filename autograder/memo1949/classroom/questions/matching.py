"""Matching: each item belongs to one target; a target may take several items or none."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from ..problems import AnswerError, QuestionError
from .choice import one_of
from .outcome import Outcome, Pairs, Part, as_lists, as_pairs, require_known, require_sentences, require_text


@dataclass(frozen=True, slots=True)
class Matching:
    """Value: {item id: target id}, perhaps not for all items yet. Score: the share of items matched rightly."""

    prompt: str
    items: Pairs
    targets: Pairs
    kind: ClassVar[str] = "matching"
    quotes: ClassVar[int] = 0

    def __post_init__(self) -> None:
        """Check the definition; raises QuestionError."""
        require_text(self.prompt, "The prompt")
        object.__setattr__(self, "items", as_pairs(self.items, "Items"))
        object.__setattr__(self, "targets", as_pairs(self.targets, "Targets"))

    def spec(self) -> dict:
        """Return what the widget needs, as JSON."""
        return {
            "kind": self.kind,
            "prompt": self.prompt,
            "quotes": 0,
            "items": as_lists(self.items),
            "targets": as_lists(self.targets),
        }

    def check(self, value: object) -> dict[str, str]:
        """Return {item: target} in the items' order, without items still open; raises AnswerError for unknown ids."""
        if not isinstance(value, Mapping):
            raise AnswerError("Give a dictionary, for example {'first-item': 'its-target'}.")
        for item in value:
            one_of(item, self.items)
        given = {item: value[item] for item, _ in self.items if value.get(item) not in (None, "")}
        return {item: one_of(target, self.targets) for item, target in given.items()}

    def complete(self, value: object) -> bool:
        """Say whether every item is matched."""
        return bool(value) and len(value) == len(self.items)

    def describe(self, value: dict[str, str]) -> str:
        """Return the matches in words."""
        targets = dict(self.targets)
        return "; ".join(f"{text} → {targets[value[item]]}" for item, text in self.items if item in value)

    def check_key(self, key: object, misreadings: Mapping[Hashable, str]) -> None:
        """Check that the key matches every item, and that misreadings are wrong pairs; raises QuestionError."""
        items, targets = [name for name, _ in self.items], [name for name, _ in self.targets]
        if not isinstance(key, Mapping) or set(key) != set(items):
            raise QuestionError("The key must give a target for every item, and for nothing else.")
        require_known(key.values(), targets, "The key")
        require_sentences(misreadings)
        for pair in misreadings:
            if not isinstance(pair, tuple) or len(pair) != 2:
                raise QuestionError(f"A misreading of a matching is keyed (item, wrong target); got {pair!r}.")
            require_known([pair[0]], items, "A misreading's item")
            require_known([pair[1]], targets, "A misreading's target")
            if key[pair[0]] == pair[1]:
                raise QuestionError(f"{pair!r} is right by the key, and cannot be a misreading.")

    def score(self, value: dict[str, str], key: dict[str, str]) -> Outcome:
        """Return the share of right matches; wrong (item, target) pairs are the misreadings' keys."""
        targets = dict(self.targets)
        parts = tuple(Part(text, targets.get(value.get(item), "no answer"), value.get(item) == key[item]) for item, text in self.items)
        misread = tuple((item, target) for item, target in value.items() if target != key[item])
        return Outcome(sum(part.right for part in parts) / len(parts), misread, parts)

    def sample(self, key: dict[str, str]) -> dict[str, str]:
        """Return a value that earns full marks."""
        return dict(key)
