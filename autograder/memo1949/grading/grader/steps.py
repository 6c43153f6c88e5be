"""nbgrader's own steps, in the course's order and with its settings, made once and run on one notebook after another."""

import logging
from collections.abc import Sequence
from importlib import import_module

import jsonschema
from nbformat.notebooknode import NotebookNode
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde
from nbgrader.nbgraderformat import MetadataValidator, common
from nbgrader.preprocessors import Execute, checkcellmetadata

from ..nbgrader.settings import REPLACED


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
        self.after = [step(parent=self.autograde) for step in map(_mended, grading[at + 1 :])]

    def sanitised(self, notebook: NotebookNode, resources: dict) -> NotebookNode:
        """Return the notebook with its locked cells as they were released."""
        return _through(self.before, notebook, resources)

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
