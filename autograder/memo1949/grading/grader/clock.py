"""Where the time of a submission goes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

READING, CODE, MARKING, WRITING = "reading and restoring", "students' code in the sandbox", "marking", "writing notebooks"


class Clock:
    """Seconds by what they were spent on. What runs inside something else counts for itself alone."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.seconds: dict[str, float] = {}
        self._inside: list[str] = []
        self._since = 0.0

    @contextmanager
    def during(self, what: str) -> Iterator[None]:
        """Count the time inside for `what`."""
        self._turn()
        self._inside.append(what)
        try:
            yield
        finally:
            self._turn()
            self._inside.pop()

    def _turn(self) -> None:
        now = time.perf_counter()
        if self._inside:
            self.seconds[self._inside[-1]] = self.seconds.get(self._inside[-1], 0.0) + now - self._since
        self._since = now
