"""Which walls are to be had on this machine, and the bubblewrap command that builds the outer ones."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import memo1949

from . import hidden, landlock
from .walls import BOX, BUBBLEWRAP, LANDLOCK, NONE, WARM, WORK

MISSING = (
    "No isolation is to be had here ({0}; {1}), so students' code is not run. Install bubblewrap (Debian, Ubuntu: apt install bubblewrap; "
    "Fedora: dnf install bubblewrap) and allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, or, on Ubuntu 24.04 and "
    "later, an AppArmor profile for bwrap), or use a kernel with Landlock (Linux 6.2 or later, lsm=landlock,…). To grade only notebooks that you trust, say --isolation=none."
)
NO_LANDLOCK = "Landlock cannot be used here: {0}. Leave --isolation away, and the best that is to be had is taken."
NO_WALLS = (
    "Warning: --isolation=none. Students' code runs with your rights: it can read and change every file that you can, "
    "the gradebook and the keys among them. Only time and memory are limited."
)


class NoIsolation(Exception):
    """The isolation asked for is not to be had; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a machine offers: the path of bubblewrap, or why it cannot be used."""

    program: str
    problem: str


@cache
def found() -> Found:
    """Try bubblewrap once: whether it is there, and may make namespaces inside namespaces."""
    program = shutil.which("bwrap")
    if program is None:
        return Found("", "bubblewrap is not installed")
    if os.uname().machine not in ("x86_64", "aarch64"):
        return Found("", f"there is no sandbox for machines of the kind {os.uname().machine}")
    trial = [*_outer(program), sys.executable, "-I", "-c", _TRIAL]
    done = subprocess.run(trial, capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        return Found("", f"bubblewrap does not work: {last[:200]}")
    return Found(program, "")


def chosen(wish: str | None) -> str:
    """Return the isolation to use: the one wished for, or the best there is. Raises NoIsolation."""
    if wish == NONE:
        return NONE
    if wish != LANDLOCK and found().program:
        return BUBBLEWRAP
    without = landlock.problem()
    if wish != BUBBLEWRAP and not without:
        return LANDLOCK
    if wish == LANDLOCK:
        raise NoIsolation(NO_LANDLOCK.format(without))
    raise NoIsolation(MISSING.format(found().problem, without or "Landlock is, but was not asked for: --isolation=landlock"))


def command(isolation: str, program: list[str], private: Iterable[Path]) -> list[str]:
    """Return the command that runs `program` behind the outer walls; `private` folders cannot be read there, wherever they lie."""
    if isolation != BUBBLEWRAP:
        return program
    return [*_outer(found().program, private), *program]


def environment(isolation: str) -> dict[str, str]:
    """Return the environment of students' code: nothing of ours but the path to programs and the language."""
    packages = str(Path(memo1949.__file__).resolve().parents[1])
    return {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"]),
        "USER": "student",
        "LANG": os.environ.get("LANG", "C.UTF-8"),
        "HOME": str(WARM) if isolation == BUBBLEWRAP else "/nonexistent",
        "TZ": os.environ.get("TZ", ""),
        "PYTHONPATH": packages if isolation != NONE else os.pathsep.join(filter(None, [packages, os.environ.get("PYTHONPATH", "")])),
        "PYTHONHASHSEED": "1949",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        **({"MPLCONFIGDIR": str(WARM), "TMPDIR": str(WARM)} if isolation == BUBBLEWRAP else {}),
        "NBGRADER_EXECUTION": "autograde",
        # Threads do not survive a fork, and two submissions at once fill the cores anyway.
        **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"),
        "TERM": "xterm-color",
        "CLICOLOR": "1",
        "FORCE_COLOR": "1",
        "CLICOLOR_FORCE": "1",
        "PAGER": "cat",
        "GIT_PAGER": "cat",
    }


def own_tmp() -> bool:
    """Say whether /tmp in the sandbox can be the child's own: not where Python or the package itself lies below it."""
    return not any(path.is_relative_to("/tmp") for path in _python())


