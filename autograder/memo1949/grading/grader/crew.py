"""The crew: worker processes that are given submissions, and replaced when they die or hang."""

import selectors
import socket
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from ..sandbox.limits import MEGABYTE
from ..sandbox.wire import Flood, Gone, Late, receive, send
from .nursery import CrewError, Nursery

_LARGEST = 256 * MEGABYTE


@dataclass(slots=True)
class Worker:
    """One worker process: its line, and the jobs it has with the time until which the first must be done."""

    pid: int
    line: socket.socket
    jobs: deque[dict] = field(default_factory=deque)
    until: float = 0.0


class Crew:
    """A number of workers. `results` feeds them and yields what comes back."""

    def __init__(self, nursery: Nursery, settings: dict, size: int, patience: float) -> None:
        """Let `nursery` make workers with `settings`; a submission may take `patience` seconds before its worker counts as hanging."""
        self.nursery, self.settings, self.size, self.patience = nursery, settings, size, patience
        self.workers: list[Worker] = []
        self.selector = selectors.DefaultSelector()

    def __enter__(self) -> "Crew":
        """Start nobody yet: `results` knows how many are wanted."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all workers and what they started."""
        for worker in list(self.workers):
            self._end(worker)
        self.selector.close()

    def results(self, jobs: Iterable[dict]) -> Iterator[dict]:
        """Yield each job's result as it comes. A job whose worker died, or that failed by our fault, is tried once more."""
        waiting = deque(jobs)
        if not waiting:
            return
        self.nursery.settle(self.settings)
        tried: set[str] = set()
        for _ in range(min(self.size, len(waiting))):
            self._start()
        left = len(waiting)
        while left:
            for worker in self.workers:
                while waiting and len(worker.jobs) < 2:
                    self._give(worker, waiting.popleft())
            for worker, result in self._heard():
                if result is None:
                    results = self._lost(worker, waiting)
                else:
                    results = [{**result, "job": worker.jobs.popleft()}]
                    worker.until = time.monotonic() + self.patience
                for one in results:
                    if "fault" in one and one["student"] not in tried:
                        tried.add(one["student"])
                        waiting.append(one["job"])
                        continue
                    left -= 1
                    yield one

    def _lost(self, worker: Worker, waiting: deque[dict]) -> list[dict]:
        """Replace a worker that has died or hangs; the job it was at is to blame, one that it had not begun is not."""
        guilty, innocent = list(worker.jobs)[:1], list(worker.jobs)[1:]
        self._end(worker)
        waiting.extendleft(innocent)
        self._start()
        said = self.nursery.said()
        return [{"student": job["student"], "job": job, "fault": f"the worker ended or hung{f': {said}' if said else ''}"} for job in guilty]

    def _give(self, worker: Worker, job: dict) -> None:
        if not worker.jobs:
            worker.until = time.monotonic() + self.patience
        worker.jobs.append(job)
        with suppress(Gone):  # noticed when nothing comes back
            send(worker.line, job)

    def _heard(self) -> Iterator[tuple[Worker, dict | None]]:
        """Yield what workers say; None for one that has died, or whose time is over."""
        for key, _ in self.selector.select(0.5):
            worker = key.data
            try:
                yield worker, receive(worker.line, _LARGEST, time.monotonic() + 60)[0]
            except (Gone, Late, Flood):
                yield worker, None
        for worker in list(self.workers):
            if worker.jobs and time.monotonic() > worker.until:
                yield worker, None

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        try:
            worker = Worker(self.nursery.fork(theirs), ours)
        finally:
            theirs.close()
        self.workers.append(worker)
        self.selector.register(ours, selectors.EVENT_READ, worker)

    def _end(self, worker: Worker) -> None:
        if worker in self.workers:
            self.workers.remove(worker)
            self.selector.unregister(worker.line)
            worker.line.close()
            with suppress(CrewError):
                self.nursery.end(worker.pid)
