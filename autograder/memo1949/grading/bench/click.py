"""How long it takes from a click in a question to its answer in answers.json.

A real kernel, and messages as a browser sends them; the browser itself and the network are not in it.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from time import perf_counter, sleep

from .table import Row

LIMIT = 0.020
_PATIENCE = 20.0  # seconds, before a click counts as lost
_QUESTION = """
from memo1949 import SingleChoice, ask
ask("bench-click", SingleChoice("Which?", {"a": "This one.", "b": "That one."}), points=1, skill="actors")
"""


class Lost(RuntimeError):
    """A click had no effect, or the kernel said something unexpected."""


def measure(clicks: int) -> list[Row]:
    """Click `clicks` times between two options; return the times to the file and to the word "saved". Raises Lost."""
    written, shown = [], []
    with tempfile.TemporaryDirectory() as folder, _kernel(folder) as client:
        widget = _ask(client)
        answers = Path(folder, "answers.json")
        for number in range(1, clicks + 2):
            start = perf_counter()
            _click(client, widget, "ab"[number % 2], number)
            seen = _wait_for(answers, f'"value": "{"ab"[number % 2]}"')
            said = _wait_for_saved(client, widget, number)
            if number > 1:  # the first click also loads what saving needs
                written.append(seen - start)
                shown.append(said - start)
    return [Row("click to file", tuple(written), LIMIT), Row('click to "saved"', tuple(shown))]


@contextmanager
def _kernel(folder: str) -> Iterator[object]:
    """Start a kernel in `folder`, yield its client, and end it."""
    from jupyter_client.manager import KernelManager

    manager = KernelManager()
    manager.kernel_spec.argv[0] = sys.executable  # this Python, whatever kernels are installed for the user
    manager.start_kernel(cwd=folder, extra_arguments=["--log-level=ERROR"])  # warnings are no part of the table
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _ask(client: object) -> str:
    """Ask the question, and return the id of its widget's channel."""
    request, widget = client.execute(_QUESTION), None
    for message in _messages(client):
        content = message["content"]
        if message["msg_type"] == "error":
            raise Lost(f"{content['ename']}: {content['evalue']}")
        if message["msg_type"] == "comm_open" and "spec" in content["data"].get("state", {}):
            widget = content["comm_id"]
        if content.get("execution_state") == "idle" and message["parent_header"].get("msg_id") == request:
            break
    if widget is None:
        raise Lost("The question opened no widget.")
    return widget


def _click(client: object, widget: str, option: str, number: int) -> None:
    """Send what a browser sends when a student chooses an option."""
    content = {"what": "answer", "client": "bench", "seq": number, "value": option, "quote": ""}
    data = {"method": "custom", "content": content}
    client.shell_channel.send(client.session.msg("comm_msg", {"comm_id": widget, "data": data}))


def _wait_for(path: Path, text: str) -> float:
    """Return the moment at which the file holds `text`; raises Lost."""
    deadline = perf_counter() + _PATIENCE
    while perf_counter() < deadline:
        try:
            if text in path.read_text(encoding="utf-8"):
                return perf_counter()
        except FileNotFoundError:
            pass
        sleep(0.0002)
    raise Lost(f"No {text} in {path.name} after {_PATIENCE:g} seconds.")


def _wait_for_saved(client: object, widget: str, number: int) -> float:
    """Return the moment at which the widget is told that this click's answer is saved; raises Lost."""
    for message in _messages(client):
        if message["msg_type"] == "comm_msg" and message["content"]["comm_id"] == widget:
            state = message["content"]["data"].get("state", {}).get("state", {})
            if state.get("seq") == number and state.get("text", "").startswith("saved"):
                return perf_counter()
            if state.get("kind") == "error":
                raise Lost(state.get("text", ""))
    raise Lost("The widget was not told.")


def _messages(client: object) -> Iterator[dict]:
    """Yield the kernel's messages as they come; raises Lost when none comes for long."""
    while True:
        try:
            yield client.get_iopub_msg(timeout=_PATIENCE)
        except Empty:
            raise Lost(f"The kernel has said nothing for {_PATIENCE:g} seconds.") from None