def _outer(program: str, private: Iterable[Path] = ()) -> list[str]:
    """Return bubblewrap's part of the command."""
    words = [program, "--unshare-net", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session"]
    if os.getuid() == 0:  # the warm process becomes nobody by itself
        words += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        words += ["--unshare-user"]
    for path in _SYSTEM:
        if path.is_symlink():
            words += ["--symlink", os.readlink(path), str(path)]
        elif path.exists():
            words += ["--ro-bind", str(path), str(path)]
    words += ["--perms", "0755", "--dir", "/etc"]
    for name in _ETC:
        words += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for path in _python():
        words += _shown(path)
    words += _hiding([*(path for path in _SYSTEM if not path.is_symlink()), *_python()], [*hidden.always(), *private])
    words += ["--bind", "/proc", "/proc", "--tmpfs", "/dev", "--dir", "/dev/shm", "--dir", "/dev/pts", "--symlink", "pts/ptmx", "/dev/ptmx", "--symlink", "/proc/self/fd", "/dev/fd"]
    for name in ("null", "zero", "full", "random", "urandom"):
        words += ["--dev-bind", f"/dev/{name}", f"/dev/{name}"]
    words += ["--perms", "0755", "--dir", "/tmp", "--tmpfs", str(BOX), "--chmod", "0777", str(BOX), "--dir", str(WORK), "--perms", "0777", "--dir", str(WARM), "--remount-ro", "/dev", "--remount-ro", "/"]
    return [*words, "--chdir", str(WORK), "--"]


def _shown(path: Path) -> list[str]:
    """Return the words that let a path be read, and the folders on the way be passed through, which else only their owner may."""
    way = (("--perms", "0755", "--dir", str(folder)) for folder in [*reversed(path.parents)][1:])
    return [*(word for words in way for word in words), "--ro-bind", str(path), str(path)]


def _hiding(shared: list[Path], private: list[Path]) -> list[str]:
    """Return the words that put an empty folder over each private one inside what is shared, and show again what of Python lies there."""
    shut = hidden.in_sight(shared, private)
    again = hidden.shown_again(_all_python(), shut)
    words = []
    for path in sorted([*shut, *again], key=lambda path: len(path.parts)):  # what lies inside another after it
        words += ["--perms", "0755", "--tmpfs", str(path)] if path in shut else _shown(path)
    return [*words, *(word for path in shut for word in ("--remount-ro", str(path)))]


def readable(private: Iterable[Path]) -> list[Path]:
    """Return what students' code may read where Landlock keeps it from the rest: system, interpreter, packages; nothing `private`."""
    shared = [*_SYSTEM, *(Path("/etc", name) for name in _ETC), *_python()]
    return hidden.all_without(shared, _all_python(), [*hidden.always(), *private])


_SYSTEM = tuple(map(Path, ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")))
_ETC = ("ld.so.cache", "localtime", "alternatives", "fonts", "mime.types", "magic", "ssl/openssl.cnf")


def _python() -> tuple[Path, ...]:
    """Return the folders of this Python, the outermost of each, but for what lies in /usr."""
    paths = _all_python()
    return tuple(path for path in paths if path != Path("/usr") and not any(path != other and path.is_relative_to(other) for other in {*paths, Path("/usr")}))


@cache
def _all_python() -> tuple[Path, ...]:
    """Return the folders of this Python and its packages, and the package memo1949, also those that lie in others."""
    paths = {Path(prefix).resolve() for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix)}
    paths |= {Path(prefix) for prefix in (sys.prefix, sys.base_prefix)}
    paths.add(Path(memo1949.__file__).resolve().parent)
    paths |= {Path(entry) for entry in sys.path if entry.endswith("-packages") and Path(entry).is_dir()}
    return tuple(sorted(paths))


_TRIAL = f"""
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
if os.getuid() == 0:
    os.setgroups([]); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
    libc.prctl(4, 1, 0, 0, 0)  # else /proc/self stays the former user's
user, group = os.getuid(), os.getgid()
if libc.unshare(0x10000000 | 0x20000 | 0x20000000 | 0x40000000 | 0x8000000):
    sys.exit("no user namespaces: " + os.strerror(ctypes.get_errno()))
open("/proc/self/setgroups", "w").write("deny")
open("/proc/self/uid_map", "w").write(f"1000 {{user}} 1")
open("/proc/self/gid_map", "w").write(f"1000 {{group}} 1")
pid = os.fork()
if pid == 0:
    failed = libc.mount(b"none", b"/", None, 0x44000, None) or libc.mount(b"tmpfs", b"{BOX}", b"tmpfs", 0, b"size=1m") or libc.mount(b"proc", b"/proc", b"proc", 14, None)
    if failed:
        print("no mounts: " + os.strerror(ctypes.get_errno()), file=sys.stderr)
    os._exit(1 if failed else 0)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""
