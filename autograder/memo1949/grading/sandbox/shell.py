"""The shell in which cells run: IPython's, without kernel and sockets, giving what ipykernel would have shown."""

import builtins
import io
import os
import sys
import tempfile
from hashlib import md5

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

HIDDEN = "ERROR: An error occurred while showtraceback was disabled"
CUT = "\n… the rest of this output is left out: a cell may show {0} characters.\n"


class Screen:
    """What one cell shows, as nbformat outputs, up to a number of characters."""

    def __init__(self, most: int) -> None:
        """Begin empty; `most` is the number of characters a cell may show."""
        self.most = most
        self.clear()

    def clear(self) -> None:
        """Begin the next cell."""
        self.outputs: list[dict] = []
        self.used = 0
        self.cut = False
        self.clear_next = False

    def room(self, size: int) -> bool:
        """Say whether `size` more characters may be shown, and count them."""
        self.used += size
        if self.used <= self.most:
            return True
        if not self.cut:
            self.cut = True
            self._stream("stdout", CUT.format(self.most))
        return False

    def text(self, name: str, text: str) -> None:
        """Show printed text on "stdout" or "stderr"."""
        if text and not self.cut:
            left = self.most - self.used
            if len(text) > left:
                self._stream(name, text[:left])
            if self.room(len(text)):
                self._stream(name, text)

    def _stream(self, name: str, text: str) -> None:
        self._clear_if_asked()
        last = self.outputs[-1] if self.outputs else None
        if last and last["output_type"] == "stream" and last["name"] == name:
            last["text"].append(text)
        else:
            self.outputs.append({"output_type": "stream", "name": name, "text": [text]})

    def show(self, output: dict, size: int) -> None:
        """Show a display, a result or an error."""
        if output["output_type"] == "error" or self.room(size):
            self._clear_if_asked()
            self.outputs.append(output)

    def _clear_if_asked(self) -> None:
        if self.clear_next:
            self.outputs, self.clear_next = [], False

    def wipe(self, wait: bool) -> None:
        """Clear what the cell has shown, at once or before the next output."""
        if wait:
            self.clear_next = True
        else:
            self.outputs = []

    def taken(self) -> list[dict]:
        """Return the outputs, streams in one piece each, and begin anew."""
        outputs = [{**output, "text": "".join(output["text"])} if output["output_type"] == "stream" else output for output in self.outputs]
        for output in outputs:
            output.pop("display_id", None)
        self.clear()
        return outputs


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of the shell."""

    encoding = "UTF-8"
    errors = "replace"

    def __init__(self, screen: Screen, name: str, number: int) -> None:
        """Write to `screen`; `number` is the file descriptor that programs started by a cell write to."""
        self.screen, self.name, self.number = screen, name, number

    def write(self, text: str) -> int:
        """Show text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self.screen.text(self.name, text)
        return len(text)

    def writable(self) -> bool:
        """Say yes."""
        return True

    def fileno(self) -> int:
        """Return the descriptor under this stream."""
        return self.number


class _Hook(DisplayHook):
    """Shows the value of a cell's last line as an execute_result."""

    def write_output_prompt(self) -> None:
        """Nothing: the number goes with the result."""

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        """Show the result's forms."""
        output = {"output_type": "execute_result", "execution_count": self.prompt_count, "data": dict(format_dict), "metadata": md_dict or {}}
        self.shell.screen.show(output, sum(len(str(form)) for form in format_dict.values()))

    def log_output(self, format_dict: dict) -> None:
        """Nothing: there is no history."""


class _Publisher(DisplayPublisher):
    """Shows what `display` is given."""

    def _setup_execution_tracking(self) -> None:
        self._in_post_execute = False

    def publish(self, data: dict, metadata: dict | None = None, *, transient: dict | None = None, update: bool = False, **_: object) -> None:
        """Show or update a display."""
        self._validate_data(data, metadata)
        screen, name = self.shell.screen, (transient or {}).get("display_id")
        output = {"output_type": "display_data", "data": dict(data), "metadata": metadata or {}}
        if name is not None:
            for shown in screen.outputs:
                if shown.get("display_id") == name:
                    shown.update(data=output["data"], metadata=output["metadata"])
            output["display_id"] = name
        if not update:
            screen.show(output, sum(len(str(form)) for form in data.values()))

    def clear_output(self, wait: bool = False) -> None:
        """Clear what the cell has shown."""
        self.shell.screen.wipe(wait)


class _Compiler(CachingCompiler):
    """Names cells as ipykernel does, so that warnings and tracebacks read the same."""

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """Return a file name for a cell."""
        name = int(md5(raw_code.encode("utf-8", "replace")).hexdigest()[:8], 16)
        return os.path.join(tempfile.gettempdir(), f"ipykernel_{os.getpid()}", f"{name}.py")


class Shell(InteractiveShell):
    """IPython's shell, whose outputs go to a Screen."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    compiler_class = Type(_Compiler)

    screen: Screen

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.screen.show({"output_type": "error", "ename": str(etype.__name__), "evalue": _said(evalue), "traceback": list(map(str, stb))}, 0)
        self._last_traceback = stb

    def ask_exit(self) -> None:
        """Nothing: exit() in a cell does not end a notebook's run."""

    def set_next_input(self, text: str, replace: bool = False) -> None:
        """Nothing: there is no front end."""

    def init_virtualenv(self) -> None:
        """Nothing: the interpreter is already the right one."""

    def cell(self, source: str) -> tuple[list[dict], int, str | None]:
        """Run one cell; return its outputs, its number, and the name of the error that ended it."""
        stdout, stderr = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream(self.screen, "stdout", 1), Stream(self.screen, "stderr", 2)
        try:
            result = self.run_cell(source, store_history=True)
        finally:
            sys.stdout, sys.stderr = stdout, stderr
        error = result.error_before_exec or result.error_in_exec
        number = self.execution_count - 1
        outputs = self.screen.taken()
        name = None if error is None else type(error).__name__
        if name and not any(output["output_type"] == "error" for output in outputs):
            outputs.append({"output_type": "error", "ename": name, "evalue": _said(error), "traceback": [HIDDEN]})
        return outputs, number, name


def _said(error: BaseException) -> str:
    """Return an error's message, whatever its own __str__ does."""
    try:
        return str(error)
    except Exception:
        return ""


def new_shell(most: int, space: dict | None = None) -> Shell:
    """Return the process's one shell. `space`, if given, becomes the cells' namespace."""
    config = Config()
    config.HistoryManager.enabled = False  # it would start a thread, and threads do not survive a fork
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.autoindent = False
    with tempfile.TemporaryDirectory() as folder:
        config.InteractiveShell.ipython_dir = folder
        config.ProfileDir.location = folder
        hook = sys.displayhook, sys.excepthook
        shell = Shell.instance(config=config, user_ns=space)
        sys.displayhook, sys.excepthook = hook
    shell.screen = Screen(most)
    builtins.input = _no_input
    return shell


def _no_input(prompt: object = "") -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")
