"""What an attack is: one sentence that says what it tries, and what it hands in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nbformat.notebooknode import NotebookNode

Spoil = Callable[[NotebookNode], None]
Place = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Attack:
    """One hostile submission.

    `tries` says in a sentence what it wants. `cells` are sources by cell id; `spoil` changes the notebook before it is written,
    `place` the folder after. `says` is a piece of what the grader must say of it, "" where a low score says enough.
    """

    tries: str
    cells: dict[str, str] = field(default_factory=dict)
    spoil: Spoil | None = None
    place: Place | None = None
    says: str = ""


def code(tries: str, source: str, says: str = "", **cells: str) -> Attack:
    """Return an attack that runs `source` in a free cell above all questions; `loot(found)` shows and keeps what it finds."""
    return Attack(tries, {"free": f"{LOOT}\n{source}", **cells}, says=says)


# Shown and written into the folder: whatever an attack finds must not be found in either by the test.
LOOT = '''import os, sys, time
def loot(*found):
    text = "\\n".join(x.decode("utf-8", "replace") if isinstance(x, bytes) else str(x) for x in found)
    print(text[:50000])
    with open("loot.txt", "a") as file:
        file.write(text[:1000000])
def each(tries):
    for one in tries:
        try:
            loot(one())
        except BaseException as error:
            loot(type(error).__name__)
'''
