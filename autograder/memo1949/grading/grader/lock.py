"""One grader at a time in one course directory. The lock ends with the process that holds it, however that ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from ..nbgrader.running import CourseError

NAME = ".memo1949.lock"
_DYING = 5.0  # seconds for the workers of a process that was killed


class Busy(Exception):
    """Another grader is at work in this course directory."""


@contextmanager
def held(course: Path) -> Iterator[None]:
    """Hold the course's lock; raises Busy, CourseError for a disk that has no locks."""
    with open(course / NAME, "a+") as file:
        until = time.monotonic() + _DYING
        while not _taken(file):
            file.seek(0)
            other = file.read().strip() or "unknown"
            if _is_gone(other) and time.monotonic() < until:
                time.sleep(0.05)
                continue
            raise Busy(f"Another memo1949 is grading in {course} (process {other}). Wait until it has ended, then call this again.")
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _taken(file: TextIO) -> bool:
    """Take the lock if it is free; say whether it was."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise CourseError(
            f"{file.name} cannot be locked ({error.strerror or error}), so nothing would keep two graders out of one course. Put the course "
            "directory on a disk of this machine, or have locks turned on for the network disk it lies on (NFS: rpc.statd, and no option nolock)."
        ) from error
    return True


def _is_gone(process: str) -> bool:
    """Say whether a process has ended: what was forked from it dies a moment later, and holds the lock until then."""
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (ValueError, OSError):
        return False
    return False
