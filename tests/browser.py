"""A real JupyterLab and a real Chromium for tests: start the server, open notebooks, run, restart, reload, look."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import psutil
from playwright.sync_api import BrowserContext, Locator, Page, expect

# Quiet and offline; --no-sandbox because CI runs as root.
FLAGS = [
    "--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-gpu",
]  # fmt: skip
unmuted, announced = nullcontext, ""
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
NEWS_OFF = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
TOKEN = "memo1949-tests"
PATIENCE = 60_000  # milliseconds; what is slow on a busy machine is not wrong
IDLE = """path => {
  for (const { context } of jupyterapp.shell.widgets("main")) {
    if (context?.path !== path) continue;
    const { isReady, session } = context.sessionContext;
    return context.isReady && isReady && session?.kernel?.status === "idle" && session.kernel.connectionStatus === "connected";
  }
}"""

EXECUTE = """async ([path, code]) => {
  for (const { context } of jupyterapp.shell.widgets("main"))
    if (context?.path === path) await context.sessionContext.session.kernel.requestExecute({ code, silent: true }).done;
}"""


def say(text: str) -> None:
    """Tell what a test is doing, at once; conftest.py leads this past pytest's capture.

    One of several processes has no stdout, for it talks to pytest through it, but the terminal's stderr.
    """
    with unmuted():
        (sys.stderr if WORKER else sys.stdout).write(f"  {WORKER}· {text}\n")
        (sys.stderr if WORKER else sys.stdout).flush()


def chromium() -> str:
    """Return the path of Chromium; raises LookupError that says how to get it."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if path := shutil.which(name):
            return path
    raise LookupError("The browser tests need Chromium: apt install chromium")


class Lab:
    """A JupyterLab server on a free port of 127.0.0.1, with a home and settings of its own."""

    def __init__(self, home: Path, root: Path, environment: Mapping[str, str] | None = None) -> None:
        """Start the server on `root`; everything it remembers goes into `home`. `environment` is added to ours."""
        self.home, self.root = home, root
        for folder in (home, root):
            folder.mkdir(parents=True, exist_ok=True)
        settings = home / "config" / "labconfig" / "default_setting_overrides.json"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(json.dumps(NEWS_OFF), encoding="utf-8")
        self.environment = {**os.environ, **isolated(home), **(environment or {})}
        self.log = home / "server.log"
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
                   f"--ServerApp.root_dir={root}", f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True"]  # fmt: skip
        say(f"starting JupyterLab on {root}")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=root, env=self.environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            self.url = self._address()
        except RuntimeError:
            self.stop()
            raise

    def _address(self, patience: float = 180) -> str:
        """Wait until the server says in its runtime folder where it listens."""
        end = time.monotonic() + patience
        while time.monotonic() < end and self.process.poll() is None:
            for server in servers(self.home):
                url = server["url"].rstrip("/")
                try:
                    self.get("api/status", url)
                except OSError:
                    continue
                return url
            time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not start:\n{self.log.read_text(errors='replace')[-3000:]}")

    def get(self, path: str, url: str = "", method: str = "GET") -> object:
        """Return the JSON that the server's REST interface has at `path`; None where it has no content."""
        request = urllib.request.Request(f"{url or self.url}/{path}", headers={"Authorization": f"token {TOKEN}"}, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or "null")

    def kernel(self, notebook: str) -> psutil.Process:
        """Return the process of the kernel that runs a notebook, named by its path below the root."""
        ids = [session["kernel"]["id"] for session in self.get("api/sessions") if session["path"] == notebook]
        for process in psutil.Process(self.process.pid).children(recursive=True):
            if any(identity in " ".join(process.cmdline()) for identity in ids):
                return process
        raise LookupError(f"no kernel runs {notebook}")

    def shut_down(self, notebook: str) -> None:
        """Shut down the kernel of a notebook, as the list of running kernels does."""
        for session in self.get("api/sessions"):
            if session["path"] == notebook:
                self.get(f"api/sessions/{session['id']}", method="DELETE")

    def stop(self) -> None:
        """End the server and its kernels."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=10)
        for process in [*children, self.process]:
            with suppress(psutil.NoSuchProcess, ProcessLookupError):
                process.kill()
        self.process.wait(timeout=10)


def servers(home: Path) -> Iterator[dict]:
    """Yield what the Jupyter servers of a home say of themselves: url, pid and more. One that is just writing it is not there yet."""
    for path in (home / "runtime").glob("jpserver-*.json"):
        with suppress(ValueError):
            yield json.loads(path.read_text())


def isolated(home: Path) -> dict[str, str]:
    """Return an environment in which Jupyter and IPython know nothing of this machine's user."""
    names = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime", "IPYTHONDIR": "ipython",
             "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces", "MPLCONFIGDIR": "matplotlib"}  # fmt: skip
    return {"HOME": str(home), **{name: str(home / folder) for name, folder in names.items()}}


