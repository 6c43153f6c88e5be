"""nbgrader's own steps, in the course's order and with its settings, made once and run on one notebook after another."""

import json
import logging
from collections.abc import Callable, Sequence
from importlib import import_module

import jsonschema
from nbformat.notebooknode import NotebookNode
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde
from nbgrader.nbgraderformat import MetadataValidator, common
from nbgrader.preprocessors import CheckCellMetadata, Execute, checkcellmetadata

from ..nbgrader.settings import REPLACED
from .sanitising import Memory, shape


class Steps:
    """The steps before execution, the settings of execution, and the steps after it."""

    def __init__(self, app: NbGrader) -> None:
        """Make the steps that the course's configuration names."""
        self.autograde = Autograde(coursedir=app.coursedir, parent=app)
        self.warnings: list[str] = []
        _listen(app.log, self.warnings)
        _validate_quickly()
        grading = list(map(_class, self.autograde.autograde_preprocessors))
        at = next((at for at, step in enumerate(grading) if issubclass(step, Execute)), len(grading))
        before = [*map(_class, self.autograde.sanitize_preprocessors), *grading[:at]]
        self.execute: Execute = (grading[at] if at < len(grading) else Execute)(parent=self.autograde)
        self.before = [step(parent=self.autograde) for step in map(_mended, before)]
        # nbgrader checks the cells' metadata twice. Executing leaves them alone, so once says it all.
        after = [step for step in map(_mended, grading[at + 1 :]) if step is not CheckCellMetadata or step not in before]
        self.after = [step(parent=self.autograde) for step in after]
        # A course's own step may look at anything, so only steps that we know are taken by example.
        known = all(type(step).__module__.startswith(("nbgrader.", "nbconvert.", "memo1949.")) for step in [*self.before, *self.after])
        self.memory = Memory() if known else None

    def sanitised(self, text: str, read: Callable[[str], NotebookNode], resources: dict) -> NotebookNode:
        """Return the notebook in `text` with its locked cells as they were released; `read` makes a notebook of it."""
        shaped = shape(_loaded(text), resources["unique_key"]) if self.memory is not None else None
        found = self.memory.find(shaped) if shaped is not None else None
        if found is not None:
            notebook, warnings = found
            self.warnings += warnings
            return notebook
        said = len(self.warnings)
        notebook = _through(self.before, read(text), resources)
        if shaped is not None:
            self.memory.keep(shaped, notebook, self.warnings[said:])
        return notebook

    def saved(self, notebook: NotebookNode, resources: dict) -> NotebookNode:
        """Take the executed notebook through the steps that judge and save."""
        return _through(self.after, notebook, resources)

    def seconds(self, cell: NotebookNode) -> float | None:
        """Return how long a cell may run, None for as long as it likes."""
        timeout = self.execute.timeout_func(cell) if self.execute.timeout_func else self.execute.timeout
        return timeout if timeout and timeout > 0 else None

    def heard(self) -> list[str]:
        """Return the warnings of the steps since the last call."""
        found, self.warnings[:] = list(self.warnings), []
        return found


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _through(steps: Sequence, notebook: NotebookNode, resources: dict) -> NotebookNode:
    for step in steps:
        notebook, resources = step(notebook, resources)
    return notebook


def _class(step: type | str) -> type:
    if isinstance(step, str):
        module, _, name = step.rpartition(".")
        return getattr(import_module(module), name)
    return step


def _mended(step: type) -> type:
    """Return our step for one of nbgrader's that can stop a class or lose an answer; a course's own step stays."""
    return _class(REPLACED.get(f"{step.__module__}.{step.__qualname__}", step))


class _Listener(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _listen(log: logging.Logger, lines: list[str]) -> None:
    """Keep a logger's warnings instead of printing them."""
    log.handlers, log.propagate = [_Listener(lines)], False


class _Quick:
    """jsonschema, with the one thing nbgrader uses of it: its schema is compiled once, not for every cell."""

    ValidationError = jsonschema.ValidationError

    def __init__(self, schema: dict) -> None:
        """Compile the schema."""
        self.schema = schema
        self.validator = jsonschema.validators.validator_for(schema)(schema)

    def validate(self, instance: object, schema: dict) -> None:
        """Check an instance; raises ValidationError."""
        if schema is not self.schema:
            jsonschema.validate(instance, schema)
        error = next(self.validator.iter_errors(instance), None)
        if error is not None:
            raise error


def _validate_quickly() -> None:
    """Let nbgrader's metadata check keep its schema: reading and compiling it takes longer than all else in that step."""
    shared = MetadataValidator()
    common.jsonschema = _Quick(shared.schema)
    checkcellmetadata.MetadataValidator = lambda: shared
