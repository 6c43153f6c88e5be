"""A worker: grades one submission after another, each as it is sent. The nursery makes the bench, and forks workers from it."""

import gc
import socket
import traceback
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from nbgrader.utils import is_solution  # noqa: F401 - loads what steps need before the first submission

from ...classroom.notebook import current
from ...classroom.page import summary_html
from ...classroom.record import Record
from ..nbgrader.running import opened
from ..sandbox.limits import MEGABYTE, Limits
from ..sandbox.run import SandboxError
from ..sandbox.sandbox import Sandbox
from ..sandbox.shell import Shell, new_shell
from ..sandbox.wire import Gone, receive, send
from . import recorded
from .examiner import Names
from .execution import Room
from .reading import Reading, read
from .steps import Steps
from .submission import Desk, grade
from .unit import NotebookPlan, Unit

# Run once in the warm process: what IPython and pandas load at the first error and the first table.
WARM = ("1/0", "print(1)\n2", "def f(:", "import pandas as pd\npd.DataFrame({'a': [1]})")

_TABLES = ("from memo1949.edition.frames import TABLES, frame\n[frame(name) for name in TABLES]",)


class Workbench:
    """What a worker keeps from one submission to the next."""

    def __init__(self, settings: dict, sandbox: Sandbox) -> None:
        """Open the course and read the unit; raises what is wrong with them."""
        app = opened(Path(settings["course"]), plugins=True)
        unit, steps = Unit.from_json(settings["unit"]), Steps(app)
        self.wanted = settings["wanted"]
        source = Path(app.coursedir.format_path(app.coursedir.source_directory, ".", unit.name)).resolve()
        self.shell = new_shell(settings["limits"]["output"], Names())
        readings = {name: _reading(plan, source) for name, plan in unit.notebooks.items()}
        imports = list(dict.fromkeys(name for reading in readings.values() for name in reading.imports))
        sheets = {name: recorded.sheet(plan) for name, plan in unit.notebooks.items()}
        if not all(sheets.values()):
            for name in imports:
                _import_here(name)
        self.sandbox = sandbox
        sandbox.prepare(Limits(**settings["limits"]), [*imports, *_OURS], [*WARM, *(_TABLES if any(sheets.values()) else ())])
        self.runs_code = not all(sheets.values()) or any(map(_asks_for_code, unit.notebooks.values()))
        if self.runs_code:
            _import_here("pandas")  # values that cross may be tables: better once, before workers are forked
        rooms = {name: self._room(readings[name], sheets[name], steps) for name in unit.notebooks}
        self.desk = Desk(
            unit,
            steps,
            rooms,
            source,
            list(app.coursedir.ignore),
            list(steps.autograde.exclude_overwriting.get(unit.name, [])),
            int(str(steps.autograde.permissions), 8),
        )

    def branch(self) -> Sandbox | None:
        """Return a sandbox for one worker, None where it will hardly need one."""
        return self.sandbox.branch() if self.runs_code else None

    def serve(self, line: socket.socket, branch: Sandbox | None) -> None:
        """Grade what the line asks for until it closes."""
        self.sandbox.leave()
        self.sandbox = branch or self.sandbox
        gc.freeze()
        with suppress(Gone), self.sandbox:
            while True:
                job, _ = receive(line, 64 * MEGABYTE)
                send(line, self.graded(job))

    def _room(self, reading: Reading, sheet: recorded.Sheet | None, steps: Steps) -> Room:
        return Room(
            lambda: self.sandbox,
            self.shell,
            reading,
            sheet,
            cache(lambda source: self.shell.cell(f"from memo1949 import reader\n{source}")[0]),
            lambda folder, values: _summary(self.shell, sheet, folder, values),
            steps.seconds,
            dict(steps.execute.error_on_timeout or {}),
        )

    def graded(self, job: dict) -> dict:
        """Grade one submission; return its record as JSON, or our own fault."""
        try:
            record = grade(self.desk, job["student"], Path(job["folder"]), Path(job["into"]), job["known"], self.wanted)
        except SandboxError as error:
            return {"student": job["student"], "fault": str(error)}
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            return {"student": job["student"], "fault": f"{type(error).__name__}: {error} ({Path(where.filename).name}, line {where.lineno})"}
        return {"student": job["student"], "record": record.to_json()}


_OURS = ("memo1949", "memo1949.classroom.asking", "memo1949.classroom.marking", "memo1949.classroom.sealing", "memo1949.edition.frames")


def _reading(plan: NotebookPlan, source: Path) -> Reading:
    solutions = {cell.name for cell in plan.solution_cells}
    released = [(cell.source, cell.name in solutions) for cell in plan.source_cells if cell.cell_type == "code"]
    return read(released, source / f"{plan.name}.ipynb")


def _asks_for_code(plan: NotebookPlan) -> bool:
    solutions = {cell.name for cell in plan.solution_cells}
    return any(cell.cell_type == "code" and cell.name in solutions for cell in plan.source_cells)


def _import_here(name: str) -> None:
    """Import an installed module that tests will need, so that forks have it."""
    with suppress(Exception):
        if find_spec(name.partition(".")[0]) is not None:
            import_module(name)


def _summary(shell: Shell, sheet: recorded.Sheet, folder: Path, values: dict[str, object]) -> str:
    """Return what the seal's cell shows while grading."""
    here = current()
    here.record, here.asked = Record(folder), {name: keyed.asked for name, keyed in sheet.questions.items()}
    names = {sheet.questions[name].asked.question.name: value for name, value in values.items()}
    shell.user_ns.update(names)
    try:
        return summary_html(here)
    finally:
        for name in names:
            del shell.user_ns[name]

