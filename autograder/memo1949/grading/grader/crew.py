"""The crew: worker processes that are given submissions, and replaced when they die or hang."""

import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from ..sandbox.limits import MEGABYTE
from ..sandbox.wire import Flood, Gone, Late, receive, send

_STARTING = 180.0
_LARGEST = 256 * MEGABYTE


class CrewError(Exception):
    """No worker could be started: nothing can be graded."""


@dataclass(slots=True)
class Worker:
    """One worker process: its line, the job it is at and until when, and what is sent to it already."""

    process: subprocess.Popen
    line: socket.socket
    log: object
    jobs: deque[dict] = field(default_factory=deque)
    until: float = 0.0
    ready: bool = False


class Crew:
    """A number of workers. `results` feeds them and yields what comes back."""

    def __init__(self, settings: dict, size: int, patience: float) -> None:
        """Give each worker `settings`, and each submission `patience` seconds before its worker counts as hanging."""
        self.settings, self.size, self.patience = settings, size, patience
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
        tried: set[str] = set()
        for _ in range(min(self.size, len(waiting))):
            self._start()
        left = len(waiting)
        while left:
            for worker in self.workers:
                while waiting and worker.ready and len(worker.jobs) < 2:
                    self._give(worker, waiting.popleft())
            for worker, result in self._heard():
                if result is None:
                    lost = list(worker.jobs)
                    self._end(worker)
                    if not worker.ready:
                        raise CrewError(f"A grading worker did not start: {_said(worker) or 'it gave no reason'}")
                    self._start()
                    guilty, innocent = lost[:1], lost[1:]
                    waiting.extendleft(innocent)
                    results = [{"student": job["student"], "job": job, "fault": f"the worker ended or hung: {_said(worker)}"} for job in guilty]
                elif "broken" in result:
                    raise CrewError(f"A grading worker did not start: {result['broken']}")
                elif "ready" in result:
                    worker.ready = True
                    continue
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
            if time.monotonic() > worker.until and (worker.jobs or not worker.ready):
                yield worker, None

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        settings = json.dumps({**self.settings, "line": theirs.fileno()})
        # On a line of its own: a unit may be longer than a command line may be.
        file = tempfile.TemporaryFile()
        file.write(settings.encode())
        file.seek(0)
        log = tempfile.TemporaryFile()
        process = subprocess.Popen(
            [sys.executable, "-m", "memo1949.grading.grader.worker"],
            pass_fds=[theirs.fileno()],
            stdin=file,
            stdout=log,
            stderr=log,
            env={**os.environ, "NBGRADER_EXECUTION": "autograde", "MPLBACKEND": "module://matplotlib_inline.backend_inline", **_ONE_THREAD},
            start_new_session=True,
        )
        theirs.close()
        file.close()
        worker = Worker(process, ours, log, until=time.monotonic() + _STARTING)
        self.workers.append(worker)
        self.selector.register(ours, selectors.EVENT_READ, worker)

    def _end(self, worker: Worker) -> None:
        if worker in self.workers:
            self.workers.remove(worker)
            self.selector.unregister(worker.line)
        worker.line.close()
        with suppress(subprocess.TimeoutExpired):
            worker.process.wait(0.5)
        with suppress(ProcessLookupError):
            os.killpg(worker.process.pid, signal.SIGKILL)
        worker.process.wait()


_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def _said(worker: Worker) -> str:
    """Return the last line that a worker wrote."""
    with suppress(ValueError, OSError):
        worker.log.seek(0)
        lines = worker.log.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:300] if lines else ""
    return ""
