"""A real Python kernel in a folder, as JupyterLab and nbgrader start it, for tests that run cells."""

import os
from contextlib import contextmanager

from jupyter_client.manager import KernelManager


class Cells:
    """Runs cells in a kernel and keeps what each left: texts, errors, the HTML shown, what the cell was rewritten to."""

    def __init__(self, client):
        self.client = client

    def run(self, source):
        """Run one cell; returns a dictionary with text, html (list), error (ename, evalue, traceback) and rewritten."""
        left = {"text": "", "html": [], "error": None, "rewritten": None, "value": None}

        def hook(message):
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                left["text"] += content["text"]
            elif kind == "display_data":
                left["html"].append(content["data"].get("text/html", ""))
            elif kind == "execute_result":
                left["value"] = content["data"]["text/plain"]
            elif kind == "error":
                left["error"] = (content["ename"], content["evalue"], "\n".join(content["traceback"]))

        reply = self.client.execute_interactive(source, output_hook=hook, timeout=60, store_history=False)
        for payload in reply["content"].get("payload", []):
            if payload.get("source") == "set_next_input" and payload["replace"]:
                left["rewritten"] = payload["text"]
        return left


@contextmanager
def kernel(folder, execution=""):
    """Start a kernel in `folder`, with NBGRADER_EXECUTION set if `execution` says so; yields Cells."""
    env = {**os.environ, "NBGRADER_EXECUTION": execution}
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(folder), env=env)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield Cells(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
