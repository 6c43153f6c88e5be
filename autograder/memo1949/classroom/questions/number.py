"""Number: one figure, with a tolerance if the key gives one."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from ..problems import AnswerError, QuestionError
from .outcome import Outcome, Part, require_sentences, require_text


@dataclass(frozen=True, slots=True)
class Number:
    """Value: an int or float. Key: a number, or (number, tolerance). Score: 1 or 0."""

    prompt: str
    unit: str = ""
    quote: bool = False
    kind: ClassVar[str] = "number"

    def __post_init__(self) -> None:
        """Check the definition; raises QuestionError."""
        require_text(self.prompt, "The prompt")

    @property
    def quotes(self) -> int:
        """How many supporting quotations are asked for beside the number."""
        return int(self.quote)

    def spec(self) -> dict:
        """Return what the widget needs, as JSON."""
        return {"kind": self.kind, "prompt": self.prompt, "quotes": self.quotes, "unit": self.unit}

    def check(self, value: object) -> int | float:
        """Return the number; takes "30,000" and "30 000" too; raises AnswerError for what is not one finite number."""
        return as_number(value)

    def complete(self, value: object) -> bool:
        """Say whether there is a number."""
        return value is not None

    def describe(self, value: float) -> str:
        """Return the number with its unit."""
        return f"{value:,} {self.unit}".strip()

    def check_key(self, key: object, misreadings: Mapping[Hashable, str]) -> None:
        """Check that the key is a number or (number, tolerance) and no misreading is right by it; raises QuestionError."""
        target, tolerance = key if isinstance(key, tuple) and len(key) == 2 else (key, 0)
        for figure in (target, tolerance, *misreadings):
            if isinstance(figure, bool) or not isinstance(figure, int | float) or not math.isfinite(figure):
                raise QuestionError(f"{figure!r} is not a number: the key is a number or (number, tolerance), misreadings are keyed by numbers.")
        if tolerance < 0:
            raise QuestionError("The tolerance is below 0.")
        require_sentences(misreadings)
        for figure in misreadings:
            if abs(figure - target) <= tolerance:
                raise QuestionError(f"{figure!r} is right by the key, and cannot be a misreading.")

    def score(self, value: float, key: float | tuple[float, float]) -> Outcome:
        """Return 1 within the tolerance, else 0 with the number as the misreading's key."""
        target, tolerance = key if isinstance(key, tuple) else (key, 0)
        right = abs(value - target) <= tolerance
        return Outcome(float(right), () if right else (value,), (Part("Your number", self.describe(value), right),))

    def sample(self, key: float | tuple[float, float]) -> float:
        """Return a value that earns full marks."""
        return key[0] if isinstance(key, tuple) else key


_LARGEST = 10**15  # beyond, whole numbers and fractions are no longer told apart


def as_number(value: object) -> int | float:
    """Return `value` as int or float; raises AnswerError.

    A text may carry separators of thousands (comma, space, thin space, apostrophe) before groups of three digits.
    """
    if isinstance(value, bool) or value is None:
        raise AnswerError("Give a number in figures, for example 7 or 30,000.")
    if isinstance(value, str):
        plain = _without_separators(value.strip())
        try:
            value = int(plain) if plain.lstrip("+-").isdecimal() else float(plain)
        except ValueError:
            raise AnswerError(f"“{value}” is not a number in figures. Write, for example, 7 or 30,000.") from None
    if not isinstance(value, int | float) or abs(value) > _LARGEST or not math.isfinite(value):
        raise AnswerError("Give a number in figures, for example 7 or 30,000.")
    return int(value) if float(value).is_integer() else value


def _without_separators(text: str) -> str:
    """Drop separators of thousands where they part groups of three digits, and only there."""
    for separator in (",", " ", "\u00a0", "\u202f", "\u2009", "'", "’"):
        whole, point, decimals = text.partition(".")
        groups = whole.lstrip("+-").split(separator)
        if len(groups) > 1 and all(len(group) == 3 and group.isdecimal() for group in groups[1:]) and groups[0].isdecimal():
            text = whole.replace(separator, "") + point + decimals
    return text
