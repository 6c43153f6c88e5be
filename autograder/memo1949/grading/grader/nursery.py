"""The nursery: forked once everything is imported and before the gradebook is opened; it makes the workers.

So the imports are paid for once, and a worker has neither an open gradebook nor a thread that was forked away from it.
"""

import os
import signal
import socket
import sys
import tempfile
import traceback
from contextlib import suppress

from ..sandbox.limits import MEGABYTE
from ..sandbox.run import SandboxError
from ..sandbox.sandbox import Sandbox
from ..sandbox.walls import die_with_parent
from ..sandbox.wire import Flood, Gone, receive, send

_LARGEST = 256 * MEGABYTE
_ENVIRONMENT = {
    "NBGRADER_EXECUTION": "autograde",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
}


class CrewError(Exception):
    """No worker could be started: nothing can be graded."""


class Nursery:
    """A process that forks workers for us, and ends them."""

    def __init__(self, sandbox: Sandbox) -> None:
        """Workers get copies of `sandbox`, whose warm process may be starting already."""
        self.sandbox = sandbox
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the nursery is

    def __enter__(self) -> "Nursery":
        """Fork the nursery."""
        self.line, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            self.line.close()
            _live(theirs, self.sandbox, self.log.fileno())
        theirs.close()
        return self

    def __exit__(self, *_: object) -> None:
        """End it, and with it all workers."""
        self.line.close()
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        os.waitpid(self.pid, 0)
        self.log.close()

    def _ask(self, message: dict, file: int | None = None) -> dict:
        try:
            send(self.line, message, file)
            reply, _ = receive(self.line, MEGABYTE)
        except (Gone, Flood) as error:
            raise CrewError(f"The process that starts workers has ended: {self.said() or 'it gave no reason'}. Call this again: what is graded stays so.") from error
        if "broken" in reply:
            raise CrewError(f"No grading worker could be started: {reply['broken']}")
        return reply

    def settle(self, settings: dict) -> None:
        """Say what workers are to grade; raises CrewError."""
        self._ask({"settings": settings})

    def fork(self, line: socket.socket) -> int:
        """Make a worker that serves `line`; return its process number. Raises CrewError."""
        return self._ask({"fork": True}, line.fileno())["pid"]

    def end(self, pid: int) -> None:
        """End a worker, and with it all it started."""
        self._ask({"end": pid})

    def said(self) -> str:
        """Return the last line that a worker wrote."""
        self.log.seek(0)
        lines = self.log.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:300] if lines else ""


def _live(line: socket.socket, sandbox: Sandbox, log: int) -> None:
    """Be the nursery; never returns."""
    code = 1
    try:
        die_with_parent()
        # Ctrl-C is for the one process that a person started; it ends us when it has closed the gradebook.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.environ.update(_ENVIRONMENT)
        with open(os.devnull) as nothing:
            os.dup2(nothing.fileno(), 0)
        for number in (1, 2):
            os.dup2(log, number)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        from .worker import Workbench

        with suppress(Gone):
            _serve(line, sandbox, Workbench)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _serve(line: socket.socket, sandbox: Sandbox, make: type) -> None:
    bench, workers = None, set()
    while True:
        message, file = receive(line, _LARGEST)
        try:
            if "settings" in message:
                bench = make(message["settings"], sandbox)
                send(line, {"settled": True})
            elif "fork" in message:
                pid = _worker(line, file, bench)
                workers.add(pid)
                send(line, {"pid": pid})
            else:
                pid = message["end"]
                if pid in workers:
                    workers.discard(pid)
                    for end in (os.killpg, os.kill):  # it may be so young that it has no group of its own yet
                        with suppress(ProcessLookupError):
                            end(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)
                send(line, {"ended": pid})
        except (Gone, Flood):
            raise
        except Exception as error:
            send(line, {"broken": f"{type(error).__name__}: {error}"})


def _worker(line: socket.socket, file: int, bench: object) -> int:
    """Fork a worker that serves the line `file`; return its process number."""
    try:
        branch = bench.branch()
    except SandboxError:  # its warm process has died meanwhile: another is started
        branch = bench.branch()
    pid = os.fork()
    if pid:
        os.close(file)
        if branch is not None:
            branch.leave()
        return pid
    code = 1
    try:
        line.close()
        die_with_parent()
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        bench.serve(socket.socket(fileno=file), branch)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)
