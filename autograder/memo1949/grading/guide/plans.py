"""What to do in 20, 50 and 90 minutes: the one thing about a unit that stands neither in source/ nor in the lessons.

The plans are in plans.csv beside this module. Each step names the cells of the lesson that it uses, and is shown with the
heading they stand under, so that a plan cannot speak of a part that the lesson no longer has.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from .lessons import Lesson

LENGTHS = (20, 50, 90)
ALONE = "alone"
_FILE = Path(__file__).with_name("plans.csv")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a plan: minutes, the heading in the lesson ("" for what is done outside it), what to do."""

    minutes: int
    heading: str
    doing: str


@dataclass(frozen=True, slots=True)
class Plans:
    """A unit's plans by their length in minutes, and how to use the unit alone."""

    steps: dict[int, tuple[Step, ...]]
    alone: str


def plans(unit: str, lesson: Lesson) -> Plans | None:
    """Return the plans of a unit, None for one that has none; raises KeyError for a step with a cell the lesson has not."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["unit"] == unit]
    if not rows:
        return None
    steps: dict[int, list[Step]] = {length: [] for length in LENGTHS}
    for row in rows:
        if row["length"] != ALONE:
            cells = row["cells"].split()
            if missing := [name for name in cells if name not in lesson.cells]:
                raise KeyError(f"{unit}, {row['length']} minutes: the lesson {lesson.file} has no cell {missing[0]!r}.")
            steps[int(row["length"])].append(Step(int(row["minutes"]), lesson.heading(cells) if cells else "", row["doing"]))
    alone = next(row["doing"] for row in rows if row["length"] == ALONE)
    return Plans({length: tuple(found) for length, found in steps.items()}, alone)