class Notebook:
    """One notebook, open in one tab of the browser."""

    def __init__(self, lab: Lab, page: Page, path: str) -> None:
        """Open the notebook at `path` below the server's root, alone in its workspace."""
        self.lab, self.page, self.path = lab, page, path
        page.set_default_timeout(PATIENCE)
        self._visit()

    def _visit(self) -> None:
        say(f"opening {self.path}")
        workspace = f"test-{id(self.page)}-{time.monotonic_ns()}"
        self.page.goto(f"{self.lab.url}/lab/workspaces/{workspace}/tree/{self.path}?token={TOKEN}")
        self.page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell")
        self.wait_until_idle()

    @property
    def cells(self) -> Locator:
        """All cells."""
        return self.page.locator(".jp-Notebook .jp-Cell")

    def command(self, name: str, **arguments: object) -> None:
        """Run one of JupyterLab's commands without waiting for its end."""
        self.page.evaluate("([name, args]) => { jupyterapp.commands.execute(name, args); }", [name, arguments])

    def wait_until_idle(self) -> None:
        """Wait until the kernel is there and no cell is waiting for it."""
        self.page.wait_for_function(IDLE, arg=self.path)
        expect(self.page.locator('.jp-InputPrompt:text-is("[*]:")')).to_have_count(0, timeout=PATIENCE)

    def run_all(self) -> None:
        """Run all cells, wait for the end, and let the widgets appear."""
        say("running all cells")
        # The click into the menu is JupyterLab's business, so the command is called as the menu would.
        self.page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
        self.wait_until_idle()

    def run_cell(self, index: int) -> None:
        """Run one cell by a click beside it and Shift+Enter."""
        self.cells.nth(index).locator(".jp-InputPrompt").click()
        self.page.keyboard.press("Shift+Enter")
        self.wait_until_idle()

    def execute(self, code: str) -> None:
        """Run code in the notebook's kernel, not from a cell, and wait for its end."""
        self.page.evaluate(EXECUTE, [self.path, code])

    def restart(self) -> None:
        """Restart the kernel as the menu does, and say yes."""
        say("restarting the kernel")
        self.command("notebook:restart-kernel")
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        self.wait_until_idle()

    def reload(self) -> None:
        """Reload the page, as F5 does."""
        say("reloading the page")
        self.page.reload()
        self.page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell")
        self.wait_until_idle()

    def save(self) -> None:
        """Save the notebook's file."""
        self.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")

    def theme(self, name: str) -> None:
        """Change the theme, for example to "JupyterLab Dark"."""
        self.page.evaluate("name => jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
        light = "false" if "Dark" in name else "true"
        self.page.wait_for_selector(f'body[data-jp-theme-light="{light}"]', state="attached")


def violations(page: Page, selector: str) -> str:
    """Return what axe-core finds wrong (WCAG 2.2 A and AA, and good practice) below `selector`, "" for nothing.

    axe leaves out text that is clipped, and JupyterLab clips all of it (a body without height, scrolled panels). So the page
    is made as tall as the notebook for the while, and the notebook, which may be scrolled past its end, is put back to its top.
    """
    from axe_playwright_python.sync_playwright import Axe

    size = page.viewport_size
    tall = page.evaluate("() => { document.body.style.overflow = 'visible'; return document.querySelector('.jp-WindowedPanel-outer')?.scrollHeight ?? 0; }")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], tall + 300)})
    page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer')?.scrollTo(0, 0)")
    try:
        results = Axe().run(page, context=selector, options={"resultTypes": ["violations", "passes"]})
    finally:
        page.evaluate("() => { document.body.style.overflow = ''; }")
        page.set_viewport_size(size)
    looked = {rule["id"]: len(rule["nodes"]) for rule in results.response["passes"]}
    say(f"axe-core applied {len(looked)} rules; contrast to {looked.get('color-contrast', 0)} texts")
    return results.generate_report() if results.violations_count else ""


@contextmanager
def new_context(browser: object, **options: object) -> Iterator[BrowserContext]:
    """Yield a fresh browser profile."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    try:
        yield context
    finally:
        context.close()
