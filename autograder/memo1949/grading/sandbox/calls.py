"""System calls that no notebook needs and that widen what a hostile one can reach; forbidden by seccomp."""

import ctypes
import errno
import os
import struct

_PERMIT, _DENY = 0x7FFF0000, 0x00050000
_LOAD, _EQUAL, _MASK, _RETURN = 0x20, 0x15, 0x45, 0x06
_SET_SECCOMP, _FILTER = 22, 2
_PDEATHSIG = 1
_NEW_NAMESPACES = 0x7E020000 | 0x80  # CLONE_NEW*: ns, cgroup, uts, ipc, user, pid, net, time

# By machine: the audit number, clone, clone3, prctl, and what is forbidden whatever its arguments.
_MACHINES = {
    "x86_64": (
        0xC000003E, 56, 435, 157,
        {
            "ptrace": 101, "syslog": 103, "personality": 135, "pivot_root": 155, "adjtimex": 159, "chroot": 161, "acct": 163,
            "mount": 165, "umount2": 166, "swapon": 167, "swapoff": 168, "reboot": 169, "sethostname": 170,
            "init_module": 175, "delete_module": 176, "quotactl": 179, "add_key": 248, "request_key": 249, "keyctl": 250,
            "unshare": 272, "perf_event_open": 298, "name_to_handle_at": 303, "open_by_handle_at": 304, "setns": 308,
            "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "finit_module": 313, "memfd_create": 319,
            "kexec_file_load": 320, "bpf": 321, "userfaultfd": 323, "io_uring_setup": 425, "io_uring_enter": 426,
            "io_uring_register": 427, "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432,
            "pidfd_getfd": 438, "mount_setattr": 442, "memfd_secret": 447, "kexec_load": 246, "shmget": 29, "msgget": 68,
        },
    ),
    "aarch64": (
        0xC00000B7, 220, 435, 167,
        {
            "ptrace": 117, "syslog": 116, "personality": 92, "pivot_root": 41, "adjtimex": 171, "chroot": 51, "acct": 89,
            "mount": 40, "umount2": 39, "swapon": 224, "swapoff": 225, "reboot": 142, "sethostname": 161,
            "init_module": 105, "delete_module": 106, "quotactl": 60, "add_key": 217, "request_key": 218, "keyctl": 219,
            "unshare": 97, "perf_event_open": 241, "name_to_handle_at": 264, "open_by_handle_at": 265, "setns": 268,
            "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272, "finit_module": 273, "memfd_create": 279,
            "kexec_file_load": 294, "bpf": 280, "userfaultfd": 282, "io_uring_setup": 425, "io_uring_enter": 426,
            "io_uring_register": 427, "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432,
            "pidfd_getfd": 438, "mount_setattr": 442, "memfd_secret": 447, "kexec_load": 104, "shmget": 194, "msgget": 186,
        },
    ),
}  # fmt: skip


def _step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, value)


def _filter(machine: str) -> bytes:
    """Return the BPF program: forbidden calls and new namespaces give EPERM, clone3 gives ENOSYS, so that libc takes clone."""
    audit, clone, clone3, prctl, forbidden = _MACHINES[machine]
    deny, unknown = _step(_RETURN, _DENY | errno.EPERM), _step(_RETURN, _DENY | errno.ENOSYS)
    steps = [_step(_LOAD, 4), _step(_EQUAL, audit, 1, 0), deny]  # another architecture's numbers mean other calls
    steps += [_step(_LOAD, 0)]
    if machine == "x86_64":
        steps += [_step(0x35, 0x40000000, 0, 1), deny]  # x32's numbers
    for number in sorted(forbidden.values()):
        steps += [_step(_EQUAL, number, 0, 1), deny]
    steps += [_step(_EQUAL, clone3, 0, 1), unknown]
    steps += [_step(_EQUAL, clone, 0, 3), _step(_LOAD, 16), _step(_MASK, _NEW_NAMESPACES, 0, 1), deny]
    # Nothing in the sandbox may outlive the warm process.
    steps += [_step(_LOAD, 0), _step(_EQUAL, prctl, 0, 3), _step(_LOAD, 16), _step(_EQUAL, _PDEATHSIG, 0, 1), deny]
    steps += [_step(_RETURN, _PERMIT)]
    return b"".join(steps)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def forbid_calls() -> bool:
    """Put the filter on this process and all it starts; return False on a machine it is not written for."""
    machine = os.uname().machine
    if machine not in _MACHINES:
        return False
    code = _filter(machine)
    held = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(held, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"seccomp: {os.strerror(error)}")
    return True
