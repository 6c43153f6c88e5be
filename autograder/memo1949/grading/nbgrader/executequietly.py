"""Executing quietly: what a kernel process itself prints goes into a file and from there to the log, not to the terminal.

A cell's output comes as messages and stands in the notebook. But a kernel also inherits the terminal, and writes to it
past everybody: warnings when it starts, and sometimes an error of its own sockets when it is shut down.
"""

from tempfile import TemporaryFile
from typing import IO, Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import Execute


class KernelDied(RuntimeError):
    """A kernel died or did not answer; the message ends with the last line that it wrote."""


class ExecuteQuietly(Execute):
    """nbgrader's step, with the kernel's stdout and stderr in a file. What it wrote is logged (INFO) when it has ended."""

    _said: IO[bytes]

    def preprocess(self, nb: NotebookNode, *args: Any, **kwargs: Any) -> tuple[NotebookNode, ResourcesDict]:
        """Execute the notebook; raises KernelDied where nbgrader's step would raise a plain RuntimeError."""
        with TemporaryFile() as self._said:
            try:
                return super().preprocess(nb, *args, **kwargs)
            except RuntimeError as error:
                last = self._heard().splitlines()[-1:]
                raise KernelDied(": ".join([str(error), *last])) from error
            finally:
                if said := self._heard():
                    self.log.info("The kernel wrote:\n%s", said)

    def start_new_kernel(self, **kwargs: Any) -> None:
        """Start the kernel, with our file in the place of the terminal."""
        super().start_new_kernel(stdout=self._said, stderr=self._said, **kwargs)

    def _heard(self) -> str:
        """Return what the kernel has written so far."""
        self._said.seek(0)
        return self._said.read().decode("utf-8", "replace").strip()
