"""Messages between processes: JSON in frames over a Unix socket, each with its length, and now and then an open file."""

import json
import select
import socket
import struct
import time
from weakref import WeakKeyDictionary

_HEAD = struct.Struct(">I")


class Gone(Exception):
    """The other side has closed its end, or died."""


class Late(Exception):
    """Nothing complete came in time."""


class Flood(Exception):
    """The other side sent a larger message than it may, or something that is no message."""


def send(line: socket.socket, message: dict, file: int | None = None) -> None:
    """Send one message, with an open file if given; raises Gone."""
    content = json.dumps(message, separators=(",", ":")).encode("ascii")
    data = _HEAD.pack(len(content)) + content
    try:
        if file is not None:
            sent = socket.send_fds(line, [data], [file])
            data = data[sent:]
        if data:
            line.sendall(data)
    except (OSError, ValueError) as error:
        raise Gone(str(error)) from error


def receive(line: socket.socket, largest: int, until: float | None = None) -> tuple[dict, int | None]:
    """Return one message and the open file that came with it; raises Gone, Late (after `until`, monotonic), Flood.

    After Late nothing is lost: what has come of a message is kept for the next call.
    """
    part = _begun.setdefault(line, _Part())
    while (missing := part.missing(largest)) > 0:
        if until is not None:
            _wait(line, until)
        try:
            data, files, _, _ = socket.recv_fds(line, min(missing, 1 << 20), 1)
        except BlockingIOError:
            continue
        except OSError as error:
            raise Gone(str(error)) from error
        if not data:
            raise Gone("closed")
        part.data += data
        part.file = files[0] if files else part.file
    del _begun[line]
    try:
        message = json.loads(part.data[_HEAD.size :])
    except (ValueError, RecursionError) as error:
        raise Flood("no JSON") from error
    if not isinstance(message, dict):
        raise Flood("no message")
    return message, part.file


class _Part:
    """What has come of a message so far."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.file: int | None = None

    def missing(self, largest: int) -> int:
        """Return how many bytes are still to come; raises Flood."""
        if len(self.data) < _HEAD.size:
            return _HEAD.size - len(self.data)
        (size,) = _HEAD.unpack_from(self.data)
        if size > largest:
            raise Flood(f"{size} bytes")
        return _HEAD.size + size - len(self.data)


_begun: WeakKeyDictionary[socket.socket, _Part] = WeakKeyDictionary()


def _wait(line: socket.socket, until: float) -> None:
    """Wait until something can be read; raises Late."""
    left = until - time.monotonic()
    poll = select.poll()
    poll.register(line, select.POLLIN)
    if left <= 0 or not poll.poll(left * 1000):
        raise Late
