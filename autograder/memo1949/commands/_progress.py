"""Progress on stderr: a bar where there is a terminal, plain lines otherwise."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

Item = TypeVar("Item")


class Progress:
    """Tells on stderr what is being done; with `verbose` also the log of what does it."""

    def __init__(self, verbose: bool = False) -> None:
        """Look whether there is a terminal."""
        self._verbose, self._console = verbose, None
        if sys.stderr.isatty():
            with suppress(ModuleNotFoundError):  # without rich, plain lines do
                from rich.console import Console

                self._console = Console(stderr=True, highlight=False)

    def say(self, text: str) -> None:
        """Tell one thing."""
        if self._console:
            self._console.print(text, markup=False, soft_wrap=True)
        else:
            print(text, file=sys.stderr, flush=True)

    def log(self, text: str) -> None:
        """Show a log, if it was asked for."""
        if self._verbose and text.strip():
            self.say(text.rstrip())

    def over(self, items: Sequence[Item], name: Callable[[Item], str]) -> Iterator[Item]:
        """Yield the items, telling at each which one it is and how many there are."""
        if self._console is None:
            for number, item in enumerate(items, 1):
                self.say(f"  {number} of {len(items)}: {name(item)}")
                yield item
            return
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Bar(*columns, console=self._console, transient=True) as bar:
            task = bar.add_task("", total=len(items))
            for item in items:
                bar.update(task, description=name(item))
                yield item
                bar.advance(task)


class Count:
    """Tells on stderr how many of a class are done, how fast it goes, and how long it will take."""

    _EVERY = 2.0  # seconds between lines, where there is no terminal for a bar

    def __init__(self, what: str) -> None:
        """Take what is being done, in a word."""
        self._what, self._bar, self._task = what, None, None

    def __enter__(self) -> "Count":
        """Begin."""
        self._began = self._last = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        """End the bar."""
        if self._bar is not None:
            self._bar.stop()

    def tell(self, done: int, of: int, seconds: float | None = None) -> None:
        """Tell how many are done of how many, in `seconds`: by default since the beginning."""
        now = time.monotonic()
        seconds = now - self._began if seconds is None else seconds
        rate = done / seconds if seconds else 0.0
        if not sys.stderr.isatty():
            if now - self._last >= self._EVERY or done == of:
                self._last = now
                left = (of - done) / rate if rate else 0.0
                print(f"  {done} of {of} ({rate:.1f} a second, {_span(left)} left)", file=sys.stderr, flush=True)
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(self._what, total=of)
        self._bar.update(self._task, completed=done, description=f"{self._what}, {rate:.1f} a second")


def _span(seconds: float) -> str:
    """Return a time in words."""
    return f"{seconds:.0f} seconds" if seconds < 100 else f"{seconds / 60:.0f} minutes"
