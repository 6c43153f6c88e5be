"""Grading a unit of a course: which submissions, by whom, and putting what comes back where it belongs."""

import ctypes
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from glob import glob
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute
from sqlalchemy import make_url

from ..nbgrader.running import CourseError, heard, opened, programs_found
from ..rows import NEEDS_REVIEW, OUR_ERROR
from ..sandbox.limits import Limits
from ..sandbox.sandbox import Sandbox
from . import dropping, report
from . import unit as units
from .crew import Crew
from .ledger import Ledger
from .lock import held
from .nursery import Nursery

_libc = ctypes.CDLL(None, use_errno=True)
_BATCH, _WAIT = 20, 1.0  # submissions, or seconds, after which finished ones are written


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: the unit, which students, how many workers, whether to grade again what is graded."""

    course: Path
    unit: str
    jobs: int = 0
    student: str = "*"
    force: bool = False
    memory: int = 1024


@dataclass(slots=True)
class Told:
    """What came of grading: rows and submissions for the report, how many were skipped, and seconds."""

    rows: list[dict] = field(default_factory=list)
    submissions: list[dict] = field(default_factory=list)
    skipped: int = 0
    seconds: float = 0.0
    spent: dict[str, float] = field(default_factory=dict)

    def spend(self, what: str, seconds: float) -> None:
        """Count seconds for something: of workers together, or of the one process that writes the gradebook."""
        self.spent[what] = self.spent.get(what, 0.0) + seconds

    def reviews(self) -> list[tuple[str, str]]:
        """Return (student, why) for everything that needs a person."""
        found = [(one["student"], one["problem"] or one["verdict"]) for one in self.submissions if one["problem"]]
        for row in self.rows:
            if row["verdict"] in (NEEDS_REVIEW, OUR_ERROR) and row["dropped"] is None:
                found.append((row["student"], f"{row['question']}: {'; '.join(row['flags']) or row['verdict']}"))
        for one in self.submissions:
            found += [(one["student"], flag) for flag in one["flags"]]
        return found


@dataclass(frozen=True, slots=True)
class Task:
    """One submission to grade: from where, to where."""

    student: str
    folder: Path
    dest: Path


def grade(wish: Wish, sandbox: Sandbox, tell: Callable[[int, int, float], None] = lambda done, of, seconds: None) -> Told:
    """Grade a unit's submissions that are new or newer, students' code in `sandbox`; return what came of it.

    `tell(done, of, seconds)` is called as they come. Raises CourseError, lock.Busy, CrewError.
    """
    begun = time.monotonic()
    course = wish.course.resolve()
    app = _opened(course, wish.unit)
    with held(course), Nursery(sandbox) as nursery, heard(app), programs_found(), Gradebook(app.coursedir.db_url, app.coursedir.course_id) as gradebook:
        dropping.settle(gradebook, wish.unit)
        unit = units.load(gradebook, wish.unit)
        _gradable(unit)
        wanted = [name for name in unit.notebooks if fnmatch(name, app.coursedir.notebook_id)]
        autograde = Autograde(coursedir=app.coursedir, parent=app)
        ledger = Ledger(gradebook, unit)
        tasks, skipped = _tasks(app, autograde, wish, ledger)
        staging = _staging(app)
        told = Told(skipped=skipped)
        settings = {
            "course": str(course),
            "unit": unit.to_json(),
            "wanted": wanted,
            "limits": _limits(autograde, wish).to_json(),
        }
        by_student = {task.student: task for task in tasks}
        jobs = (
            {"student": task.student, "folder": str(task.folder), "into": str(staging / task.student), "known": ledger.about(task.student)}
            for task in tasks
        )
        size = wish.jobs or os.cpu_count() or 1
        patience = _patience(settings["limits"]["notebook"], len(wanted))
        try:
            with Crew(nursery, settings, size, patience) as crew:
                for batch in _batches(crew.results(list(jobs))):
                    _finish(batch, by_student, ledger, told, app, autograde, wish)
                    tell(len(told.submissions), len(tasks), time.monotonic() - begun)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        told.rows.sort(key=lambda row: row["student"])
        told.submissions.sort(key=lambda one: one["student"])
        told.seconds = time.monotonic() - begun
        return told


def _opened(course: Path, unit: str) -> NbGrader:
    """Open a course directory; raises CourseError for what is none, before anything is made there."""
    if not course.is_dir():
        raise CourseError(f"There is no directory {course}. Name the course directory with --course.")
    app = opened(course)
    url = make_url(app.coursedir.db_url)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        raise CourseError(
            f"{course} is no nbgrader course directory, or a new one: it has no gradebook ({Path(url.database).name}). Go to the course "
            f"directory, or name it with --course; in a new one, run `nbgrader generate_assignment {unit}` there first."
        )
    return app


def _patience(notebook: float, count: int) -> float:
    """Return the seconds after which a worker counts as hanging: more than the limits of a submission can add up to."""
    return notebook * 3 * max(1, count) + 120


def _gradable(unit: units.Unit) -> None:
    """Raise CourseError for a unit that cannot be graded here."""
    if not unit.notebooks:  # entered with its deadline, say, and no more; once it has submissions, nbgrader will not generate it
        raise CourseError(f"The gradebook knows {unit.name}, but none of its notebooks. Run `nbgrader generate_assignment {unit.name}` first.")
    for name, plan in unit.notebooks.items():
        if plan.kernelspec and '"language": "' in plan.kernelspec and '"language": "python"' not in plan.kernelspec:
            raise CourseError(f"{name}.ipynb is not in Python. Grade it with `nbgrader autograde {unit.name}`.")


def _limits(autograde: Autograde, wish: Wish) -> Limits:
    """Return the limits: nbgrader's time for a cell, and twenty times that for a notebook."""
    seconds = Execute(parent=autograde).timeout
    seconds = float(seconds) if seconds and seconds > 0 else 3600.0
    return Limits(cell=seconds, notebook=max(600.0, 20 * seconds), memory=wish.memory)


