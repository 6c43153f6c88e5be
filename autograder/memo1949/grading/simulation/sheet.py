"""The released notebook as a sheet to fill in: written as text once a class, so that a large class is made quickly."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sheet:
    """A notebook in pieces: what stands before its cells, the cells as (grade id or id, content, text), what stands after."""

    head: str
    cells: tuple[tuple[str, dict, str], ...]
    tail: str

    @classmethod
    def read(cls, path: Path) -> "Sheet":
        """Take a notebook file apart; raises OSError or ValueError when it cannot be read."""
        content = json.loads(path.read_text(encoding="utf-8"))
        head, _, tail = _text({**content, "cells": []}).partition('"cells": []')
        named = ((cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") or cell.get("id", ""), cell) for cell in content["cells"])
        return cls(f'{head}"cells": [\n', tuple((name, cell, _indented(cell)) for name, cell in named), f"\n ]{tail}\n")

    def filled(self, texts: Mapping[str, str], pasted: str = "") -> str:
        """Return the notebook's text with `texts`, {cell: source}, filled in.

        The cell `pasted` then stands there twice: first as it was handed out, under an id of its own, then filled in.
        """
        written = []
        for name, cell, text in self.cells:
            if name == pasted:
                written.append(_indented({**cell, "id": f"{name[:58]}-again"}))
            changed = name in texts and {**cell, "source": texts[name].splitlines(keepends=True)}
            written.append(_indented(changed) if changed else text)
        return self.head + ",\n".join(written) + self.tail


def _text(content: dict) -> str:
    """Return JSON as Jupyter writes it."""
    return json.dumps(content, ensure_ascii=False, indent=1)


def _indented(cell: dict) -> str:
    """Return a cell as it stands in a notebook, two levels deep; in JSON a line's end is never part of a string."""
    return "  " + _text(cell).replace("\n", "\n  ")
