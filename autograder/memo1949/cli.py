"""The command `memo1949 VERB`: finds the verb's module, runs it, and ends in an orderly way.

Exit codes: 0 done, 1 findings, 2 wrong use or something missing, 130 interrupted.
Results go to stdout, progress to stderr.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TextIO

from memo1949.shipped import NotShipped

_COMMANDS = Path(__file__).parent / "commands"
_PIPE_CLOSED = 141  # what a shell reports for a program ended by SIGPIPE
_INTERRUPTED = 130


class _Told:
    """stdout, whose reader (head, less) may leave when it has what it wanted: the rest goes nowhere, and the work is done to its end."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self.closed_pipe = stream, False

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        with self._unheard():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with self._unheard():
            self._stream.flush()

    @contextmanager
    def _unheard(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            self.closed_pipe = True
            # Under the stream, so that what it still holds, and what others write there, has somewhere to go.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())


class _Version(argparse.Action):
    """Prints the version; looked up only when asked, since reading package metadata takes its time."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print("memo1949", version("memo1949"))
        parser.exit()


def main(argv: Sequence[str] | None = None) -> int:
    """Run `memo1949` with `argv` (by default the command line's) and return its exit code."""
    _speak_utf8()
    args = list(sys.argv[1:] if argv is None else argv)
    with redirect_stdout(_Told(sys.stdout)) as told:
        try:
            code = _run(args)
        except KeyboardInterrupt:
            print("\nmemo1949: stopped.", file=sys.stderr)
            return _INTERRUPTED
        except SystemExit:  # after help, or wrong use
            told.flush()
            if not told.closed_pipe:
                raise
        finally:
            told.flush()  # here, so that a closed pipe is noticed while it can be handled
    return _PIPE_CLOSED if told.closed_pipe else code


def verbs() -> dict[str, str]:
    """Return each verb with its line of help, read from the modules' docstrings without importing any."""
    found = {}
    for path in sorted(_COMMANDS.glob("[!_]*.py")):
        # By hand: parsing all of them takes longer, and Python 3.11 now and then fails at it after a fork.
        found[path.stem] = path.read_text(encoding="utf-8").partition("\n")[0].strip('"')
    return found


def _run(args: list[str]) -> int:
    """Run the named verb; what is missing from the installation becomes a sentence, not a traceback."""
    try:
        parsed, module = _parse(args)
        return module.run(parsed)
    except NotShipped as error:
        print(f"memo1949: {error}", file=sys.stderr)
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name in ("", "memo1949"):
            raise  # a mistake of ours, which wants its traceback
        if name in sys.stdlib_module_names:  # a part of Python that only some systems have
            remedy = "which Python has only on Linux and macOS. On Windows, call it in WSL, or use nbgrader's own command."
        else:
            remedy = "which is not installed here. Install what grading needs: pip install 'memo1949[grading]'"
        print(f"memo1949: this needs {name}, {remedy}", file=sys.stderr)
    return 2


def _parse(args: list[str]) -> tuple[argparse.Namespace, ModuleType]:
    """Return the parsed arguments and the named verb's module, the only one imported; exits on wrong use."""
    parser = argparse.ArgumentParser(
        prog="memo1949", description="Read, teach and grade with one source: the memorandum of 3 February 1949."
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    subparsers = parser.add_subparsers(title="verbs", dest="verb", metavar="VERB", required=True)
    named = next((word for word in args if not word.startswith("-")), None)
    modules = {}
    for verb, summary in verbs().items():
        subparser = subparsers.add_parser(verb, help=summary, description=summary)
        if verb == named:
            modules[verb] = import_module(f"memo1949.commands.{verb}")
            modules[verb].add_arguments(subparser)
    parsed = parser.parse_args(args)
    return parsed, modules[parsed.verb]


def _speak_utf8() -> None:
    """Make stdout and stderr write UTF-8 whatever the locale says: there are names in Chinese to print."""
    for stream in (sys.stdout, sys.stderr):
        encoding = (getattr(stream, "encoding", None) or "").lower().replace("-", "")
        if encoding != "utf8" and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
