"""What a freshly forked child does to itself before a student's code runs: own namespaces, own folders, limits, no rights."""

import ctypes
import os
import resource
import signal
from contextlib import suppress
from pathlib import Path

from .calls import forbid_calls
from .limits import MEGABYTE, Limits

BOX = Path("/box")  # inside the sandbox: the student's folder and the temporary one lie here
WORK, TEMPORARY, WARM = BOX / "work", BOX / "tmp", BOX / "warm"
INNER_USER = 1000

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
_PRIVATE, _RECURSIVE, _BIND = 1 << 18, 1 << 14, 1 << 12
_NOSUID, _NODEV, _NOEXEC = 2, 4, 8
_CLONE = {"x86_64": 56, "aarch64": 220}
_CAPBSET_DROP, _NO_NEW_PRIVS, _DUMPABLE, _PDEATHSIG = 24, 38, 4, 1
_libc = ctypes.CDLL(None, use_errno=True)


def fork_apart() -> int:
    """Fork into user, process, mount, network and IPC namespaces of its own, in one step; return as os.fork does.

    The child is process 1 of its namespace: when it ends, everything it started ends. Raises OSError.
    """
    flags = _NEWUSER | _NEWPID | _NEWNS | _NEWNET | _NEWIPC | _NEWUTS | signal.SIGCHLD
    user, group = os.getuid(), os.getgid()
    ctypes.pythonapi.PyOS_BeforeFork()
    pid = _libc.syscall(_CLONE[os.uname().machine], flags, 0, 0, 0, 0)
    error = ctypes.get_errno()
    if pid == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{INNER_USER} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{INNER_USER} {group} 1")
        return 0
    ctypes.pythonapi.PyOS_AfterFork_Parent()
    if pid < 0:
        raise OSError(error, os.strerror(error))
    return pid


def enclose(limits: Limits, own_tmp: bool) -> None:
    """Give the child folders of its own, with a limit, and its own /proc; for a child that `fork_apart` made."""
    _mount("none", "/", None, _PRIVATE | _RECURSIVE)
    _mount("tmpfs", str(BOX), "tmpfs", _NOSUID | _NODEV, f"size={limits.disk}m,nr_inodes=20000,mode=755")
    for folder in (WORK, TEMPORARY, BOX / "shm"):
        folder.mkdir()
    _mount(str(BOX / "shm"), "/dev/shm", None, _BIND)
    if own_tmp:
        _mount(str(TEMPORARY), "/tmp", None, _BIND)
    with suppress(OSError):  # terminals, for `!command`; where they are not to be had, that alone fails
        _mount("devpts", "/dev/pts", "devpts", _NOSUID | _NOEXEC, "newinstance,ptmxmode=0666,mode=600")
    _mount("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC)


def restrain(limits: Limits, apart: bool) -> None:
    """Set resource limits and give up all rights, for good."""
    used = _data_used()
    _limit(resource.RLIMIT_DATA, used + limits.memory * MEGABYTE)
    _limit(resource.RLIMIT_FSIZE, limits.disk * MEGABYTE)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 512)
    if apart:
        _limit(resource.RLIMIT_NPROC, limits.processes + 1)
        for capability in range(64):
            if _libc.prctl(_CAPBSET_DROP, capability, 0, 0, 0) != 0:
                break
        header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        _must(_libc.capset(header, data), "capset")
    _must(_libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    forbid_calls()


def die_with_parent() -> None:
    """Let this process be killed when the one that started it ends."""
    _libc.prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def own_again() -> None:
    """After a change of user, let /proc/self belong to the new one; the kernel keeps it from it else."""
    _must(_libc.prctl(_DUMPABLE, 1, 0, 0, 0), "dumpable")


def _data_used() -> int:
    """Return what RLIMIT_DATA already counts of this process, in bytes."""
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 512 * MEGABYTE


def _limit(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (value, value))


def _mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    result = _libc.mount(source.encode(), target.encode(), kind and kind.encode(), flags, options.encode())
    _must(result, f"mount {target}")


def _must(result: int, what: str) -> None:
    if result != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")
