"""Work on many students at once, in processes forked when all is loaded."""

import gc
import sys
from collections.abc import Callable, Iterator, Sequence

_ENDED = "the process that made it was ended from outside"

_work: Callable[[str], str] | None = None  # what a forked process inherits


def spread(work: Callable[[str], str], students: Sequence[str], jobs: int) -> Iterator[tuple[str, str]]:
    """Yield (student, what `work` returned for them) as it comes, from `jobs` processes.

    `work` raises nothing. When a process dies, those that it and its pool had not done are done one by one, so that the
    death is laid at the right door.
    """
    jobs = min(jobs, len(students))
    if jobs < 2 or not sys.platform.startswith("linux"):
        for student in students:
            yield student, work(student)
        return
    global _work
    _work = work
    gc.freeze()  # the shared memory stays shared
    try:
        undone = []
        for student, said in _pooled(students, jobs):
            if said is None:
                undone.append(student)
            else:
                yield student, said
        for student in undone:
            for _, said in _pooled([student], 1):
                yield student, said or _ENDED
    finally:
        _work = None
        gc.unfreeze()


def _pooled(students: Sequence[str], jobs: int) -> Iterator[tuple[str, str | None]]:
    """Yield (student, what came of it); None when a process died first."""
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    from ...sandbox.walls import die_with_parent

    with ProcessPoolExecutor(jobs, mp_context=get_context("fork"), initializer=die_with_parent) as pool:
        waiting = {}
        for student in students:
            try:
                waiting[pool.submit(_worked, student)] = student
            except BrokenProcessPool:
                yield student, None
        for future in as_completed(waiting):
            try:
                yield waiting[future], future.result()
            except BrokenProcessPool:
                yield waiting[future], None


def _worked(student: str) -> str:
    return _work(student)
