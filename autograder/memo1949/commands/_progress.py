"""Progress on stderr: a bar where there is a terminal, plain lines otherwise."""

import sys
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
