"""Date: a year, month or day, written as EDTF level 0 (ISO 8601-2:2019, Extended Date/Time Format): 1949, 1949-02, 1949-02-03."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from ..problems import AnswerError, QuestionError
from .outcome import Outcome, Part, require_sentences, require_text

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_FORMATS = {"year": ("%Y", 4), "month": ("%Y-%m", 7), "day": ("%Y-%m-%d", 10)}


@dataclass(frozen=True, slots=True)
class Date:
    """Value: an EDTF text, not finer than `precision`.

    Score: 1 for the key; half for a right but coarser date (the year alone, say); else 0.
    """

    prompt: str
    precision: str = "day"
    quote: bool = False
    kind: ClassVar[str] = "date"

    def __post_init__(self) -> None:
        """Check the definition; raises QuestionError."""
        require_text(self.prompt, "The prompt")
        if self.precision not in _FORMATS:
            raise QuestionError(f"The precision {self.precision!r} is none of: {', '.join(_FORMATS)}.")

    @property
    def quotes(self) -> int:
        """How many supporting quotations are asked for beside the date."""
        return int(self.quote)

    def spec(self) -> dict:
        """Return what the widget needs, as JSON."""
        return {"kind": self.kind, "prompt": self.prompt, "quotes": self.quotes, "precision": self.precision}

    def check(self, value: object) -> str:
        """Return the date; raises AnswerError if it is none, or finer than asked."""
        text = as_date(value)
        if len(text) > _FORMATS[self.precision][1]:
            raise AnswerError(f"Only the {self.precision} is asked for: write {text[: _FORMATS[self.precision][1]]}.")
        return text

    def complete(self, value: object) -> bool:
        """Say whether there is a date."""
        return bool(value)

    def describe(self, value: str) -> str:
        """Return the date in words, for example 3 February 1949."""
        return in_words(value)

    def check_key(self, key: object, misreadings: Mapping[Hashable, str]) -> None:
        """Check that key and misreadings are dates and the key has the precision asked; raises QuestionError."""
        for text in (key, *misreadings):
            try:
                self.check(text)
            except AnswerError as error:
                raise QuestionError(f"{text!r} is not a date for this question: {error}") from None
        if len(key) != _FORMATS[self.precision][1]:
            raise QuestionError(f"The question asks for the {self.precision}, the key {key!r} does not give it.")
        if key in misreadings:
            raise QuestionError(f"{key!r} is right by the key, and cannot be a misreading.")
        require_sentences(misreadings)

    def score(self, value: str, key: str) -> Outcome:
        """Return 1, 1/2 for a right but coarser date, or 0; a date that is not the key is the misreading's key."""
        right = value == key
        fraction = 1.0 if right else 0.5 if key.startswith(value + "-") else 0.0
        return Outcome(fraction, () if right else (value,), (Part("Your date", in_words(value), right),))

    def sample(self, key: str) -> str:
        """Return a value that earns full marks."""
        return key


def as_date(value: object) -> str:
    """Return `value` as an EDTF year, month or day; raises AnswerError."""
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    for pattern, length in _FORMATS.values():
        if len(text) == length:
            try:
                datetime.strptime(text, pattern)
            except ValueError:
                break
            return text
    raise AnswerError(f"“{value}” is not a date that the calendar knows. Write year, month, day in figures: 1949, 1949-02 or 1949-02-03.")


def in_words(text: str) -> str:
    """Return an EDTF date in English words: 1949, February 1949, 3 February 1949.

    The months are spelled in this file because strftime would follow the machine's language.
    """
    year, month, day = [*text.split("-"), "", ""][:3]
    return " ".join(part for part in (day.lstrip("0"), _MONTHS[int(month) - 1] if month else "", year) if part)
