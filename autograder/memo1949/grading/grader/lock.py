"""One grader at a time in one course directory. The lock ends with the process that holds it, however that ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = ".memo1949.lock"


class Busy(Exception):
    """Another grader is at work in this course directory."""


@contextmanager
def held(course: Path) -> Iterator[None]:
    """Hold the course's lock; raises Busy."""
    with open(course / NAME, "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            other = file.read().strip() or "unknown"
            raise Busy(f"Another memo1949 is grading in {course} (process {other}). Wait until it has ended, then call this again.") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
