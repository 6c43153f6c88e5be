"""Reading the edition's CSV files."""

import csv

from .text import FOLDER


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of the edition, each as {column: text}; `name` is its path below the edition."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Columns that are places in the text: whole numbers, or empty where there is none.
_PLACES = ("start", "end", "about_start", "about_end")


def placed_rows(name: str) -> list[dict[str, str | int | None]]:
    """Return the rows of a CSV file about places of the text, with the places as whole numbers (None where one is empty)."""
    return [{column: _place(value) if column in _PLACES else value for column, value in row.items()} for row in rows(name)]


def _place(written: str) -> int | None:
    return int(written) if written else None
