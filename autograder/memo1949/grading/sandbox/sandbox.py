"""Our side of the sandbox: starting the warm process, and running one submission in a child of it under watch."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from . import isolation as walls
from .limits import MEGABYTE, TOLD, Limits
from .watch import family, memory
from .wire import Flood, Gone, Late, receive, send

_WARMING = 120.0  # seconds for the imports
_STARTING = 20.0
_GRACE = 3.0  # seconds to give in after an interrupt
_GLANCE = 0.1  # seconds between two looks at memory and processes


class SandboxError(Exception):
    """The sandbox itself failed: nobody's submission is to blame."""


class Stopped(Exception):
    """A submission was stopped. `why` is a key of limits.TOLD, the message is for the student."""

    def __init__(self, why: str, value: object = "") -> None:
        """Say why, with the limit that was passed."""
        super().__init__(TOLD[why].format(value))
        self.why = why


class Sandbox:
    """A warm process. Gives a `Run` for each submission; started again when it has died."""

    def __init__(self, isolation: str, limits: Limits, imports: Sequence[str] = (), warm: Sequence[str] = ()) -> None:
        """Use `isolation`, as `isolation.chosen` returned it; `imports` and `warm` are done once, before the first fork."""
        self.isolation, self.limits = isolation, limits
        self.imports, self.warm = list(imports), list(warm)
        self.base = Path(tempfile.mkdtemp(prefix="memo1949-"))
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> "Sandbox":
        """Start the warm process."""
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        """End it and all that came of it."""
        self._end()
        shutil.rmtree(self.base, ignore_errors=True)

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        settings = {
            "line": theirs.fileno(),
            "isolation": self.isolation,
            "limits": self.limits.to_json(),
            "imports": self.imports,
            "warm": self.warm,
            "own_tmp": walls.own_tmp(),
            "base": str(self.base),
        }
        program = [sys.executable, "-m", "memo1949.grading.sandbox.zygote", json.dumps(settings)]
        self.log = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            walls.command(self.isolation, program, []),
            pass_fds=[theirs.fileno()],
            env=walls.environment(self.isolation),
            cwd="/" if self.isolation != walls.NONE else self.base,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        theirs.close()
        self._line = ours
        try:
            receive(ours, MEGABYTE, time.monotonic() + _WARMING)
        except (Gone, Late, Flood) as error:
            self._end()
            raise SandboxError(f"The sandbox did not start: {self._said() or error}") from error

    def _said(self) -> str:
        self.log.seek(0)
        lines = self.log.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""

    def _end(self) -> None:
        if self._process is not None:
            self._line.close()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.2)
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def ask(self, message: dict, file: int | None = None) -> dict:
        """Ask the warm process for something; raises SandboxError when it does not answer."""
        try:
            send(self._line, message, file)
            return receive(self._line, MEGABYTE, time.monotonic() + _STARTING)[0]
        except (Gone, Late, Flood) as error:
            self._end()
            raise SandboxError(f"The sandbox has ended: {self._said() or type(error).__name__}") from error

    def run(self, files: Mapping[str, bytes], seed: int) -> "Run":
        """Begin a submission in a child of its own, with a private copy of its files; raises SandboxError."""
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._start()
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


