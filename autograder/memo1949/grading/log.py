"""The course's log: corrections, drops and deletions, one line of JSON each, in a file that anybody can read."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

NAME = "memo1949-log.jsonl"


def note(course: Path, what: str, **about: object) -> None:
    """Add a line: when, `what` was done, and what there is to say `about` it (plain data). Raises OSError."""
    line = json.dumps({"when": datetime.now(UTC).isoformat(timespec="seconds"), "what": what, **about}, ensure_ascii=False)
    with open(course / NAME, "a", encoding="utf-8", newline="\n") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())


def entries(course: Path) -> list[dict]:
    """Return what the log holds, oldest first; a line that is cut off is left out."""
    found = []
    try:
        lines = (course / NAME).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    for line in lines:
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found
