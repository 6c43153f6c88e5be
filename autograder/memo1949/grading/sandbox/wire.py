"""Messages between processes: JSON in frames over a Unix socket, each with its length, and now and then an open file."""

import json
import select
import socket
import struct
import time

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
    """Return one message and the open file that came with it; raises Gone, Late (after `until`, monotonic), Flood."""
    head, file = _exactly(line, _HEAD.size, until, files=True)
    (size,) = _HEAD.unpack(head)
    if size > largest:
        raise Flood(f"{size} bytes")
    content, _ = _exactly(line, size, until)
    try:
        message = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Flood("no JSON") from error
    if not isinstance(message, dict):
        raise Flood("no message")
    return message, file


def _exactly(line: socket.socket, size: int, until: float | None, files: bool = False) -> tuple[bytes, int | None]:
    parts, missing, file = [], size, None
    while missing:
        if until is not None:
            _wait(line, until)
        try:
            if files:
                part, found, _, _ = socket.recv_fds(line, missing, 1)
                file = found[0] if found else file
            else:
                part = line.recv(min(missing, 1 << 20))
        except BlockingIOError:
            continue
        except OSError as error:
            raise Gone(str(error)) from error
        if not part:
            raise Gone("closed")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts), file


def _wait(line: socket.socket, until: float) -> None:
    """Wait until something can be read; raises Late."""
    left = until - time.monotonic()
    poll = select.poll()
    poll.register(line, select.POLLIN)
    if left <= 0 or not poll.poll(left * 1000):
        raise Late
