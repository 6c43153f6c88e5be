"""Landlock: the kernel lets a process give up files, signals and abstract sockets for good, without any rights to do so.

Where user namespaces are not to be had it keeps a student's code to the interpreter, the packages and its own folder. What it
does not know of (sockets, other processes, the marks of files) `calls` forbids.
"""

import ctypes
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

NEEDED = 3  # the first that keeps files from being cut short
SIGNALS = 6  # the first that keeps signals inside

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # on every machine
_READ, _DEVICES = (1 << 0) | (1 << 2) | (1 << 3), (1 << 1) | (1 << 2)
_FILE = (1 << 0) | (1 << 1) | (1 << 2) | (1 << 14) | (1 << 15)  # what can be allowed on something that is no folder
_BY_VERSION = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
_NET = 0b11  # TCP: bind, connect
_SCOPES = 0b11  # abstract sockets, signals
_libc = ctypes.CDLL(None, use_errno=True)


class _Rules(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


@cache
def version() -> int:
    """Return the version of Landlock that the kernel has, 0 for none."""
    return max(0, _libc.syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1)))


def problem() -> str:
    """Return why Landlock cannot be used here, "" when it can."""
    if os.uname().machine not in ("x86_64", "aarch64"):
        return f"there is no sandbox for machines of the kind {os.uname().machine}"
    if version() == 0:
        return "this kernel has no Landlock, or it is turned off (it is named in the kernel's parameter lsm=)"
    if version() < NEEDED:
        return f"this kernel's Landlock is too old: version {version()}, and {NEEDED} is needed (Linux 6.2)"
    return ""


def confine(readable: Iterable[Path], writable: Iterable[Path], devices: Iterable[Path]) -> None:
    """Give up everything but these folders and files, for this process and all it starts. Raises OSError.

    `readable` can be read and executed, in `writable` everything can be done, `devices` can be read and written.
    The process must have given up the right to gain rights (no_new_privs).
    """
    have = version()
    every = sum(bits for since, bits in _BY_VERSION.items() if have >= since)
    rules = _Rules(every, _NET if have >= 4 else 0, _SCOPES if have >= SIGNALS else 0)
    size = ctypes.sizeof(_Rules) if have >= SIGNALS else 16 if have >= 4 else 8
    handle = _must(_libc.syscall(_CREATE, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0)), "create")
    try:
        for paths, allowed in ((readable, _READ), (writable, every), (devices, _DEVICES)):
            for path in paths:
                with suppress(FileNotFoundError):
                    _allow(handle, path, allowed & every)
        _must(_libc.syscall(_RESTRICT, handle, ctypes.c_uint32(0)), "restrict")
    finally:
        os.close(handle)


def _allow(handle: int, path: Path, allowed: int) -> None:
    folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _Beneath(allowed if path.is_dir() else allowed & _FILE, folder)
        _must(_libc.syscall(_ADD, handle, ctypes.c_int(1), ctypes.byref(rule), ctypes.c_uint32(0)), str(path))
    finally:
        os.close(folder)


def _must(result: int, what: str) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"Landlock, {what}: {os.strerror(error)}")
    return result
