"""Running tests: a fork of the worker executes locked and test cells, and has the student's values from the far side.

The fork knows the tests; the process with the student's code does not. What passes between them is data.
"""

import builtins
import os
import signal
import socket
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path

from ...classroom.notebook import current
from ...classroom.record import Record
from ..sandbox.limits import MEGABYTE
from ..sandbox.run import Run, SandboxError, Stopped
from ..sandbox.shell import Shell
from ..sandbox.walls import NONE, die_with_parent
from ..sandbox.wire import Flood, Gone, Late, receive, send
from .guard import Guard
from .reading import Reading, bound, parsed
from .remote import Far
from .stand import Stand

_LARGEST = 256 * MEGABYTE
_GRACE = 5.0


@dataclass(frozen=True, slots=True)
class Step:
    """One cell for the examiner: its number in the notebook, its source, whether it is a test, and the far side at that point."""

    number: int
    source: str
    test: bool
    far: socket.socket | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of a step: outputs, the error that ended it, whether its time ran out; how often the student's code was
    asked to do something, how often that was refused, how often it, or a warning, wrote on stderr meanwhile, and how often
    the test was kept from running what the student handed in."""

    outputs: list[dict]
    error: str | None = None
    late: bool = False
    uses: int = 0
    refused: int = 0
    noise: int = 0
    guarded: int = 0


_warned: list[str] = []  # in the fork: the warnings that tests have given


class Names(dict):
    """The namespace of tests. What is not in it is looked for on the far side."""

    far: Far | None = None
    guard: Guard | None = None
    asked: frozenset[str] = frozenset()

    def __init__(self) -> None:
        """Begin empty. `fetched` maps what came from the far side to the data it came as; `kept` are names that tests define."""
        super().__init__()
        self.fetched: dict[str, object] = {}
        self.kept: set[str] = set()

    def __missing__(self, name: str) -> object:
        """Ask the far side for a name; raises KeyError, as a dictionary does."""
        if self.far is None or (hasattr(builtins, name) and name not in self.asked) or name.startswith("__"):
            raise KeyError(name)
        return self.fetch(name)

    def fetch(self, name: str) -> object:
        """Take a name from the far side; raises KeyError."""
        value, self.fetched[name] = self.far.name(name)
        self[name] = value
        if self.guard is not None:
            self.guard.holds(value)
        return value

    def forget(self) -> None:
        """After the student's code ran, let names be asked for anew: it may have changed them. What the test changed stays."""
        for name, data in list(self.fetched.items()):
            if not isinstance(self.get(name), Stand) and name in self and self.far.packed(self[name]) == data:
                del self[name], self.fetched[name]


def examine(shell: Shell, reading: Reading, steps: list[Step], folder: Path, given: frozenset[str], run: Run | None, seconds: float | None) -> Iterator[Examined]:
    """Yield what comes of each step, run in a fork of this process in `folder`, with `seconds` for each.

    `given` are the assignment's own files in the folder. `run` is the student's process, watched meanwhile. A fork that dies or hangs leaves an error for each step that is left.
    Raises SandboxError for one that was killed.
    """
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        _examine(shell, reading, steps, folder, given, theirs, run)
    theirs.close()
    try:
        yield from _results(ours, pid, len(steps), run, seconds)
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        ours.close()


def _results(line: socket.socket, pid: int, count: int, run: Run | None, seconds: float | None) -> Iterator[Examined]:
    for done in range(count):
        until, interrupted = (time.monotonic() + seconds if seconds else None), False
        while True:
            try:
                if run is not None and run.stopped is None:
                    with suppress(Stopped):
                        run.look(float("inf"))
                message, _ = receive(line, _LARGEST, time.monotonic() + 0.2)
                yield Examined(message["outputs"], message["error"], interrupted, message["uses"], message["refused"], message["noise"], message["guarded"])
                break
            except Late:
                if until is None or time.monotonic() < until:
                    continue
                if interrupted:
                    yield from (_ended("CellTimeoutError", "The test did not end.") for _ in range(done, count))
                    return
                if run is not None and run.stopped is None:
                    run.interrupt()
                os.kill(pid, signal.SIGINT)
                until, interrupted = time.monotonic() + _GRACE, True
            except (Gone, Flood):
                if _was_killed(pid):  # not by a test: from outside, for want of memory or by a person
                    raise SandboxError("The process that runs tests was killed.") from None
                yield from (_ended("DeadKernelError", "The test ended Python.") for _ in range(done, count))
                return


def _was_killed(pid: int) -> bool:
    """Say whether a child of ours that is ending was killed by SIGKILL; leaves its exit to be taken."""
    for _ in range(100):
        found = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        if found is not None:
            return found.si_code == os.CLD_KILLED and found.si_status == signal.SIGKILL
        time.sleep(0.01)
    return False


