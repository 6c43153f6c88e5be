"""Executing a notebook: the student's cells in the sandbox, the tests on our side, outputs put where nbgrader puts them."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from nbformat.notebooknode import NotebookNode
from nbgrader.utils import is_grade, is_locked, is_solution

from ..sandbox.crossing import Malformed, unpack
from ..sandbox.run import Line, Run, Stopped
from ..sandbox.sandbox import Sandbox
from ..sandbox.shell import Shell
from . import outputs as shown
from . import recorded
from .clock import CODE, Clock
from .examiner import Examined, Step, examine
from .guard import RUNNABLE
from .reading import Reading
from .remote import StudentCodeEnded

NOT_RUN = "This cell was not run: the notebook was stopped before it."
ENDED = "the student's code ended Python, or was stopped, when the test called it"
_ENDLESS = 10**9
_READING = 20.0  # seconds to make a value from the data that crossed
_TRIES = 3  # runs of a notebook that stops at another cell each time


@dataclass(slots=True)
class Judged:
    """What is known of a test cell besides its outputs: flags for the report, and whether a person must look.

    `key` is the fingerprint of the key that `mark` rests on, when the mark follows from `saved` alone.
    """

    flags: list[str] = field(default_factory=list)
    review: bool = False
    code: bool = False
    mark: object = None
    saved: object = None
    key: str = ""


@dataclass(slots=True)
class Executed:
    """What came of executing a notebook: judged test cells by grade id, why it was stopped, the files of its making that are not kept."""

    judged: dict[str, Judged] = field(default_factory=dict)
    stopped: Stopped | None = None
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Room:
    """What executing takes besides the notebook: sandbox, our own shell, the assignment as read, its sheet if it is one of ours."""

    sandbox: Callable[[], Sandbox]
    shell: Shell
    reading: Reading
    sheet: recorded.Sheet | None
    reader: Callable[[str], list[dict]]
    summary: Callable[[Path, dict[str, object]], str]
    seconds: Callable[[NotebookNode], float | None]
    late: dict


@dataclass(slots=True)
class Job:
    """One notebook while it is executed."""

    room: Room
    notebook: NotebookNode
    files: dict[str, bytes]
    folder: Path
    seed: int
    clock: Clock
    given: frozenset[str] = frozenset()
    done: Executed = field(default_factory=Executed)
    numbers: dict[int, int] = field(default_factory=dict)

    def cells(self) -> list[tuple[int, NotebookNode]]:
        """Return the code cells that are executed at all, with their places."""
        return [(at, cell) for at, cell in enumerate(self.notebook.cells) if cell.cell_type == "code" and cell.source.strip()]


def is_test(cell: NotebookNode) -> bool:
    """Say whether a cell is an autograded test."""
    return is_grade(cell) and not is_solution(cell)


def execute(job: Job) -> Executed:
    """Execute a notebook in place. Never raises for what a student wrote; SandboxError when the sandbox fails."""
    for number, (at, cell) in enumerate(job.cells(), 1):
        job.numbers[at] = cell.execution_count = number
        cell.outputs = []
    if job.room.sheet is not None:
        from .ours import execute_ours

        execute_ours(job)
    else:
        _execute_any(job)
    return job.done


def _execute_any(job: Job) -> None:
    cells = job.cells()
    last, tries = len(cells), 0
    while True:
        tries += 1
        with job.clock.during(CODE):
            run = job.room.sandbox().run(job.files, job.seed)
        with run:
            with job.clock.during(CODE):
                steps, stopped = _student_cells(job, run, cells[:last])
            if stopped is not None:
                # The copies of the process that tests need died with it. Once more, up to the cell that ended it.
                job.done.stopped = job.done.stopped or stopped
                last = next(at for at, (place, _) in enumerate(cells) if place == steps) if tries < _TRIES else 0
                _tell_stopped(job, cells[last:], stopped)
                continue
            _tests(job, run, steps, cells)
            return


def _student_cells(job: Job, run: Run, cells: list[tuple[int, NotebookNode]]) -> tuple[object, Stopped | None]:
    """Run everything but tests in the child; return the tests' steps, or the place of the cell that ended it, and why."""
    steps: list[Step] = []
    far: Line | None = None
    changed = theirs = False
    for at, cell in cells:
        number = job.numbers[at]
        try:
            if is_test(cell):
                if changed or far is None:
                    far, changed = run.copy(), False
                steps.append(Step(number, cell.source, True, far.line))
                continue
            run_cell(job, run, at, cell)
        except Stopped as stopped:
            return at, stopped
        theirs = theirs or not is_locked(cell)
        changed = changed or theirs
        if is_locked(cell):
            steps.append(Step(number, cell.source, False, far.line if far else None))
    return steps, None


