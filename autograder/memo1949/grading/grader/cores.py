"""Work on many files at once, in a process for each core, where starting a pool would take longer than the work."""

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")

_THREADS = 4  # in each process: while one waits for the disk, another computes
_LEAST = 100  # items for which another process pays


def spread(work: Callable[[Sequence[Item]], None], items: Sequence[Item]) -> None:
    """Do `work` on all items, in parts, one in this process and one in each other.

    A part that another process could not do is done once more in this one, where its error is raised: so `work` must be
    of a kind that can be repeated.
    """
    count = min(len(os.sched_getaffinity(0)), len(items) // _LEAST + 1) if sys.platform == "linux" else 1
    parts = [items[at::count] for at in range(count)]
    others = [(_forked(work, part), part) for part in parts[1:]]
    try:
        _threaded(work, parts[0])
    finally:
        undone = [part for process, part in others if os.waitpid(process, 0)[1] != 0]
    for part in undone:
        _threaded(work, part)


def _threaded(work: Callable[[Sequence[Item]], None], items: Sequence[Item]) -> None:
    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(work, (items[at::_THREADS] for at in range(_THREADS))))


def _forked(work: Callable[[Sequence[Item]], None], items: Sequence[Item]) -> int:
    """Begin in another process, which ends with 0 when all is done; return its number."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        _threaded(work, items)
        status = 0
    finally:
        os._exit(status)  # nothing else of this process is the other one's business