def _staging(app: NbGrader) -> Path:
    """Return a new folder for what is not finished, on the disk of what is; left-over ones are removed."""
    top = Path(app.coursedir.root) / app.coursedir.autograded_directory
    top.mkdir(parents=True, exist_ok=True)
    for old in top.glob(".memo1949-*"):
        shutil.rmtree(old, ignore_errors=True)
    staging = top / f".memo1949-{os.getpid()}"
    staging.mkdir()
    return staging


def _tasks(app: NbGrader, autograde: Autograde, wish: Wish, ledger: Ledger) -> tuple[list[Task], int]:
    """Return the submissions to grade, and how many are left as they are."""
    directory = app.coursedir.submitted_directory
    pattern = app.coursedir.format_path(directory, "(?P<student_id>[^/]*)", wish.unit, escape=True)
    excluded = app.coursedir.student_id_exclude.split(",") if app.coursedir.student_id_exclude else []
    tasks, skipped = [], 0
    for folder in sorted(glob(app.coursedir.format_path(directory, app.coursedir.student_id, wish.unit))):
        match = re.fullmatch(pattern, folder)
        if match is None or not Path(folder).is_dir() or not fnmatch(match["student_id"], wish.student) or match["student_id"] in excluded:
            continue
        student = match["student_id"]
        if not autograde.create_student and student not in ledger.students:
            raise CourseError(f"The gradebook has no student {student!r}, and the course does not create students (Autograde.create_student).")
        dest = Path(os.path.normpath(app.coursedir.format_path(app.coursedir.autograded_directory, student, wish.unit)))
        if dest.exists() and not (wish.force or autograde.force) and not _newer(app, Path(folder), dest):
            skipped += 1
            continue
        tasks.append(Task(student, Path(folder), dest))
    if not tasks and not skipped:
        raise CourseError(f"Nobody has handed in {wish.unit}: nothing matches {app.coursedir.format_path(directory, wish.student, wish.unit)}.")
    return tasks, skipped


def _newer(app: NbGrader, folder: Path, dest: Path) -> bool:
    new, old = (app.coursedir.get_existing_timestamp(str(path)) for path in (folder, dest))
    return new is not None and old is not None and new > old


def _batches(results: Iterator[dict]) -> Iterator[list[dict]]:
    """Yield results in batches that are large enough, or old enough, to be written."""
    batch, since = [], time.monotonic()
    for result in results:
        batch.append(result)
        if len(batch) >= _BATCH or time.monotonic() - since > _WAIT:
            yield batch
            batch, since = [], time.monotonic()
    if batch:
        yield batch


def _finish(batch: list[dict], tasks: dict[str, Task], ledger: Ledger, told: Told, app: NbGrader, autograde: Autograde, wish: Wish) -> None:
    """Write a batch into the gradebook, then put its folders in place: cut short in between, they are graded once more."""
    since = time.perf_counter()
    ledger.write([result["record"] for result in batch if "record" in result])
    told.spend("gradebook", time.perf_counter() - since)
    since = time.perf_counter()
    _on_disk(Path(batch[0]["job"]["into"]).parent)
    told.spend("waiting for the disk", time.perf_counter() - since)
    for result in batch:
        task = tasks[result["student"]]
        record = result.get("record")
        if record is not None and not record["problem"]:
            _put(Path(result["job"]["into"]), task.dest)
            if app.coursedir.groupshared:
                autograde.set_permissions(wish.unit, task.student)
            told.rows += map(_told, record["rows"])
        if record is not None:
            known = sum(record["spent"].values())
            for what, seconds in [*record["spent"].items(), ("files and the rest", max(0.0, record["seconds"] - known))]:
                told.spend(what, seconds)
        told.submissions.append(_submission(result, record))


def _told(row: dict) -> dict:
    """Return what is told of a row: answers stay in the gradebook, and texts that many rows share are kept once."""
    told = {name: row[name] for name in (*report.TOLD, "dropped")}
    shared = {name: sys.intern(told[name]) for name in ("notebook", "question", "verdict")}
    return {**told, **shared, "misreadings": [sys.intern(text) for text in told["misreadings"]]}


def _submission(result: dict, record: dict | None) -> dict:
    if record is None:
        return {"student": result["student"], "verdict": OUR_ERROR, "problem": f"could not be graded: {result['fault']}", "seconds": 0.0, "flags": []}
    return {"student": record["student"], "verdict": record["verdict"], "problem": record["problem"], "seconds": round(record["seconds"], 4), "flags": record["flags"]}


def _on_disk(folder: Path) -> None:
    """Wait until what was written is on the disk: else a name may outlive a power cut, and its content not. Once a batch, for it takes time."""
    file = os.open(folder, os.O_RDONLY)
    try:
        if _libc.syncfs(file) != 0:
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error), str(folder))
    finally:
        os.close(file)


def _put(made: Path, dest: Path) -> None:
    """Put a finished folder in its place, whole: an older one is moved aside first."""
    dest.parent.mkdir(parents=True, exist_ok=True)
    if dest.exists():
        aside = made.with_name(f"{made.name}.old")
        os.replace(dest, aside)
        os.replace(made, dest)
        shutil.rmtree(aside, ignore_errors=True)
    else:
        os.replace(made, dest)
