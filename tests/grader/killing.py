"""The grader as a program of its own, its processes by what they are, and killing them."""

import ctypes
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from memo1949.cli import main

_SUBREAPER = 36
GONE = (psutil.NoSuchProcess, psutil.ZombieProcess)


class Grader:
    """`memo1949 grade` in a process of its own, forked from this one, which has imported everything already."""

    def __init__(self, course: Path, unit: str, *words: str) -> None:
        """Start it."""
        self.said = tempfile.TemporaryFile("w+")  # noqa: SIM115 - read once it has ended
        self.code: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            self._be(["grade", unit, "--course", str(course), *words])

    def _be(self, words: list[str]) -> None:
        code = 70
        try:
            os.setsid()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for number in (1, 2):
                os.dup2(self.said.fileno(), number)
            sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
            code = main(words)
        except SystemExit as error:
            code = error.code
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def running(self) -> bool:
        """Say whether it has not ended."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if pid else None
        return self.code is None

    def ended(self, seconds: float = 120) -> tuple[int, str]:
        """Wait for its end; return exit code and what it said."""
        until = time.monotonic() + seconds
        while self.running() and time.monotonic() < until:
            time.sleep(0.01)
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
        self.said.seek(0)
        text = self.said.read()
        assert self.code is not None, f"did not end in {seconds:g} seconds: {text}"
        return self.code, text

    def kill(self, kind: str, number: int = signal.SIGKILL, which: int = 0) -> bool:
        """Send a signal to the process of a kind, with several to one of them; return whether there was one."""
        found = self.parts().get(kind, [])
        with suppress(*GONE):
            if found:
                found[which % len(found)].send_signal(number)
                return True
        return False

    def strike(self, kind: str, at: str, number: int = signal.SIGKILL) -> bool:
        """Send a signal to a process of a kind as soon as one of kind `at` is at work, to another where it has just ended; return whether there was one."""
        while self.await_part(at):
            if self.kill(kind, number):
                return True
        return False

    def await_part(self, kind: str, seconds: float = 60) -> bool:
        """Wait until there is a process of a kind; return whether there is."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.running():
            if self.parts().get(kind):
                return True
            time.sleep(0.002)
        return False

    def parts(self) -> dict[str, list[psutil.Process]]:
        """Return its processes: grader, nursery, workers, examiners, walls, the warm process and its copies, students' processes."""
        found: dict[str, list[psutil.Process]] = {}
        with suppress(*GONE):
            _sort(psutil.Process(self.pid), "grader", found)
        return found


_BELOW = {"grader": "nursery", "nursery": "worker", "worker": "examiner", "walls": "warm process", "warm process": "copy", "copy": "student"}


def _sort(process: psutil.Process, kind: str, found: dict[str, list[psutil.Process]], own: bool = False) -> None:
    """Sort a process and those below it; a warm process of a worker's `own`, started when one died, forks students' processes itself."""
    found.setdefault(kind, []).append(process)
    for child in process.children():
        with suppress(*GONE):
            below = "walls" if child.name() == "bwrap" else "student" if own and kind == "warm process" else _BELOW.get(kind, kind)
            _sort(child, below, found, own or kind == "worker")


@contextmanager
def orphans_to_us() -> Iterator[set[int]]:
    """Let processes whose parents have died become this process's children, so that none escapes notice; give those there are already."""
    libc = ctypes.CDLL(None)
    libc.prctl(_SUBREAPER, 1, 0, 0, 0)
    try:
        yield {child.pid for child in psutil.Process().children(recursive=True)}
    finally:
        libc.prctl(_SUBREAPER, 0, 0, 0, 0)


def _since(before: set[int]) -> Iterator[psutil.Process]:
    """Yield this process's descendants but for those there were before and what is below them: a browser starts processes as it likes."""
    for child in psutil.Process().children():
        if child.pid not in before:
            yield child
            with suppress(*GONE):
                yield from child.children(recursive=True)


def left_over(before: set[int], seconds: float = 30) -> list[str]:
    """Return what still runs of all that was started since `before`, once the grader has ended; waits a while for it to end."""
    until = time.monotonic() + seconds
    while True:
        found = []
        for child in _since(before):
            with suppress(*GONE, ChildProcessError):
                if child.status() == psutil.STATUS_ZOMBIE:
                    os.waitpid(child.pid, os.WNOHANG)
                else:
                    found.append(f"{child.pid} {child.name()} {' '.join(child.cmdline())[:100]}")
        if not found or time.monotonic() > until:
            return found
        time.sleep(0.02)
