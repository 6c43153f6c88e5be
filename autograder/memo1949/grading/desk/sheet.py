"""Tables in CSV, read as programs really write them, and written so that they cannot do harm.

Excel saves "CSV UTF-8" with a byte order mark, "CSV" in the computer's own code page, with semicolons where the comma is the
decimal sign, and "Unicode text" as UTF-16 with tabs. A text that begins with one of = + - @, a tab or a carriage return would
be run as a formula by whoever opens it, so such a cell is written with an apostrophe before it, as OWASP advises
(https://owasp.org/www-community/attacks/CSV_Injection; CWE-1236).
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .decoding import encoding_of

_MOST_BYTES = 20_000_000
_DELIMITERS = (",", ";", "\t")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")
_NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "gb2312": "GB 2312", "cp1252": "Windows-1252"}


class SheetError(Exception):
    """A table that cannot be read; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the number of the line on which it begins, and its cells, as many as the header has or more."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its header, its rows without the empty ones, and the name of the encoding it was read in."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str


def read(path: Path) -> Sheet:
    """Read a CSV file. Raises SheetError for a file that is none, OSError for one that cannot be opened."""
    data = path.read_bytes()
    if len(data) > _MOST_BYTES:
        raise SheetError(f"{path.name} is larger than {_MOST_BYTES // 1_000_000} megabytes: that is no list of a class.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise SheetError(f"{path.name} is a workbook. In Excel, choose Save As, “CSV UTF-8 (Comma delimited)”.")
    name = encoding_of(data, "cp1252")
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SheetError(f"{path.name}, line {line}: these are no letters that can be read. Save the file as “CSV UTF-8”.") from error
    return parsed(text, path.name, _NAMES.get(name, "UTF-16"))


def parsed(text: str, name: str, encoding: str = "UTF-8") -> Sheet:
    """Read the text of a CSV file called `name`. Raises SheetError."""
    if "\0" in text:
        raise SheetError(f"{name}, line {text[: text.index(chr(0))].count(chr(10)) + 1}: a byte that is no text. Save the file as “CSV UTF-8”.")
    text, skipped, delimiter = _delimited(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(begins + skipped, tuple(" ".join(cell.split()) for cell in cells)))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise SheetError(f"{name}, line {begins + skipped}: the quotation marks do not close as they should ({error}).") from error
    if not rows:
        raise SheetError(f"{name} is empty.")
    header, *body = rows
    for row in body:
        if any(row.cells[len(header.cells) :]):
            extra = f"{len(row.cells)} cells under {len(header.cells)} columns"
            raise SheetError(f"{name}, line {row.line}: {extra}. A cell with a comma or semicolon in it needs quotation marks.")
    wide = len(header.cells)
    padded = tuple(Row(row.line, (*row.cells, *[""] * (wide - len(row.cells)))[:wide]) for row in body)
    return Sheet(header.cells, padded, encoding)


def _delimited(text: str) -> tuple[str, int, str]:
    """Return the text, the number of lines skipped before it, and the sign between cells: Excel may name it in a first line."""
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    if first.lower().startswith(("sep=", '"sep=')):
        return rest, 1, first.strip('"\r\n')[4:5] or "\t"
    header = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(header.split('"')[::2])
    return text, 0, max(_DELIMITERS, key=outside.count)


def written(rows: Iterable[Sequence[object]], bom: bool = False) -> bytes:
    """Return rows as a CSV file in UTF-8: cells quoted where they must be, formulas defused, lines as RFC 4180 ends them.

    `bom` puts the mark before it without which Excel takes UTF-8 for the computer's own code page.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([defused(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def defused(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula. A negative number is none, and stays one to count with."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NEGATIVE.fullmatch(text) else text


def restored(cell: str) -> str:
    """Return the text that `defused` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell
