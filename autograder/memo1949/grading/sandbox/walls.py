"""What a freshly forked child does to itself before a student's code runs: own namespaces, own folders, limits, no rights."""

import ctypes
import os
import resource
import signal
from contextlib import suppress
from pathlib import Path

from . import landlock
from .calls import forbid_calls
from .limits import MEGABYTE, Limits

BOX = Path("/box")  # inside the sandbox: the student's folder and the temporary one lie here
WORK, TEMPORARY, WARM = BOX / "work", BOX / "tmp", BOX / "warm"
INNER_USER, NOBODY = 1000, 65534
BUBBLEWRAP, LANDLOCK, NONE = "bubblewrap", "landlock", "none"

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
_PRIVATE, _RECURSIVE, _BIND = 1 << 18, 1 << 14, 1 << 12
_NOSUID, _NODEV, _NOEXEC = 2, 4, 8
_CLONE = {"x86_64": 56, "aarch64": 220}
_CAPBSET_DROP, _NO_NEW_PRIVS, _DUMPABLE, _PDEATHSIG, _SUBREAPER, _KEEPCAPS, _AMBIENT = 24, 38, 4, 1, 36, 8, 47
_READ_ALL = 2  # CAP_DAC_READ_SEARCH
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


def restrain(limits: Limits, isolation: str, readable: list[str], folder: Path) -> None:
    """Set resource limits and give up all rights, for good. With Landlock: see nothing but `readable` and `folder`."""
    used, alone = _data_used(), isolation == LANDLOCK
    _limit(resource.RLIMIT_DATA, used + limits.memory * MEGABYTE)
    _limit(resource.RLIMIT_FSIZE, limits.disk * MEGABYTE)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 512)
    if isolation == BUBBLEWRAP:
        _limit(resource.RLIMIT_NPROC, limits.processes + 1)
        _keep_rights(0)
    if alone:
        _limit(resource.RLIMIT_CPU, int(2 * limits.notebook))
        _must(_libc.prctl(_SUBREAPER, 1, 0, 0, 0), "subreaper")  # what it starts stays below it, where it is counted
        _become_nobody(folder)
        _limit(resource.RLIMIT_NPROC, _tasks() + limits.processes + 1)
    _must(_libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    if alone:
        landlock.confine(map(Path, readable), [folder], map(Path, ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")))
    forbid_calls(alone, landlock.version() < landlock.SIGNALS)


def _keep_rights(kept: int) -> None:
    """Give up all rights but a set of them."""
    for capability in range(64):
        if not kept >> capability & 1 and _libc.prctl(_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break
    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(kept, kept, kept)
    _must(_libc.capset(header, data), "capset")


def _become_nobody(folder: Path) -> None:
    """Where root grades, be nobody, who may read what Landlock lets through, as root might; else give up nothing one has."""
    if os.getuid() == 0:
        for path in (folder, *folder.iterdir()):
            os.chown(path, NOBODY, NOBODY)
        _must(_libc.prctl(_KEEPCAPS, 1, 0, 0, 0), "keepcaps")
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        _must(_libc.prctl(_CAPBSET_DROP, 0, 0, 0, 0), "bounding set")
        os.setresuid(NOBODY, NOBODY, NOBODY)
        _keep_rights(1 << _READ_ALL)
        _must(_libc.prctl(_AMBIENT, 2, _READ_ALL, 0, 0), "ambient")
        own_again()
    die_with_parent()


def _tasks() -> int:
    """Return how many tasks this user has: the kernel's limit counts them all."""
    count, user = 0, os.getuid()
    for name in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError):
            if os.stat(f"/proc/{name}").st_uid == user:
                count += len(os.listdir(f"/proc/{name}/task"))
    return count


def die_with_parent() -> None:
    """Let this process be killed when the one that started it ends."""
    _libc.prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def keep_orphans() -> None:
    """Let processes whose parent has ended become this one's children."""
    _must(_libc.prctl(_SUBREAPER, 1, 0, 0, 0), "subreaper")


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
