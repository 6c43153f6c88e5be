"""The child that runs one submission: takes requests from its line, runs cells, hands out values, forks copies of itself."""

import contextlib
import os
import random
import signal
import socket
import sys
import tempfile
from base64 import b64decode, b64encode
from pathlib import Path, PurePosixPath

from .holding import Holding
from .limits import MEGABYTE
from .shell import Shell, Stream
from .wire import Gone, receive, send

_LARGEST = 512 * MEGABYTE  # what our own side may send: the student's files
_MOST_FILES = 200


class Child:
    """Serves one line. A copy made by `fork` serves another, from the state the notebook had then."""

    def __init__(self, line: socket.socket, shell: Shell, folder: Path) -> None:
        """Serve `line` with `shell`, in the student's folder."""
        self.line, self.shell, self.folder = line, shell, folder
        self.written = {"stdout": 0, "stderr": 0}
        self.files = {name: _programs_write_to(number) for name, number in (("stdout", 1), ("stderr", 2))}
        self.stamps: dict[str, tuple[int, int]] = {}
        self.holding = Holding(shell.user_ns, self._ask_back)

    def serve(self) -> None:
        """Answer requests until the other side goes away."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with contextlib.suppress(Gone):
            while True:
                message, file = receive(self.line, _LARGEST)
                self._answer(message, file)

    def _answer(self, message: dict, file: int | None) -> None:
        number, what = message["id"], message["do"]
        if what == "fork":
            self._fork(number, file)
            return
        reply = getattr(self, f"_{what}")(message)
        send(self.line, {"id": number, **reply})

    def _fork(self, number: int, file: int) -> None:
        """Make a copy of this process that serves the line `file`, and say that it is done."""
        pid = os.fork()
        if pid == 0:
            self.line.close()
            self.line = socket.socket(fileno=file)
            return
        os.close(file)
        send(self.line, {"id": number})

    def _start(self, message: dict) -> dict:
        """Write the student's files, and give chance a seed of its own."""
        for name, content in message["files"]:
            path = self.folder / PurePosixPath(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b64decode(content))
            self.stamps[name] = _stamp(path)
        random.seed(message["seed"])
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(message["seed"])
        return {}

    def _run(self, message: dict) -> dict:
        """Run one cell."""
        self.shell.execution_count = message.get("number", self.shell.execution_count)
        with _interruptible():
            outputs, number, error = self.shell.cell(message["code"])
        return {"outputs": self._with_programs(outputs), "number": number, "error": error}

    def _get(self, message: dict) -> dict:
        """Return what a name holds."""
        return self.holding.name(message["name"])

    def _module(self, message: dict) -> dict:
        """Import a module of the student's own."""
        return self._heard(lambda: self.holding.module(message["name"], str(self.folder)))

    def _ask(self, message: dict) -> dict:
        """Do something to a held object; what it prints goes back too."""
        return self._heard(lambda: self.holding.ask(message["what"], message))

    def _heard(self, ask: object) -> dict:
        screen, stdout, stderr = self.shell.screen, sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream(screen, "stdout", 1), Stream(screen, "stderr", 2)
        try:
            with _interruptible():
                reply = ask()
        except Exception as error:
            reply = {"raised": self.holding._raised(error)}
        except KeyboardInterrupt as error:
            reply = {"raised": self.holding._raised(error)}
        finally:
            sys.stdout, sys.stderr = stdout, stderr
        return {**reply, "shown": self._with_programs(screen.taken())}

    def _ask_back(self, number: int, args: list, kwargs: dict) -> object:
        """Call a function of the other side's, from inside a call of the student's."""
        packed = {key: self.holding.packed(arg) for key, arg in kwargs.items()}
        send(self.line, {"back": number, "args": [self.holding.packed(arg) for arg in args], "kwargs": packed})
        while True:
            message, _ = receive(self.line, _LARGEST)
            if "back" in message:
                if "raised" in message:
                    raise RuntimeError(message["raised"])
                return self.holding.unpacked(message["value"])
            self._answer(message, None)

    def _files(self, message: dict) -> dict:
        """Return the files that the notebook made or changed, up to a number and a size in all."""
        found, left = [], message["most"]
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.is_symlink() or not path.is_file() or self.stamps.get(name) == _stamp(path) or "__pycache__" in path.parts:
                continue
            left -= path.stat().st_size
            if left < 0 or len(found) >= _MOST_FILES:
                break
            found.append([name, b64encode(path.read_bytes()).decode()])
        return {"files": found}

    def _with_programs(self, outputs: list[dict]) -> list[dict]:
        """Return outputs with what programs, started by the cell, wrote past Python."""
        for name, file in self.files.items():
            size = os.fstat(file).st_size
            if size > self.written[name]:
                data = os.pread(file, min(size - self.written[name], self.shell.screen.most), self.written[name])
                self.written[name] = size
                outputs.append({"output_type": "stream", "name": name, "text": data.decode("utf-8", "replace")})
        return outputs


@contextlib.contextmanager
def _interruptible() -> object:
    """Let an interrupt from outside stop what runs, and nothing else."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _programs_write_to(number: int) -> int:
    """Put a file under descriptor 1 or 2, and return another descriptor of it."""
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), number)
        os.set_inheritable(number, True)
        return os.dup(file.fileno())


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size
