"""A measurement as a row, and rows as a plain table."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured many times: seconds each time, and what it may take (`limit`, None for no limit)."""

    name: str
    seconds: tuple[float, ...]
    limit: float | None = None

    @property
    def median(self) -> float:
        """The middle one of the times, in seconds."""
        return median(self.seconds)

    @property
    def within(self) -> bool:
        """Whether the median keeps the limit."""
        return self.limit is None or self.median <= self.limit


def as_text(rows: Sequence[Row]) -> str:
    """Return rows as a table in milliseconds: median, the middle half, the limit, and how often it was measured."""
    head = ("", "median ms", "middle half", "limit", "times", "")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]).rstrip()
        for line in lines
    )


def _cells(row: Row) -> tuple[str, ...]:
    """Return a row's cells as text."""
    times = row.seconds if len(row.seconds) > 1 else row.seconds * 2
    low, _, high = quantiles(times, n=4)
    limit = "" if row.limit is None else f"{row.limit * 1000:.1f}"
    verdict = "" if row.limit is None else ("kept" if row.within else "over")
    return (row.name, f"{row.median * 1000:.2f}", f"{low * 1000:.2f} to {high * 1000:.2f}", limit, str(len(row.seconds)), verdict)
