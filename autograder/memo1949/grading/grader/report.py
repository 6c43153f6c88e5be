"""The report of a grading as JSON: one flat record a question and student, written whole or not at all."""

import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from .. import wholefile

FORMAT, VERSION = "memo1949 grading report", 1
DROPPED = "dropped"
TOLD = ("student", "notebook", "question", "points", "score", "verdict", "misreadings", "seconds", "flags")


def check(path: Path) -> None:
    """See that a report can be written, before the work is done whose report it is; raises OSError."""
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a directory. Name a file for the report, for example {path / 'report.json'}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=path.parent):
        pass


def write(path: Path, unit: str, isolation: str, rows: Iterable[dict], submissions: Iterable[dict], seconds: dict[str, float]) -> None:
    """Write the report, a record on a line; raises OSError and leaves an older one as it was.

    `rows`: student, unit, notebook, question, points, score, verdict, misreadings, seconds, flags. `submissions`: student,
    verdict, problem, seconds, flags. A score is null where there is none yet. `seconds`: the whole by the clock ("total"),
    and what workers and the gradebook took together, by kind of work.
    """
    head = {"format": FORMAT, "version": VERSION, "unit": unit, "isolation": isolation, "seconds": seconds}
    path.parent.mkdir(parents=True, exist_ok=True)
    wholefile.replace(path, (part.encode() for part in _parts(head, {"rows": rows, "submissions": submissions})), 0o644)


def _parts(head: dict, lists: dict[str, Iterable[dict]]) -> Iterator[str]:
    """Yield a JSON object piece by piece, each record by itself: all of a large class at once is some hundred megabytes."""
    yield json.dumps(head, ensure_ascii=False)[:-1]
    for name, records in lists.items():
        yield f',\n"{name}": ['
        for number, record in enumerate(records):
            yield ("\n" if number == 0 else ",\n") + json.dumps(record, ensure_ascii=False)
        yield "\n]"
    yield "}\n"


def row(unit: str, row: dict) -> dict:
    """Return the report's record for a row of a submission; a dropped question has the score and points that count for everyone."""
    told = {"unit": unit, **{name: row[name] for name in TOLD}}
    if row["dropped"] is not None:
        told |= {"verdict": DROPPED, "points": row["dropped"]}
    return told
