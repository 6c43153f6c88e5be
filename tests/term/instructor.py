"""An instructor at a JupyterLab: types commands into its terminal, and works in Formgrader, in Chromium."""

import re
import sys
import time
from pathlib import Path

from playwright.sync_api import FrameLocator, Page, expect

from browser import PATIENCE, TOKEN, Lab, say

# What Formgrader's own page sends when a mark is typed.
SEND = """async ([where, what]) => {
  const token = document.cookie.match(/_xsrf=([^;]*)/)[1];
  const answer = await fetch(where, {method: "PUT", headers: {"Content-Type": "application/json", "X-XSRFToken": token}, body: JSON.stringify(what)});
  if (!answer.ok) throw new Error(`${where}: ${answer.status}`);
  return await answer.json();
}"""

# Formgrader takes MathJax from another host, and its own keys work only once that has begun; no such host is there in a test.
MATHJAX = """window.MathJax = { Hub: { Config() {}, Configured() {}, Queue() {},
  Startup: { signal: { Interest(told) { setTimeout(() => told("End"), 0); } } } } };"""


def without_mathjax(page: Page) -> None:
    """Let Formgrader's page begin although MathJax cannot be had."""
    page.route(re.compile(r"https://cdnjs[.]cloudflare[.]com/"), lambda route: route.fulfill(content_type="text/javascript", body=MATHJAX))


def open_formgrader(lab: Lab, page: Page) -> FrameLocator:
    """Open Formgrader as JupyterLab's menu does."""
    page.goto(f"{lab.url}/lab?token={TOKEN}")
    page.wait_for_function("() => window.jupyterapp?.commands?.hasCommand('nbgrader:open-formgrader')")
    page.evaluate("() => { jupyterapp.commands.execute('nbgrader:open-formgrader') }")
    return page.frame_locator("iframe").first


def press(frame: FrameLocator, icon: str, row: str = "") -> None:
    """Press a button in one of Formgrader's lists, in the row that begins with a text; wait for its word of success, and close that."""
    say(f"formgrader: {icon} {row}".rstrip())
    frame.locator("tr", has_text=re.compile(rf"^\s*{re.escape(row)}")).locator(f".glyphicon-{icon}").first.click()
    expect(frame.locator(".modal.in h4")).to_have_text(re.compile("Success"), timeout=90_000)
    frame.locator(".modal.in button", has_text="OK").click()
    expect(frame.locator(".modal.in")).to_have_count(0)


class Instructor:
    """One person, one course, one JupyterLab with a terminal and with Formgrader."""

    def __init__(self, lab: Lab, terminal: Page, page: Page) -> None:
        """Open a terminal in one tab; Formgrader comes into the other when it is asked for."""
        self.lab, self.terminal, self.page = lab, terminal, page
        self.count = 0
        for one in (terminal, page):
            one.set_default_timeout(PATIENCE)
        without_mathjax(page)
        # A terminal is a login shell, which sets a PATH of its own.
        (lab.home / ".profile").write_text(f'export PATH="{Path(sys.executable).parent}:$PATH"\n', encoding="utf-8")
        terminal.goto(f"{lab.url}/lab/workspaces/terminal?token={TOKEN}")
        terminal.wait_for_function("() => window.jupyterapp?.commands?.hasCommand('terminal:create-new')")
        terminal.evaluate("() => { jupyterapp.commands.execute('terminal:create-new') }")
        terminal.locator(".jp-Terminal .xterm-helper-textarea").wait_for(state="attached")

    def types(self, command: str, code: int = 0, patience: float = 240) -> str:
        """Type a command into the terminal and wait for its end; returns what it printed. The exit code must be `code`."""
        say(f"$ {command}")
        self.count += 1
        out, done, heard = (self.lab.home / f"{name}-{self.count}" for name in ("out", "done", "heard"))
        # A terminal whose shell has just begun, or that was left alone on a busy machine, may miss the first letters typed into it.
        for _ in range(9):
            self._enter(f": >{heard}")
            if self._comes(heard, 10):
                break
        self._enter(f"{command} >{out} 2>&1; echo $? >{done}.part; mv {done}.part {done}")
        assert self._comes(done, patience), f"{command} does not end; it has printed\n{out.read_text() if out.exists() else 'nothing'}"
        printed = out.read_text(encoding="utf-8")
        assert int(done.read_text()) == code, f"{command} ended with {done.read_text().strip()}\n{printed}"
        assert "Traceback" not in printed, printed
        return printed

    def _enter(self, line: str) -> None:
        self.terminal.locator(".jp-Terminal .xterm-helper-textarea").focus()
        self.terminal.keyboard.type(line)
        self.terminal.keyboard.press("Enter")

    @staticmethod
    def _comes(file: Path, patience: float) -> bool:
        end = time.monotonic() + patience
        while not file.exists() and time.monotonic() < end:
            time.sleep(0.05)
        return file.exists()

    def formgrader(self) -> FrameLocator:
        """Open Formgrader."""
        return open_formgrader(self.lab, self.page)

    def asks(self, path: str) -> list[dict]:
        """Return what Formgrader's interface has at a path."""
        return self.lab.get(f"formgrader/api/{path}")

    def marks(self, grade: str, score: float) -> None:
        """Give a mark, as Formgrader's page sends it."""
        self.page.evaluate(SEND, [f"{self.lab.url}/formgrader/api/grade/{grade}", {"manual_score": score, "extra_credit": None}])

    def due(self, unit: str, when: str) -> None:
        """Set a deadline, as the pencil beside the assignment does."""
        self.page.evaluate(SEND, [f"{self.lab.url}/formgrader/api/assignment/{unit}", {"duedate_notimezone": when, "duedate_timezone": "UTC"}])
