"""Single and multiple choice. Both ask for a supporting quotation too: half the marks are for that."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from ..problems import AnswerError, QuestionError
from .outcome import Outcome, Pairs, Part, as_lists, as_pairs, require_known, require_sentences, require_text


@dataclass(frozen=True, slots=True)
class SingleChoice:
    """One option is right. Value: the option's id. Score: 1 or 0."""

    prompt: str
    options: Pairs
    kind: ClassVar[str] = "single-choice"
    quotes: ClassVar[int] = 1

    def __post_init__(self) -> None:
        """Check the definition; raises QuestionError."""
        require_text(self.prompt, "The prompt")
        object.__setattr__(self, "options", as_pairs(self.options, "Options"))

    def spec(self) -> dict:
        """Return what the widget needs, as JSON."""
        return {"kind": self.kind, "prompt": self.prompt, "quotes": 1, "options": as_lists(self.options)}

    def check(self, value: object) -> str:
        """Return the option id; raises AnswerError if `value` is none of them."""
        return one_of(value, self.options)

    def complete(self, value: object) -> bool:
        """Say whether an option is chosen."""
        return value is not None

    def describe(self, value: str) -> str:
        """Return the chosen option's text."""
        return dict(self.options)[value]

    def check_key(self, key: object, misreadings: Mapping[Hashable, str]) -> None:
        """Check that the key is an option and that every other option names its misreading; raises QuestionError."""
        ids = [name for name, _ in self.options]
        require_known([key], ids, "The key")
        require_known(misreadings, ids, "A misreading's option")
        require_sentences(misreadings)
        for name in ids:
            if name != key and name not in misreadings:
                raise QuestionError(f"The wrong option {name!r} has no misreading: say in misreadings= what choosing it shows.")
        if key in misreadings:
            raise QuestionError(f"The right option {key!r} has a misreading: take it out of misreadings=.")

    def score(self, value: str, key: str) -> Outcome:
        """Return 1 for the right option; else 0, with the option as the misreading's key."""
        right = value == key
        return Outcome(float(right), () if right else (value,), (Part("Your choice", self.describe(value), right),))

    def sample(self, key: str) -> str:
        """Return a value that earns full marks."""
        return key


@dataclass(frozen=True, slots=True)
class MultipleChoice:
    """Several options may be right. Value: the list of ticked ids, in the options' order.

    Score: the share of the right options that were ticked, less the share of the wrong ones that were ticked, never
    below 0 (Youden's index, W. J. Youden, "Index for rating diagnostic tests", Cancer 3, 1950, pp. 32-35). Ticking
    everything and ticking nothing both give 0.
    """

    prompt: str
    options: Pairs
    kind: ClassVar[str] = "multiple-choice"
    quotes: ClassVar[int] = 1

    def __post_init__(self) -> None:
        """Check the definition; raises QuestionError."""
        require_text(self.prompt, "The prompt")
        object.__setattr__(self, "options", as_pairs(self.options, "Options"))

    def spec(self) -> dict:
        """Return what the widget needs, as JSON."""
        return {"kind": self.kind, "prompt": self.prompt, "quotes": 1, "options": as_lists(self.options)}

    def check(self, value: object) -> list[str]:
        """Return the ticked ids in the options' order; raises AnswerError for an unknown one."""
        if not isinstance(value, list | tuple | set | frozenset):
            raise AnswerError("This question takes several answers: give a list of option ids, for example ['a', 'b'].")
        ticked = {one_of(name, self.options) for name in value}
        return [name for name, _ in self.options if name in ticked]

    def complete(self, value: object) -> bool:
        """Say whether anything is ticked."""
        return bool(value)

    def describe(self, value: list[str]) -> str:
        """Return the ticked options' texts."""
        return "; ".join(text for name, text in self.options if name in value)

    def check_key(self, key: object, misreadings: Mapping[Hashable, str]) -> None:
        """Check that some but not all options are right and every wrong one names its misreading; raises QuestionError."""
        ids = [name for name, _ in self.options]
        if not isinstance(key, list | tuple) or not key or len(set(key)) != len(key):
            raise QuestionError("The key of a multiple choice is a list of different option ids.")
        require_known(key, ids, "The key")
        require_known(misreadings, ids, "A misreading's option")
        require_sentences(misreadings)
        wrong = [name for name in ids if name not in key]
        if not wrong:
            raise QuestionError("Every option is right: such a question cannot be marked. Add a wrong one.")
        for name in wrong:
            if name not in misreadings:
                raise QuestionError(f"The wrong option {name!r} has no misreading: say in misreadings= what ticking it shows.")

    def score(self, value: list[str], key: list[str]) -> Outcome:
        """Return the score as described above; wrongly ticked and wrongly left options are the misreadings' keys."""
        wrong = [name for name, _ in self.options if name not in key]
        hits = sum(name in value for name in key) / len(key)
        false = sum(name in value for name in wrong) / len(wrong)
        parts = tuple(
            Part(text, "ticked" if name in value else "not ticked", (name in value) == (name in key)) for name, text in self.options
        )
        misread = tuple(name for name, _ in self.options if (name in value) != (name in key))
        return Outcome(max(0.0, hits - false), misread, parts)

    def sample(self, key: list[str]) -> list[str]:
        """Return a value that earns full marks."""
        return list(key)


def one_of(value: object, options: Pairs) -> str:
    """Return `value` if it is an option's id; raises AnswerError that lists the ids."""
    if not isinstance(value, str) or value not in dict(options):
        raise AnswerError(f"{value!r} is not one of the options. Choose from: {', '.join(name for name, _ in options)}.")
    return value
