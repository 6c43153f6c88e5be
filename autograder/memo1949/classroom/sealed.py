"""Reading seals: the answers that a notebook's last cell carries as a literal. The cell is read, never run."""

import ast
import json
from functools import lru_cache
from pathlib import Path

from .record import Saved, from_json, newer

CELL = "seal"
_MOST = 1_000_000  # characters of a seal: reading a literal takes a hundred times its size


def sealed_answers(folder: Path) -> dict[str, Saved]:
    """Return the answers sealed in the notebooks of a folder; question by question the newest. Unreadable seals give none."""
    answers: dict[str, Saved] = {}
    for path in sorted(folder.glob("*.ipynb")):
        try:
            stamp = path.stat()
            answers = newer(answers, _sealed_in(path, stamp.st_mtime_ns, stamp.st_size))[0]
        except OSError:
            continue
    return answers


@lru_cache(maxsize=8)
def _sealed_in(path: Path, _changed: int, _size: int) -> dict[str, Saved]:
    """Return the answers sealed in one notebook file; remembered until the file changes."""
    try:
        return read_seal(json.loads(path.read_bytes()))
    except (ValueError, RecursionError):
        return {}


def read_seal(notebook: object) -> dict[str, Saved]:
    """Return the answers in the seal of a notebook's JSON, {} if it is not sealed; raises ValueError for a spoiled seal."""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    answers: dict[str, Saved] = {}
    for cell in cells if isinstance(cells, list) else []:
        source = cell.get("source", "") if isinstance(cell, dict) and cell.get("cell_type") == "code" else ""
        source = ("".join(source) if isinstance(source, list) else str(source)).strip()
        if source.startswith(f"{CELL}({{") and source.endswith("})"):
            if len(source) > _MOST:
                raise ValueError("the seal is too long")
            try:
                content = ast.literal_eval(source[len(CELL) + 1 : -1])
            except (SyntaxError, MemoryError, RecursionError, TypeError) as error:
                raise ValueError(f"the seal cannot be read: {error}") from error
            answers = newer(answers, from_json(content))[0]
    return answers
