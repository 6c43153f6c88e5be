"""Table: rows by columns, each cell a small answer of its column's kind."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from ..problems import AnswerError, QuestionError
from .choice import one_of
from .date import as_date, in_words
from .number import as_number
from .outcome import Outcome, Pairs, Part, as_lists, as_pairs, require_sentences, require_text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a Table. `kind` is "choice" (with options), "number" or "date"."""

    label: str
    options: Pairs = ()
    kind: str = "choice"

    def __post_init__(self) -> None:
        """Check the definition; raises QuestionError."""
        require_text(self.label, "A column's label")
        if self.kind not in ("choice", "number", "date"):
            raise QuestionError(f"A column is a choice, number or date, not {self.kind!r}.")
        options = as_pairs(self.options, f"Options of the column {self.label!r}", least=2 if self.kind == "choice" else 0)
        if options and self.kind != "choice":
            raise QuestionError(f"The column {self.label!r} takes a {self.kind}: it has no options.")
        object.__setattr__(self, "options", options)

    def check(self, value: object) -> str | int | float:
        """Return one cell's value; raises AnswerError."""
        if self.kind == "number":
            return as_number(value)
        return as_date(value) if self.kind == "date" else one_of(value, self.options)

    def describe(self, value: object) -> str:
        """Return one cell's value in words."""
        if self.kind == "number":
            return f"{value:,}"
        return in_words(value) if self.kind == "date" else dict(self.options)[value]


@dataclass(frozen=True, slots=True)
class Table:
    """Value: {row id: {column id: value}}, perhaps not for all cells yet; `without` lists cells (row, column) not asked.

    Score: the share of the asked cells that are right.
    """

    prompt: str
    rows: Pairs
    columns: Mapping[str, Column] | Iterable[tuple[str, Column]]
    without: Iterable[tuple[str, str]] = ()
    kind: ClassVar[str] = "table"
    quotes: ClassVar[int] = 0

    def __post_init__(self) -> None:
        """Check the definition; raises QuestionError."""
        require_text(self.prompt, "The prompt")
        object.__setattr__(self, "rows", as_pairs(self.rows, "Rows"))
        columns = self.columns.items() if isinstance(self.columns, Mapping) else self.columns
        columns = tuple((name, column) for name, column in columns)
        as_pairs([(name, column.label) for name, column in columns], "Columns", least=1)
        object.__setattr__(self, "columns", columns)
        without = tuple(tuple(cell) for cell in self.without)
        object.__setattr__(self, "without", without)
        everything = [(row, column) for row, _ in self.rows for column, _ in columns]
        for cell in without:
            if cell not in everything:
                raise QuestionError(f"The cell {cell!r} in without= is not in the table.")
        if not self.cells():
            raise QuestionError("No cell is left to answer.")

    def cells(self) -> list[tuple[str, str]]:
        """Return the asked cells as (row id, column id)."""
        return [(row, name) for row, _ in self.rows for name, _ in self.columns if (row, name) not in self.without]

    def spec(self) -> dict:
        """Return what the widget needs, as JSON."""
        columns = [[name, {"label": c.label, "kind": c.kind, "options": as_lists(c.options)}] for name, c in self.columns]
        without = [list(cell) for cell in self.without]
        return {"kind": self.kind, "prompt": self.prompt, "quotes": 0, "rows": as_lists(self.rows), "columns": columns, "without": without}

    def check(self, value: object) -> dict[str, dict[str, object]]:
        """Return {row: {column: value}} without open cells; raises AnswerError for unknown cells or bad values."""
        if not isinstance(value, Mapping) or not all(isinstance(row, Mapping) for row in value.values()):
            raise AnswerError("Give a dictionary of rows, for example {'first-row': {'column': 'value'}}.")
        given = {(row, column): entry for row, entries in value.items() for column, entry in entries.items() if entry not in (None, "")}
        columns, checked = dict(self.columns), {}
        for cell in given:
            if cell not in self.cells():
                raise AnswerError(f"The table has no cell to fill at row {cell[0]!r}, column {cell[1]!r}.")
        for row, column in self.cells():
            if (row, column) in given:
                checked.setdefault(row, {})[column] = columns[column].check(given[row, column])
        return checked

    def complete(self, value: object) -> bool:
        """Say whether every asked cell is filled."""
        return bool(value) and sum(len(entries) for entries in value.values()) == len(self.cells())

    def describe(self, value: dict[str, dict[str, object]]) -> str:
        """Return the filled cells in words."""
        columns = dict(self.columns)
        filled = [(row, [(c, value[row][c]) for c in columns if c in value.get(row, {})]) for row, _ in self.rows]
        rows = dict(self.rows)
        return "; ".join(f"{rows[row]}: " + ", ".join(f"{columns[c].label} {columns[c].describe(v)}" for c, v in cells) for row, cells in filled if cells)

    def check_key(self, key: object, misreadings: Mapping[Hashable, str]) -> None:
        """Check that the key fills every asked cell, and misreadings are wrong cells (row, column, value); raises QuestionError."""
        try:
            filled = self.check(key)
        except AnswerError as error:
            raise QuestionError(f"The key does not fit the table: {error}") from None
        if not self.complete(filled):
            raise QuestionError("The key must fill every cell that is asked.")
        require_sentences(misreadings)
        for entry in misreadings:
            if not isinstance(entry, tuple) or len(entry) != 3 or entry[:2] not in self.cells():
                raise QuestionError(f"A misreading of a table is keyed (row, column, wrong value); got {entry!r}.")
            if filled[entry[0]][entry[1]] == entry[2]:
                raise QuestionError(f"{entry!r} is right by the key, and cannot be a misreading.")

    def score(self, value: dict[str, dict[str, object]], key: dict[str, dict[str, object]]) -> Outcome:
        """Return the share of right cells; wrong ones (row, column, value) are the misreadings' keys."""
        rows, columns, key = dict(self.rows), dict(self.columns), self.check(key)
        parts, misread = [], []
        for row, column in self.cells():
            said = value.get(row, {}).get(column)
            right = said == key[row][column]
            words = "no answer" if said is None else columns[column].describe(said)
            parts.append(Part(f"{rows[row].rstrip('.')}, {columns[column].label.rstrip('?')}", words, right))
            if said is not None and not right:
                misread.append((row, column, said))
        return Outcome(sum(part.right for part in parts) / len(parts), tuple(misread), tuple(parts))

    def sample(self, key: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
        """Return a value that earns full marks."""
        return self.check(key)
