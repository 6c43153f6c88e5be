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

# Without namespaces of their own, processes meet others of the same user. By call, for x86_64 and aarch64:
_ALONE = {  # forbidden: sockets of any kind, queues that all share, other processes' pace and memory, files cut short by name
    "socket": (41, 198), "semget": (64, 190), "mq_open": (240, 180), "setpriority": (141, 140), "ioprio_set": (251, 30),
    "migrate_pages": (256, 238), "move_pages": (279, 239), "process_madvise": (440, 440), "process_mrelease": (448, 448), "truncate": (76, 45),
}  # fmt: skip
_OWN = {  # allowed for the calling process alone, which is number 0
    "prlimit64": (302, 261), "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119), "sched_setparam": (142, 118), "sched_setattr": (314, 274),
}  # fmt: skip
_VAIN = {  # done as if it worked: a file's mode, owner, times and attributes, which Landlock does not know of and copying a file sets
    "chmod": (90, 52), "fchmod": (91, 53), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, 54), "fchown": (93, 55), "lchown": (94, 54),
    "fchownat": (260, 54), "utime": (132, 88), "utimes": (235, 88), "futimesat": (261, 88), "utimensat": (280, 88), "setxattr": (188, 5),
    "lsetxattr": (189, 6), "fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "setxattrat": (463, 463), "removexattrat": (466, 466), "file_setattr": (469, 469),
}  # fmt: skip
_SIGNALS = {"kill": (62, 129), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "pidfd_send_signal": (424, 424)}
_TGKILL, _PRCTL, _SUBREAPER = (234, 131), (157, 167), 36

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


def _filter(machine: str, alone: bool, silent: bool) -> bytes:
    """Return the BPF program: forbidden calls and new namespaces give EPERM, clone3 gives ENOSYS, so that libc takes clone."""
    audit, clone, clone3, prctl, forbidden = _MACHINES[machine]
    deny, unknown = _step(_RETURN, _DENY | errno.EPERM), _step(_RETURN, _DENY | errno.ENOSYS)
    steps = [_step(_LOAD, 4), _step(_EQUAL, audit, 1, 0), deny]  # another architecture's numbers mean other calls
    steps += [_step(_LOAD, 0)]
    if machine == "x86_64":
        steps += [_step(0x35, 0x40000000, 0, 1), deny]  # x32's numbers
    for number in sorted(forbidden.values()):
        steps += [_step(_EQUAL, number, 0, 1), deny]
    steps += _for_those_alone(("x86_64", "aarch64").index(machine), silent) if alone else []
    steps += [_step(_EQUAL, clone3, 0, 1), unknown]
    steps += [_step(_EQUAL, clone, 0, 3), _step(_LOAD, 16), _step(_MASK, _NEW_NAMESPACES, 0, 1), deny]
    # Nothing in the sandbox may outlive the warm process.
    steps += [_step(_LOAD, 0), _step(_EQUAL, prctl, 0, 3), _step(_LOAD, 16), _step(_EQUAL, _PDEATHSIG, 0, 1), deny]
    steps += [_step(_RETURN, _PERMIT)]
    return b"".join(steps)


def _for_those_alone(at: int, silent: bool) -> list[bytes]:
    """Return the steps for processes without namespaces; `silent` ones may signal nobody but themselves."""
    deny, vain = _step(_RETURN, _DENY | errno.EPERM), _step(_RETURN, _DENY)
    steps = []
    for numbers in [*_ALONE.values(), *(_SIGNALS.values() if silent else ())]:
        steps += [_step(_EQUAL, numbers[at], 0, 1), deny]
    for numbers in _VAIN.values():
        steps += [_step(_EQUAL, numbers[at], 0, 1), vain]
    only = [(numbers[at], 0) for numbers in _OWN.values()] + ([(_TGKILL[at], os.getpid())] if silent else [])
    for number, mine in only:
        steps += [_step(_EQUAL, number, 0, 4), _step(_LOAD, 16), _step(_EQUAL, mine, 1, 0), deny, _step(_LOAD, 0)]
    steps += [_step(_EQUAL, _PRCTL[at], 0, 4), _step(_LOAD, 16), _step(_EQUAL, _SUBREAPER, 0, 1), deny, _step(_LOAD, 0)]
    return steps


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def forbid_calls(alone: bool = False, silent: bool = False) -> bool:
    """Put the filter on this process and all it starts; return False on a machine it is not written for.

    `alone`: there are no namespaces, so calls that reach other processes and the network are forbidden too. `silent`: signals as well.
    """
    machine = os.uname().machine
    if machine not in _MACHINES:
        return False
    code = _filter(machine, alone, silent)
    held = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(held, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"seccomp: {os.strerror(error)}")
    return True
