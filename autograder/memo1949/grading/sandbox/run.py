"""One submission in its child: requests with a time each, under watch, and an end to it whatever happens."""

import os
import shutil
import signal
import socket
import subprocess
import time
from base64 import b64decode
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from . import isolation as walls
from .limits import MEGABYTE, TOLD
from .watch import family, memory
from .wire import Flood, Gone, Late, receive, send

if TYPE_CHECKING:
    from .sandbox import Sandbox

_GRACE = 3.0  # seconds to give in after an interrupt
MOST_FILES = 200  # as many as a child sends
_GLANCE = 0.1  # seconds between two looks at memory and processes


class SandboxError(Exception):
    """The sandbox itself failed: nobody's submission is to blame."""


class Stopped(Exception):
    """A submission was stopped. `why` is a key of limits.TOLD, the message is for the student."""

    def __init__(self, why: str, value: object = "") -> None:
        """Say why, with the limit that was passed."""
        super().__init__(TOLD[why].format(value))
        self.why = why


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

    def __init__(self, sandbox: "Sandbox", line: socket.socket, pid: int) -> None:
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
            files = {str(name): b64decode(content) for name, content in reply["files"][:MOST_FILES]}
            if sum(map(len, files.values())) <= most:
                return files
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
        if self.sandbox.isolation == walls.LANDLOCK and _size(self.sandbox.base / str(self.pid)) > self.limits.disk * MEGABYTE:
            raise self.stop("disk", self.limits.disk)

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
        """End the child and all it started. Raises SandboxError when the warm process is no more: then what came is no fault of the student's."""
        try:
            if self.stopped is None:
                self.stopped = Stopped("died")
                self._end()
        finally:
            for line in self.copies:
                line.close()
            self.line.close()

    def _end(self) -> None:
        started = list(family(self.pid))[1:] if self.sandbox.isolation == walls.NONE else []
        try:
            self.sandbox.ask({"end": self.pid})
        except SandboxError:  # the warm process was killed, and the child with it: not the student's fault, so this goes on upwards
            started.append(self.pid)
            raise
        finally:
            for pid in started:  # a process of one's own rights may have left the family that the warm process clears away
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            if self.sandbox.isolation != walls.BUBBLEWRAP:
                _clear(self.sandbox.base / str(self.pid))


def _size(folder: Path) -> int:
    """Return the bytes of a folder's files; each counts for a block at least."""
    total = 0
    for top, folders, names in os.walk(folder):
        for name in [*names, *folders]:
            with suppress(OSError):
                total += max(4096, os.lstat(os.path.join(top, name)).st_size)
    return total


def _clear(folder: Path) -> None:
    """Remove a folder, however deep a student's code made it."""
    with suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        subprocess.run(["rm", "-rf", "--", str(folder)], check=False, stderr=subprocess.DEVNULL)
