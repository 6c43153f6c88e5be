"""Exchanging what single cells of a written notebook show and say, without reading the rest of it."""

import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from .writing import cell_parts, notebook_text

Shown = Callable[[int | None], list[dict]]

_NUMBER = re.compile(rb'"execution_count": (\d+),$')


class Piece:
    """What a code cell shall say and show: its source, and outputs made for the number that it was executed with.

    Many students' cells show the same, so what is to be written is remembered.
    """

    def __init__(self, source: str, outputs: Shown) -> None:
        """Take both."""
        self.source, self.outputs = source, outputs
        self._written: dict[int, bytes] = {}

    def written(self, number: int) -> bytes:
        """Return the last two entries of the cell, as they stand in a file."""
        found = self._written.get(number)
        if found is None:
            found = self._written[number] = cell_parts(self.outputs(number), self.source).encode("utf-8", "replace")
        return found


def splice(path: Path, cells: Mapping[str, Piece]) -> None:
    """Give code cells of an autograded notebook another source and other outputs: {cell id: piece}.

    The file is replaced whole. Cells that it does not have are left out. Raises OSError, ValueError for a damaged file.
    """
    with open(path, "rb", buffering=0) as file:
        text, mode = file.readall(), os.fstat(file.fileno()).st_mode & 0o777
    parts = _spliced(text, cells)
    _replace(path, [_anew(text.decode("utf-8"), cells).encode("utf-8", "replace")] if parts is None else parts, mode)


def _spliced(text: bytes, cells: Mapping[str, Piece]) -> list[bytes | memoryview] | None:
    """Return the text with the cells exchanged, in parts that need not be copied; None when it is not laid out as `writing` lays it out."""
    places = []
    for name, piece in cells.items():
        at = text.find(f'\n   "id": {json.dumps(name, ensure_ascii=False)},\n'.encode())
        number = _NUMBER.search(text[max(0, at - 40) : at])
        begin = text.find(b'\n   "outputs": [', at)
        end = text.find(b"\n  }", at)  # within a cell everything is indented further, and a text has no line's end in JSON
        if at < 0 or number is None or not at < begin < end:
            return None
        places.append((begin, end, piece.written(int(number[1]))))
    view, since, parts = memoryview(text), 0, []
    for begin, end, written in sorted(places):
        parts += [view[since:begin], written]
        since = end
    return [*parts, view[since:]]


def _replace(path: Path, parts: list[bytes | memoryview], mode: int) -> None:
    """Write a file beside the one that is there, and put it in its place."""
    temporary = f"{path.parent}/.{path.name}.new"
    try:
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # somebody was cut short here
        os.unlink(temporary)
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(file, "wb", buffering=0) as writing:
        left = sum(map(len, parts)) - os.writev(file, parts)
        if left:  # the disk takes no more at once, or nothing: then this says so
            writing.seek(0)
            writing.truncate()
            rest = memoryview(b"".join(parts))
            while rest:
                rest = rest[writing.write(rest) :]
        os.fchmod(file, mode)
    os.replace(temporary, path)


def _anew(text: str, cells: Mapping[str, Piece]) -> str:
    """Return the text with all cells exchanged, the slow way."""
    import nbformat

    try:
        notebook = nbformat.reads(text, as_version=4)
        named = [(cell, cell.metadata.get("nbgrader", {}).get("grade_id")) for cell in notebook.cells]
    except Exception as error:  # nbformat raises all sorts for what is no notebook
        raise ValueError(f"it is no notebook ({type(error).__name__})") from error
    for cell, grade_id in named:
        name = cell.get("id") if cell.get("id") in cells else grade_id
        if name in cells and cell.cell_type == "code":
            piece = cells[name]
            cell.source, cell.outputs = piece.source, nbformat.from_dict(piece.outputs(cell.execution_count))
    return notebook_text(notebook)
