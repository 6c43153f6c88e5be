"""Reading the edition's CSV files."""

import csv

from .text import FOLDER


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of the edition, each as {column: text}; `name` is its path below the edition."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
