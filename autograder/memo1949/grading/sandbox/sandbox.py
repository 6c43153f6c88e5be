"""Our side of the sandbox: starting the warm process, copying it for workers, and beginning a run in a child of it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from . import isolation as walls
from .limits import MEGABYTE, Limits
from .run import Run, SandboxError, Stopped
from .wire import Flood, Gone, Late, receive, send

_WARMING = 120.0  # seconds for the imports
_STARTING = 20.0


class Sandbox:
    """A warm process. Gives a `Run` for each submission; started again when it has died."""

    def __init__(self, isolation: str, imports: Sequence[str] = (), private: Sequence[Path] = ()) -> None:
        """Use `isolation`, as `isolation.chosen` returned it; `imports` are done at the start, whatever is graded.

        `private` folders, such as the course's, cannot be read though they lie inside one that can.
        """
        self.isolation, self.imports, self.private = isolation, list(imports), list(private)
        self.limits, self.needs = Limits(), {"limits": Limits().to_json(), "imports": [], "warm": []}
        self.base = Path(tempfile.mkdtemp(prefix="memo1949-"))
        self._process: subprocess.Popen | None = None
        self._line: socket.socket | None = None
        self._starting = self._ready = False
        self._owner = os.getpid()

    def __enter__(self) -> "Sandbox":
        """Give the sandbox; it starts when it is first needed, or when `start` is called."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the warm process and all that came of it."""
        self._end()
        if os.getpid() == self._owner:
            shutil.rmtree(self.base, ignore_errors=True)

    def prepare(self, limits: Limits, imports: Sequence[str] = (), warm: Sequence[str] = ()) -> None:
        """Say what a unit needs: its limits, what notebooks import, and cells to run once, before the first fork."""
        self.limits = limits
        self.needs = {"limits": limits.to_json(), "imports": list(imports), "warm": list(warm)}
        self._ready = False

    def start(self) -> None:
        """Start the warm process without waiting for it."""
        ours, theirs = socket.socketpair()
        settings = {
            "line": theirs.fileno(),
            "isolation": self.isolation,
            "imports": self.imports,
            "own_tmp": walls.own_tmp(),
            "base": str(self.base),
            "readable": list(map(str, walls.readable(self.private))) if self.isolation == walls.LANDLOCK else [],
        }
        program = [sys.executable, "-m", "memo1949.grading.sandbox.zygote", json.dumps(settings)]
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the warm process is
        self._process = subprocess.Popen(
            walls.command(self.isolation, program, self.private),
            pass_fds=[theirs.fileno()],
            env=walls.environment(self.isolation),
            cwd="/" if self.isolation == walls.BUBBLEWRAP else self.base,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        theirs.close()
        self._line, self._starting, self._ready = ours, True, False

    def _begin(self) -> None:
        """See to it that the warm process is there and prepared."""
        if self._line is None:
            self.start()
        if not self._ready:
            try:
                if self._starting:
                    receive(self._line, MEGABYTE, time.monotonic() + _WARMING)
                self._starting = False
                send(self._line, {"prepare": self.needs})
                receive(self._line, MEGABYTE, time.monotonic() + _WARMING)
            except (Gone, Late, Flood) as error:
                said = self._said()
                self._end()
                raise SandboxError(f"The sandbox did not start: {said or error}") from error
            self._ready = True

    def branch(self) -> "Sandbox":
        """Return a sandbox of its own for another worker: a copy of this one's warm process, whose imports are done."""
        self._begin()
        ours, theirs = socket.socketpair()
        try:
            reply = self.ask({"branch": True}, theirs.fileno())
        finally:
            theirs.close()
        if "pid" not in reply:
            raise SandboxError("The sandbox could not be copied.")
        other = Sandbox(self.isolation, self.imports, self.private)
        shutil.rmtree(other.base, ignore_errors=True)
        other.base, other._owner = self.base, 0
        other.limits, other.needs, other.log = self.limits, self.needs, self.log
        other._line, other._ready = ours, True
        return other

    def _said(self) -> str:
        self.log.seek(0)
        lines = self.log.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""

    def leave(self) -> None:
        """Forget the warm process without ending it: for a process that inherited it and does not use it."""
        if self._line is not None:
            self._line.close()
        self._line = self._process = None

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.2)
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def ask(self, message: dict, file: int | None = None) -> dict:
        """Ask the warm process for something; raises SandboxError when it does not answer."""
        try:
            if self._line is None:
                raise Gone("ended")
            send(self._line, message, file)
            return receive(self._line, MEGABYTE, time.monotonic() + _STARTING)[0]
        except (Gone, Late, Flood) as error:
            said = self._said()
            self._end()
            raise SandboxError(f"The sandbox has ended: {said or type(error).__name__}") from error

    def run(self, files: Mapping[str, bytes], seed: int) -> "Run":
        """Begin a submission in a child of its own, with a private copy of its files; raises SandboxError."""
        if self._process is not None and self._process.poll() is not None:
            self._end()
        self._begin()
        ours, theirs = socket.socketpair()
        try:
            reply = self.ask({"fork": True}, theirs.fileno())
        finally:
            theirs.close()
        if "pid" not in reply:
            raise SandboxError(f"No room for another process: {reply.get('failed')}")
        run = Run(self, ours, reply["pid"])
        try:
            run.request("start", _STARTING, files=[[name, b64encode(data).decode()] for name, data in files.items()], seed=seed)
        except Stopped as stopped:
            run.close()
            raise SandboxError(f"The child did not start: {run.problem or stopped}") from stopped
        return run