def run_cell(job: Job, run: Run, at: int, cell: NotebookNode) -> dict:
    """Run one cell in the child and take its outputs; raises Stopped."""
    seconds = job.room.seconds(cell)
    reply = run.request("run", seconds or _ENDLESS, code=cell.source, number=job.numbers[at])
    cell.outputs = shown.cleaned(reply.get("outputs"), job.numbers[at])
    if reply["late"]:
        add_late(job, cell)
    return reply


def add_late(job: Job, cell: NotebookNode) -> None:
    """Add what nbgrader adds to a cell whose time ran out."""
    late = job.room.late
    if late and not any(output.output_type == "error" and output.ename == late.get("ename") for output in cell.outputs):
        cell.outputs += shown.cleaned([{"output_type": "error", **late}], 0)


def _tell_stopped(job: Job, cells: list[tuple[int, NotebookNode]], stopped: Stopped) -> None:
    """Put the reason into the cell that was stopped, and a sentence into those after it."""
    for place, (_, cell) in enumerate(cells):
        if not is_test(cell):
            cell.outputs = [shown.error("Stopped", str(stopped) if place == 0 else NOT_RUN)]


def _tests(job: Job, run: Run, steps: list[Step], cells: list[tuple[int, NotebookNode]]) -> None:
    """Run the tests on our side, against copies of the child as it was when each test's turn came."""
    by_number = {job.numbers[at]: cell for at, cell in cells}
    there = {step.number for step in steps}
    far = next((step.far for step in reversed(steps) if step.far), None)
    steps = steps + [Step(job.numbers[at], cell.source, True, far) for at, cell in cells if is_test(cell) and job.numbers[at] not in there]
    if not any(step.test for step in steps):
        return
    try:
        made = run.files(20_000_000)
    except Stopped:
        made = {}
    job.done.refused = sorted(filter(_is_graders, made))
    for name, content in made.items():
        if _is_graders(name):
            continue
        if not (name in job.given and Path(name).suffix in RUNNABLE):  # the assignment's own may be run on our side: it stays as given
            write_inside(job.folder, name, content)
    timeouts = [job.room.seconds(by_number[step.number]) for step in steps if step.test]
    seconds = None if any(timeout is None for timeout in timeouts) else max(timeouts)
    results = examine(job.room.shell, job.room.reading, steps, job.folder, job.given, run, seconds)
    for step, result in zip(steps, results, strict=True):
        if step.test:
            cell = by_number[step.number]
            cell.outputs = shown.cleaned(result.outputs, step.number)
            if result.late:
                add_late(job, cell)
            job.done.judged[cell.metadata.nbgrader["grade_id"]] = _judged(result)


def _judged(result: Examined) -> Judged:
    judged = Judged()
    if result.uses:
        judged.flags.append("marked beside student code: the test calls it")
    if result.noise and result.error is None:
        judged.flags.append("a warning on stderr, for which nbgrader would give 0, costs nothing here")
    if result.error == StudentCodeEnded.__name__:
        judged.flags.append(ENDED)
    if result.guarded:
        judged.flags.append("the test would have run what the student handed in beside the keys (see “Where students' code runs” in autograder/README.md)")
        judged.review = True
    if result.refused:
        judged.flags.append("the student's object was compared with or given an expected value, which does not count")
        judged.review = True
    return judged


def _is_graders(name: str) -> bool:
    """Say whether a file in the graded folder is for the grader alone to write.

    A notebook there counts as graded and clean, by its name, and timestamp.txt says when the work came in.
    """
    return any(part.endswith(".ipynb") or part == "timestamp.txt" for part in Path(name.lower()).parts)


def write_inside(folder: Path, name: str, content: bytes) -> None:
    """Write a file below a folder; a name that leads elsewhere is not written."""
    path = folder / name
    with suppress(OSError, ValueError):  # a name that no file can have, or that of a folder
        if ".." in Path(name).parts or Path(name).is_absolute() or not path.resolve().is_relative_to(folder.resolve()):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def fetched(run: Run, name: str, seconds: float) -> tuple[bool, object]:
    """Return whether the child has a name, and its value as data; what is no data becomes an object of a class of that name."""
    reply = run.request("get", seconds, name=name)
    if reply.get("missing"):
        return False, None
    try:
        with _at_most(_READING):
            return True, unpack(reply.get("value"), lambda tag: type(str(tag.get("type", "object")), (), {})())
    except Malformed:
        return True, type("object", (), {})()


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise Malformed when what is inside takes longer on the processor: numbers can be chosen so that a table of them takes for ever to make."""

    def late(*_: object) -> None:
        raise Malformed("it takes too long to read")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
