"""What a class has in common, worked out once: pieces of markup kept while a class's pages are made, and only then.

Not for good: where nbgrader makes a page, in a formgrader that runs for months, nothing of a student's stays behind.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

_MOST = 20_000  # pieces; beyond that a class has less in common than it says of its own

_kept: dict[tuple, str] | None = None


@contextmanager
def remembering() -> Iterator[None]:
    """Keep what the functions marked `kept` return, until the end of the block."""
    global _kept
    _kept = {}
    try:
        yield
    finally:
        _kept = None


def kept(function: Callable[..., str]) -> Callable[..., str]:
    """Let a pure function of texts be asked only once for the same texts, while a class's pages are made."""

    @wraps(function)
    def asked(*texts: str) -> str:
        if _kept is None:
            return function(*texts)
        key = (function, *texts)
        found = _kept.get(key)
        if found is None:
            found = function(*texts)
            if len(_kept) < _MOST:
                _kept[key] = found
        return found

    return asked
