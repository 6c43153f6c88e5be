"""How marks are spread over a class: how many in each tenth of the points, and the figures that sum it up."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mean, median, stdev

_STEPS = 10


@dataclass(frozen=True, slots=True)
class Spread:
    """Marks of `count` students, of `points` each: `steps` are (label, how many), the lowest tenth first.

    `deviation` is the standard deviation of a sample (divided by n - 1); None for one student.
    """

    points: float
    count: int
    mean: float
    median: float
    lowest: float
    highest: float
    deviation: float | None
    steps: tuple[tuple[str, int], ...]

    @property
    def most(self) -> int:
        """How many are in the fullest step."""
        return max(count for _, count in self.steps)


def spread(marks: Iterable[float], points: float) -> Spread | None:
    """Return how marks of `points` each are spread; None when there are none."""
    marks = sorted(marks)
    if not marks or not points:
        return None
    counts = [0] * _STEPS
    for mark in marks:
        # Rounded: 0.3 of the points is in the step that begins at 30 %, whatever the machine makes of 3 / 10 * 10.
        counts[min(_STEPS - 1, max(0, int(round(mark / points * _STEPS, 9))))] += 1
    labels = [f"{10 * step}–{10 * step + 9} %" for step in range(_STEPS - 1)] + ["90–100 %"]
    return Spread(points, len(marks), mean(marks), median(marks), marks[0], marks[-1], stdev(marks) if len(marks) > 1 else None, tuple(zip(labels, counts, strict=True)))
