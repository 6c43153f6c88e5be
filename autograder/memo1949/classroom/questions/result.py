"""Result: what the student's own code computed and left in a variable (a number, a text, counts from pandas)."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from ..problems import AnswerError, QuestionError
from .outcome import Outcome, Part, require_sentences, require_text


@dataclass(frozen=True, slots=True)
class Result:
    """Value: plain data made from the variable `name`: a number, a text, a list, or {label: number}.

    Score: of labelled results the share of labels right (a label too many counts as one wrong); else 1 or 0. Numbers
    agree within one part in a million, so that a share computed in another order of steps is still right.
    """

    prompt: str
    name: str
    kind: ClassVar[str] = "result"
    quotes: ClassVar[int] = 0

    def __post_init__(self) -> None:
        """Check the definition; raises QuestionError."""
        require_text(self.prompt, "The prompt")
        if not isinstance(self.name, str) or not self.name.isidentifier():
            raise QuestionError(f"{self.name!r} is not a name that a variable can have.")

    def spec(self) -> dict:
        """Return what the widget needs, as JSON."""
        return {"kind": self.kind, "prompt": self.prompt, "quotes": 0, "name": self.name}

    def check(self, value: object) -> object:
        """Return the variable's content as plain data; raises AnswerError when it is nothing that can be marked."""
        return as_data(value, self.name)

    def complete(self, value: object) -> bool:
        """Say whether there is something."""
        return value is not None

    def describe(self, value: object) -> str:
        """Return the result in words, short enough for a line or two."""
        text = ", ".join(f"{label}: {entry}" for label, entry in value.items()) if isinstance(value, dict) else str(value)
        return text if len(text) <= 400 else text[:400] + " …"

    def check_key(self, key: object, misreadings: Mapping[Hashable, str]) -> None:
        """Check that the key is plain data; raises QuestionError."""
        try:
            as_data(key, "key")
        except AnswerError as error:
            raise QuestionError(f"The key cannot be compared: {error}") from None
        require_sentences(misreadings)

    def score(self, value: object, key: object) -> Outcome:
        """Return the score as described above; a wrong value, or (label, value), is the misreading's key."""
        key = as_data(key, "key")
        if not isinstance(key, dict):
            right = same(value, key)
            wrong = (value,) if isinstance(value, Hashable) and not right else ()
            return Outcome(float(right), wrong, (Part(self.name, self.describe(value), right),))
        if not isinstance(value, dict):
            return Outcome(0.0, (), (Part(self.name, self.describe(value), False),))
        parts = [Part(label, str(value.get(label, "missing")), label in value and same(value[label], wanted)) for label, wanted in key.items()]
        parts += [Part(label, str(entry), False) for label, entry in value.items() if label not in key]
        misread = tuple((label, entry) for label, entry in value.items() if label not in key or not same(entry, key[label]))
        return Outcome(sum(part.right for part in parts) / len(parts), misread, tuple(parts))

    def sample(self, key: object) -> object:
        """Return a value that earns full marks."""
        return key


def same(said: object, wanted: object) -> bool:
    """Say whether two pieces of plain data agree; numbers within one part in a million, a bool only with a bool."""
    if isinstance(said, bool) or isinstance(wanted, bool):
        return said is wanted
    if isinstance(said, int | float) and isinstance(wanted, int | float):
        return math.isclose(said, wanted, rel_tol=1e-6, abs_tol=1e-9)
    if isinstance(said, list) and isinstance(wanted, list):
        return len(said) == len(wanted) and all(map(same, said, wanted))
    return type(said) is type(wanted) and said == wanted


def as_data(value: object, name: str) -> object:
    """Return plain data for a value of a notebook: str, bool, int, float, None-free list, or {text: such}.

    numpy scalars, pandas Series (index → value), one-column DataFrames and dictionaries become such data by their own
    `tolist`/`to_dict`; what a class of the student's claims to be is never asked. Raises AnswerError.
    """
    if type(value) in (str, bool, int):
        return value
    if type(value) is float:
        if math.isnan(value):
            raise AnswerError(f"“{name}” holds a missing value (NaN) where a number is expected.")
        return value
    if type(value) in (list, tuple, set, frozenset):
        entries = [as_data(entry, name) for entry in value]
        return sorted(entries, key=repr) if type(value) in (set, frozenset) else entries
    if type(value) is dict:
        return {label if type(label) is str else str(as_data(label, name)): as_data(entry, name) for label, entry in value.items()}
    if type(value).__module__.partition(".")[0] in ("numpy", "pandas"):
        return _from_table(value, name)
    raise AnswerError(f"“{name}” holds a {type(value).__name__}: a number, a text, a list or a pandas result is expected.")


def _from_table(value: object, name: str) -> object:
    """Return plain data for a numpy or pandas object."""
    kind = type(value).__name__
    if kind == "DataFrame":
        if len(value.columns) != 1:
            raise AnswerError(f"“{name}” is a table with {len(value.columns)} columns: keep the one column of results.")
        return as_data(value.iloc[:, 0].to_dict(), name)
    if kind == "Series":
        return as_data(value.to_dict(), name)
    if hasattr(value, "tolist"):
        return as_data(value.tolist(), name)
    raise AnswerError(f"“{name}” holds a {kind}: a number, a text, a list, a Series or a table is expected.")
