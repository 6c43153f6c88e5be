"""Files that are there whole or not at all: whoever opens one finds the old content or the new, and never half of it."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def replace(path: Path, data: bytes | Iterable[bytes], mode: int | None = None) -> None:
    """Put `data`, whole or in parts, in place of what is at `path`. `mode` are its permissions (default: as any new file's).

    Raises OSError, or what the parts raise, and leaves what was there as it was.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    beside.unlink(missing_ok=True)  # left by a process of that number that was killed
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else mode), "wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(beside, mode)
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
