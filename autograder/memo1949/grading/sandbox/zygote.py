"""The warm process: it has imported what notebooks import, holds no secret, and forks a child for each submission.

Started inside bubblewrap with one open line to its worker: `python -m memo1949.grading.sandbox.zygote '{…}'`.
"""

import gc
import importlib
import json
import os
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from .child import Child
from .limits import MEGABYTE, Limits
from .shell import new_shell
from .walls import TEMPORARY, WORK, die_with_parent, enclose, fork_apart, own_again, restrain
from .wire import Gone, receive, send

_NOBODY = 65534


def main(text: str) -> None:
    """Warm up, then fork a child for each request until the worker goes away."""
    settings = json.loads(text)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = socket.socket(fileno=settings["line"])
    apart = settings["isolation"] == "bubblewrap"
    if apart and os.getuid() == 0:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
        own_again()
    die_with_parent()
    limits = Limits(**settings["limits"])
    shell = new_shell(limits.output)
    for name in settings["imports"]:
        with suppress(Exception):
            importlib.import_module(name)
    _warm(shell, settings["warm"])
    gc.collect()
    gc.freeze()
    send(line, {"ready": True})
    _serve(line, shell, limits, settings, apart)


def _warm(shell: object, sources: list[str]) -> None:
    """Run harmless cells once, so that what their machinery loads late is loaded already, and forget their names."""
    before = dict(shell.user_ns)
    for source in sources:
        shell.cell(source)
    for name in set(shell.user_ns) - set(before):
        del shell.user_ns[name]
    shell.user_ns.update(before)
    shell.execution_count = 1


def _serve(line: socket.socket, shell: object, limits: Limits, settings: dict, apart: bool) -> None:
    children: set[int] = set()
    while True:
        try:
            message, file = receive(line, MEGABYTE)
        except Gone:
            break
        if "end" in message:
            _end(message["end"], children)
            send(line, {"ended": message["end"]})
            continue
        try:
            pid = fork_apart() if apart else os.fork()
        except OSError as error:
            os.close(file)
            send(line, {"failed": str(error)})
            continue
        if pid == 0:
            line.close()
            _become_child(socket.socket(fileno=file), shell, limits, settings, apart)
        os.close(file)
        children.add(pid)
        send(line, {"pid": pid})
    for pid in list(children):
        _end(pid, children)


def _become_child(line: socket.socket, shell: object, limits: Limits, settings: dict, apart: bool) -> None:
    """Build the walls, then serve; never returns."""
    code = 1
    try:
        if apart:
            enclose(limits, settings["own_tmp"])
            folder, temporary = WORK, TEMPORARY
        else:
            die_with_parent()
            os.setsid()
            folder, temporary = (Path(settings["base"]) / str(os.getpid()) / name for name in ("work", "tmp"))
            folder.mkdir(parents=True)
            temporary.mkdir()
        os.environ.update(HOME=str(temporary), TMPDIR=str(temporary), PWD=str(folder))
        tempfile.tempdir = str(temporary)
        os.chdir(folder)
        _stand_in(folder)
        restrain(limits, apart)
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


def _end(pid: int, children: set[int]) -> None:
    """Kill a child, and with it all it started, and take its exit."""
    if pid in children:
        children.discard(pid)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main(sys.argv[1])
