"""The warm process: it has imported what notebooks import, holds no secret, and forks a child for each submission.

Started behind the outer walls with one open line to our side: `python -m memo1949.grading.sandbox.zygote '{…}'`. Told to, it
forks copies of itself, one for each worker, so that the imports are paid for once.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .child import Child
from .limits import MEGABYTE, Limits
from .shell import Shell, new_shell
from .walls import (
    BUBBLEWRAP,
    LANDLOCK,
    NOBODY,
    TEMPORARY,
    WORK,
    die_with_parent,
    enclose,
    fork_apart,
    keep_orphans,
    own_again,
    restrain,
)
from .watch import family
from .wire import Gone, receive, send


def main(text: str) -> None:
    """Warm up, then fork a child for each request until the worker goes away."""
    settings = json.loads(text)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = socket.socket(fileno=settings["line"])
    apart = settings["isolation"] == BUBBLEWRAP
    if apart and os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        own_again()
    die_with_parent()
    if not apart:
        keep_orphans()
    shell = new_shell(0)
    for name in settings["imports"]:
        if _alone(line):
            return
        _import(name)
    send(line, {"ready": True})
    _serve(Zygote(line, shell, Limits(), settings, apart))


def _alone(line: socket.socket) -> bool:
    """Say whether who started us has ended already, perhaps before we asked to be ended with it."""
    poll = select.poll()
    poll.register(line, 0)
    return bool(poll.poll(0))


@dataclass(slots=True)
class Zygote:
    """What a warm process knows: its line, the shell, the limits of children, and which children there are."""

    line: socket.socket
    shell: Shell
    limits: Limits
    settings: dict
    apart: bool
    children: set[int] = field(default_factory=set)
    dying: set[int] = field(default_factory=set)

    def prepare(self, message: dict) -> None:
        """Set the limits, and import and run what the unit needs, so that children find it done."""
        self.limits = Limits(**message["limits"])
        self.shell.screen.most = self.limits.output
        for name in message["imports"]:
            _import(name)
        _warm(self.shell, message["warm"])
        gc.collect()
        gc.freeze()

    def end(self, pid: int) -> None:
        """Kill a child, and with it all it started; its exit is taken later, since clearing namespaces away takes time."""
        if pid in self.children:
            self.children.discard(pid)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            self.dying.add(pid)
            if not self.apart:
                self.sweep()

    def sweep(self) -> None:
        """Without namespaces, what a child started does not end with it but becomes ours: kill that until nothing is left."""
        for _ in range(1000):
            ours = set(family(os.getpid())) - {os.getpid()}
            ours -= {pid for child in self.children for pid in family(child)}
            if not ours:
                return
            for pid in ours:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            for pid in ours:
                with suppress(ChildProcessError):
                    if os.waitpid(pid, os.WNOHANG)[0]:
                        self.dying.discard(pid)
            time.sleep(0.002)

    def reap(self, wait: bool = False) -> None:
        """Take the exits of children that were ended."""
        for pid in list(self.dying):
            if os.waitpid(pid, 0 if wait else os.WNOHANG)[0]:
                self.dying.discard(pid)


def _import(name: str) -> None:
    with suppress(Exception):
        importlib.import_module(name)


def _warm(shell: object, sources: list[str]) -> None:
    """Run harmless cells once, so that what their machinery loads late is loaded already, and forget their names."""
    before = dict(shell.user_ns)
    for source in sources:
        shell.cell(source)
    for name in set(shell.user_ns) - set(before):
        del shell.user_ns[name]
    shell.user_ns.update(before)
    shell.execution_count = 1


def _serve(zygote: Zygote) -> None:
    """Do what the line says until it closes."""
    while True:
        try:
            message, file = receive(zygote.line, MEGABYTE)
        except Gone:
            break
        if "end" in message:
            zygote.end(message["end"])
            send(zygote.line, {"ended": message["end"]})
        elif "prepare" in message:
            zygote.prepare(message["prepare"])
            send(zygote.line, {"prepared": True})
        elif "branch" in message:
            _branch(zygote, file)
        else:
            _child(zygote, file)
        zygote.reap()
    for pid in list(zygote.children):
        zygote.end(pid)
    zygote.reap(wait=True)


def _branch(zygote: Zygote, file: int) -> None:
    """Fork a copy of this process that serves the line `file`."""
    pid = os.fork()
    if pid == 0:
        die_with_parent()
        if not zygote.apart:
            keep_orphans()
        zygote.line.close()
        zygote.line = socket.socket(fileno=file)
        zygote.children, zygote.dying = set(), set()
        return
    os.close(file)
    zygote.children.add(pid)
    send(zygote.line, {"pid": pid})


def _child(zygote: Zygote, file: int) -> None:
    """Fork a child for one submission, which serves the line `file`."""
    try:
        pid = fork_apart() if zygote.apart else os.fork()
    except OSError as error:
        os.close(file)
        send(zygote.line, {"failed": str(error)})
        return
    if pid == 0:
        zygote.line.close()
        _become_child(socket.socket(fileno=file), zygote.shell, zygote.limits, zygote.settings, zygote.apart)
    os.close(file)
    zygote.children.add(pid)
    send(zygote.line, {"pid": pid})


def _become_child(line: socket.socket, shell: object, limits: Limits, settings: dict, apart: bool) -> None:
    """Build the walls, then serve; never returns."""
    code = 1
    try:
        die_with_parent()
        os.setsid()  # else what a student's code sends to its process group reaches us
        if apart:
            enclose(limits, settings["own_tmp"])
            folder, temporary = WORK, TEMPORARY
        else:
            folder, temporary = (Path(settings["base"]) / str(os.getpid()) / name for name in ("work", "tmp"))
            folder.mkdir(parents=True)
            temporary.mkdir()
        os.environ.update(HOME=str(temporary), TMPDIR=str(temporary), PWD=str(folder))
        tempfile.tempdir = str(temporary)
        os.chdir(folder)
        _stand_in(folder)
        restrain(limits, settings["isolation"], settings["readable"], folder.parent if settings["isolation"] == LANDLOCK else folder)
        if settings["isolation"] == LANDLOCK:
            shell.system = shell.system_raw  # `!command`: there are no terminals
        child = Child(line, shell, folder)
        child.serve()
        code = 0
    except BaseException as error:
        with suppress(Exception):
            send(line, {"broken": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(code)


def _stand_in(folder: Path) -> None:
    """Tell memo1949, which notes its folder when it is imported, where the notebook is now."""
    module = sys.modules.get("memo1949.classroom.notebook")
    if module is not None:
        module.current().record = module.Record(folder)


if __name__ == "__main__":
    main(sys.argv[1])