class Line:
    """A line to a child or a copy of one: requests with numbers, watched while they are answered."""

    def __init__(self, line: socket.socket, run: "Run") -> None:
        """Speak over `line` with a process that belongs to `run`."""
        self.line, self.run = line, run
        self.number = 0
        self.problem = ""

    def request(self, do: str, seconds: float, **data: object) -> dict:
        """Send a request and return the reply; raises Stopped when a limit is passed, the child dies, or the reply is forged."""
        self.number += 1
        try:
            send(self.line, {"id": self.number, "do": do, **data})
        except Gone:
            raise self.run.stop("died") from None
        return self.reply(seconds)

    def reply(self, seconds: float) -> dict:
        """Wait for the reply to the last request."""
        until, interrupted = time.monotonic() + seconds, False
        while True:
            self.run.look(until)
            try:
                message, file = receive(self.line, self.run.limits.reply * MEGABYTE, min(until, time.monotonic() + _GLANCE))
            except Late:
                if time.monotonic() < until:
                    continue
                if interrupted:
                    raise self.run.stop("cell", seconds) from None
                self.run.interrupt()
                until, interrupted = time.monotonic() + _GRACE, True
                continue
            except Gone:
                raise self.run.stop("died") from None
            except Flood:
                raise self.run.stop("reply", self.run.limits.reply) from None
            if file is not None:
                os.close(file)
            if "broken" in message:
                self.problem = str(message["broken"])
                raise self.run.stop("died")
            if "back" not in message and message.get("id") != self.number:
                raise self.run.stop("forged")
            return {**message, "late": interrupted}


class Run(Line):
    """One submission in its child."""

    def __init__(self, sandbox: Sandbox, line: socket.socket, pid: int) -> None:
        """Watch the child `pid`."""
        super().__init__(line, self)
        self.sandbox, self.pid, self.limits = sandbox, pid, sandbox.limits
        self.until = time.monotonic() + self.limits.notebook
        self.looked = time.monotonic()
        self.stopped: Stopped | None = None
        self.peak = 0
        self.copies: list[socket.socket] = []

    def __enter__(self) -> "Run":
        """Give the run itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the child."""
        self.close()

    def cell(self, source: str, seconds: float) -> dict:
        """Run a cell: {"outputs", "number", "error", "late"}. Raises Stopped."""
        return self.request("run", seconds, code=source)

    def copy(self) -> Line:
        """Return a line to a copy of the child as it is now. Raises Stopped."""
        ours, theirs = socket.socketpair()
        self.number += 1
        try:
            send(self.line, {"id": self.number, "do": "fork"}, theirs.fileno())
        except Gone:
            raise self.stop("died") from None
        finally:
            theirs.close()
        self.reply(self.limits.cell)
        self.copies.append(ours)
        return Line(ours, self)

    def files(self, most: int) -> dict[str, bytes]:
        """Return the files that the notebook has made or changed, up to a size in all. Raises Stopped."""
        reply = self.request("files", self.limits.cell, most=most)
        with suppress(Exception):
            return {str(name): b64decode(content) for name, content in reply["files"]}
        raise self.stop("forged")

    def look(self, until: float) -> None:
        """Look at time, memory and processes, not too often; raises Stopped."""
        now = time.monotonic()
        if now > self.until:
            raise self.stop("time", self.limits.notebook)
        if now - self.looked < _GLANCE:
            return
        pids = list(family(self.pid))
        used = memory(pids)
        self.peak = max(self.peak, used)
        self.looked = time.monotonic()
        if len(pids) > self.limits.processes:
            raise self.stop("processes", self.limits.processes)
        if used > self.limits.memory * MEGABYTE:
            raise self.stop("memory", self.limits.memory)

    def interrupt(self) -> None:
        """Interrupt whatever runs in the child and its copies, as Ctrl-C would."""
        for pid in family(self.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)

    def stop(self, why: str, value: object = "") -> Stopped:
        """End the child at once; return the exception to raise."""
        if self.stopped is None:
            self.stopped = Stopped(why, value)
            self._end()
        return self.stopped

    def close(self) -> None:
        """End the child and all it started."""
        if self.stopped is None:
            self.stopped = Stopped("died")
            self._end()
        for line in self.copies:
            line.close()
        self.line.close()

    def _end(self) -> None:
        started = [] if self.sandbox.isolation != walls.NONE else [pid for pid in family(self.pid) if pid != self.pid]
        with suppress(SandboxError):
            self.sandbox.ask({"end": self.pid})
        for pid in started:  # without walls there is no namespace that dies with its first process
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.sandbox.isolation == walls.NONE:
            shutil.rmtree(self.sandbox.base / str(self.pid), ignore_errors=True)