def _ended(name: str, message: str) -> Examined:
    return Examined([{"output_type": "error", "ename": name, "evalue": message, "traceback": [f"{name}: {message}"]}], name, late=True)


def _examine(shell: Shell, reading: Reading, steps: list[Step], folder: Path, given: frozenset[str], line: socket.socket, run: Run | None) -> None:
    """Run all steps; never returns."""
    try:
        die_with_parent()
        os.chdir(folder)
        _silence()
        current().record = Record(folder)
        names: Names = shell.user_ns
        names.asked = reading.asked
        sys.meta_path.append(_Own(names, folder, given))
        sys.path[:] = [entry for entry in sys.path if entry not in ("", ".")]
        warnings.showwarning = _show_warning
        if run is None or run.sandbox.isolation != NONE:
            names.guard = Guard(folder, given)
            names.guard.start()
        for source in reading.prelude:
            _quietly(shell, source)
        previous = None
        for step in steps:
            if step.far is not None and step.far is not previous:
                _turn(names, reading, step.far)
                previous = step.far
            before = _counts(names)
            if step.test:
                _want(names, reading)
                shell.execution_count = step.number
                with _interruptible():
                    outputs, _, error = shell.cell(step.source)
                names.kept |= bound(parsed(step.source) or parsed(""))
            else:
                outputs, error = [], _quietly(shell, step.source)
            counts = {name: count - before[name] for name, count in _counts(names).items()}
            send(line, {"outputs": outputs, "error": error, **counts})
        os._exit(0)
    except BaseException:
        os._exit(1)


def _counts(names: Names) -> dict[str, int]:
    """Return what is counted of a test: uses of the student's code, refusals, noise on stderr, and what was kept from running."""
    far, guard = names.far, names.guard
    return {
        "uses": far.uses if far else 0,
        "refused": far.refused if far else 0,
        "noise": (far.noise if far else 0) + len(_warned),
        "guarded": guard.refused if guard else 0,
    }


def _turn(names: Names, reading: Reading, line: socket.socket) -> None:
    """Go on with another copy of the student's process: what was fetched from the one before counts no longer."""
    for name in names.fetched:
        names.pop(name, None)
    names.fetched.clear()
    names.far = Far(line, _LARGEST, reading.asked, reading.classes)
    names.far.after = names.forget


def _want(names: Names, reading: Reading) -> None:
    """Before a test: what students are to define or to change comes from them, however locked cells defined it."""
    if names.far is None:
        return
    for name in list(names):
        if name.startswith("_") or name in names.kept or name in ("In", "Out", "exit", "quit", "get_ipython"):
            continue
        value = names[name]
        ours = callable(value) or type(value).__name__ == "module" or name not in reading.mentioned
        if name in names.fetched or (name in reading.asked or not ours):
            if isinstance(value, Stand):
                continue
            try:
                names.fetch(name)
            except KeyError:
                if name in reading.asked:
                    del names[name]


@contextmanager
def _interruptible() -> Iterator[None]:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _quietly(shell: Shell, source: str) -> str | None:
    """Run a cell whose outputs nobody needs: the student's process has shown them."""
    with _interruptible():
        return shell.cell(source)[2]


def _silence() -> None:
    """Let nothing that a test starts write to the grader's terminal."""
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)


def _show_warning(message: object, category: type, filename: str, lineno: int, file: object = None, line: str | None = None) -> None:
    """Show a warning as text: on stderr, nbgrader would take it for a failed test."""
    _warned.append(str(category.__name__))
    (file or sys.stdout).write(warnings.formatwarning(message, category, filename, lineno, line))


class _Own:
    """Finds modules in the notebook's folder: the assignment's own are imported here, a student's on the far side."""

    def __init__(self, names: Names, folder: Path, given: frozenset[str]) -> None:
        self.names, self.folder, self.given = names, folder, given

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Find a module."""
        file = f"{name.replace('.', '/')}.py"
        if file in self.given:
            return spec_from_file_location(name, self.folder / file, loader=_Plain(name, str(self.folder / file)))
        there = (self.folder / file).is_file() or (self.folder / name / "__init__.py").is_file()
        return ModuleSpec(name, self) if there and self.names.far is not None and "." not in name else None

    def create_module(self, spec: ModuleSpec) -> None:
        """Give nothing: a plain module is made, and filled below."""

    def exec_module(self, module: object) -> None:
        """Let the module's names be asked for when they are used."""
        stand = self.names.far.module(module.__name__)
        module.__getattr__ = lambda name: getattr(stand, name)


class _Plain(SourceFileLoader):
    """Loads a module from its source alone: what lies in __pycache__ may be the student's."""

    def get_code(self, fullname: str) -> object:
        """Compile the source."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)
