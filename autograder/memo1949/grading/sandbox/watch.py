"""What a child and all it has started use now, read from /proc by their process numbers outside."""

import os
from collections.abc import Iterator
from pathlib import Path


def family(pid: int) -> Iterator[int]:
    """Yield a process and all its descendants."""
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        yield one
        try:
            for task in os.listdir(f"/proc/{one}/task"):
                waiting += map(int, Path(f"/proc/{one}/task/{task}/children").read_text().split())
        except OSError:
            continue


def memory(pids: list[int]) -> int:
    """Return the bytes of memory that processes have for themselves; what they share with each other counts once."""
    return sum(map(_own, pids))


def _own(pid: int) -> int:
    """Return a process's share of memory that it does not share with the warm process."""
    total = 0
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            for line in file:
                if line.startswith(("Pss_Dirty:", "SwapPss:")):
                    total += int(line.split()[1]) * 1024
    except OSError:
        return 0
    return total
