"""What a class has in common, worked out once: pieces of markup kept while a class's pages are made, and only then.

Not for good: where nbgrader makes a page, in a formgrader that runs for months, nothing of a student's stays behind.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TypeVar

Kept = TypeVar("Kept")

_MOST = 20_000  # pieces; beyond that a class has less in common than it says of its own

_kept: dict[tuple, object] | None = None


@contextmanager
def remembering() -> Iterator[None]:
    """Keep what the functions marked `kept` return, until the end of the block."""
    global _kept
    _kept = {}
    try:
        yield
    finally:
        _kept = None


def kept(function: Callable[..., Kept]) -> Callable[..., Kept]:
    """Let a pure function of texts, whose result nobody changes, be asked only once for the same texts, while a class's pages are made."""

    @wraps(function)
    def asked(*texts: Hashable) -> Kept:
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
