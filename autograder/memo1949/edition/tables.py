"""Reading the edition's CSV files."""

import csv

from .text import FOLDER


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of the edition, each as {column: text}; `name` is its path below the edition."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def placed_rows(name: str) -> list[dict[str, str | int]]:
    """Return the rows of a CSV file about places of the text, with `start` and `end` as whole numbers."""
    return [{**row, "start": int(row["start"]), "end": int(row["end"])} for row in rows(name)]
