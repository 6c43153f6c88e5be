"""The question types. Each is a small frozen dataclass that checks its own definition and knows how its answer is scored."""

from typing import Protocol

from .choice import MultipleChoice, SingleChoice
from .date import Date
from .matching import Matching
from .number import Number
from .ordering import Ordering
from .outcome import Outcome, Part
from .quotation import Quotation
from .result import Result
from .table import Column, Table

__all__ = [
    "Column",
    "Date",
    "Matching",
    "MultipleChoice",
    "Number",
    "Ordering",
    "Outcome",
    "Part",
    "Question",
    "Quotation",
    "Result",
    "SingleChoice",
    "Table",
]


class Question(Protocol):
    """What every question type offers; see the types for what their values and keys are."""

    prompt: str
    kind: str
    quotes: int

    def spec(self) -> dict:
        """Return what the widget needs, as JSON, without any key."""

    def check(self, value: object) -> object:
        """Return a well-formed value; raises AnswerError."""

    def complete(self, value: object) -> bool:
        """Say whether a well-formed value leaves nothing open."""

    def describe(self, value: object) -> str:
        """Return a well-formed value in words."""

    def check_key(self, key: object, misreadings: dict) -> None:
        """Check a key and its misreadings; raises QuestionError."""

    def score(self, value: object, key: object) -> Outcome:
        """Return how right a well-formed value is."""

    def sample(self, key: object) -> object:
        """Return a value that earns full marks."""
