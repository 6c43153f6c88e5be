"""Messages between processes arrive whole, however slowly their bytes come."""

import json
import socket
import struct
import time

import pytest

from memo1949.grading.sandbox.wire import Flood, Gone, Late, receive, send


@pytest.fixture
def ends():
    """Two ends of one line."""
    with_ends = socket.socketpair()
    yield with_ends
    for end in with_ends:
        end.close()


def test_a_message_that_comes_in_pieces_is_not_lost(ends):
    """Whoever stopped waiting in the middle of a message gets all of it the next time, and the one after it too."""
    ours, theirs = ends
    content = json.dumps({"text": "x" * 1000}).encode()
    data = struct.pack(">I", len(content)) + content
    for cut in (2, 4, 500):
        theirs.sendall(data[:cut])
        with pytest.raises(Late):
            receive(ours, 10_000, time.monotonic() + 0.05)
        theirs.sendall(data[cut:])
        send(theirs, {"next": cut})
        assert receive(ours, 10_000, time.monotonic() + 5)[0] == {"text": "x" * 1000}
        assert receive(ours, 10_000, time.monotonic() + 5)[0] == {"next": cut}


def test_what_is_too_large_or_no_message_is_refused(ends):
    """A length above the limit, text that is no JSON, and JSON that is no message end in Flood; a closed line in Gone."""
    ours, theirs = ends
    theirs.sendall(struct.pack(">I", 2_000_000_000))
    with pytest.raises(Flood):
        receive(ours, 1000, time.monotonic() + 1)
    for content in (b"{", b"[1]"):
        mine, other = socket.socketpair()
        other.sendall(struct.pack(">I", len(content)) + content)
        with mine, other, pytest.raises(Flood):
            receive(mine, 1000, time.monotonic() + 1)
    mine, other = socket.socketpair()
    other.close()
    with mine, pytest.raises(Gone):
        receive(mine, 1000, time.monotonic() + 1)
