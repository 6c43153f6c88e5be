"""What an instructor has laid down for marking an essay: the rubric above it, and the sample answers in its cell, read from source/."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_BEGIN, _END = re.compile(r"^#+\s*BEGIN SOLUTION.*$", re.M), re.compile(r"^#+\s*END SOLUTION.*$", re.M)
_TABLE = re.compile(r"^\|.+\|[ \t]*\n\|[ \t:|-]+\|[ \t]*\n(?:\|.*\|[ \t]*(?:\n|\Z))+", re.M)
_RUBRIC = re.compile(r"\b(?:levels?|points?|marks?|scores?|criteri(?:on|a)|rubric)\b", re.I)
_LEVEL = re.compile(r"^\*\*([^*\n]{1,80}?)\.?\*\*[ \t]*", re.M)


class NoGuidance(Exception):
    """There is no guidance for an essay; the message says why, for the person who marks."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample answer, in Markdown; `level` is what stands in bold before it, such as "Emergent (3)", or "" for the only one."""

    level: str
    text: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """The help for one essay: its rubric as a table in Markdown ("" if there is none), and its sample answers."""

    rubric: str
    samples: tuple[Sample, ...]


def guidance_of(source: Path) -> dict[str, Guidance]:
    """Return {grade id: guidance} of the written answers of a source notebook. Raises NoGuidance when it cannot be read."""
    shown = "/".join(source.parts[-3:])
    try:
        cells = json.loads(source.read_text(encoding="utf-8"))["cells"]
        return dict(_essays(cells))
    except FileNotFoundError:
        raise NoGuidance(f"The rubric and the sample answers are not to be found: this course directory has no {shown}.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NoGuidance(f"The rubric and the sample answers are not to be found: {shown} cannot be read ({type(error).__name__}).") from error


def _essays(cells: Sequence[dict]) -> Iterator[tuple[str, Guidance]]:
    """Yield the guidance of each hand-marked text; its rubric stands between it and the graded cell before it."""
    rubric = ""
    for cell in cells:
        about = cell.get("metadata", {}).get("nbgrader", {})
        text = "".join(cell["source"])
        if about.get("grade"):
            if about.get("solution") and cell["cell_type"] == "markdown":
                yield about["grade_id"], Guidance(rubric, tuple(_samples(text)))
            rubric = ""
        elif cell["cell_type"] == "markdown":
            rubric = _table(text) or rubric


def _table(text: str) -> str:
    """Return the last table of a text whose head speaks of levels or points, "" when there is none."""
    tables = [found[0].strip() for found in _TABLE.finditer(text.rstrip() + "\n")]
    return next((table for table in reversed(tables) if _RUBRIC.search(table.splitlines()[0])), "")


def _samples(text: str) -> Iterator[Sample]:
    """Yield the sample answers of a cell: what its solution holds, parted at the levels in bold."""
    begin, end = _BEGIN.search(text), _END.search(text)
    held = (text[begin.end() : end.start()] if begin and end else text).strip()
    heads = list(_LEVEL.finditer(held))
    if not heads or held[: heads[0].start()].strip():
        if held:
            yield Sample("", held)
        return
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        yield Sample(head[1], held[head.end() : following.start() if following else None].strip())
