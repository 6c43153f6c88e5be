"""Grading a simulated class with `nbgrader autograde` and with `memo1949 grade`, in one run: times, and whether every mark is equal."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook

from .. import keys
from ..course import set_up
from ..grader.remarking import remark
from ..simulation import CLASS, grading, make_class

# Without the profile whose file is cut off: nbgrader cannot read it either, so it says nothing about time.
READABLE = tuple(name for name in CLASS if name != "damaged")


@dataclass(frozen=True, slots=True)
class Timed:
    """One run over a class: seconds by the clock for `students` submissions, megabytes of its largest process, its own report.

    `processor` are the seconds that its processes computed: on a busy machine the clock says little.
    """

    students: int
    seconds: float
    megabytes: float
    spent: dict[str, float] = field(default_factory=dict)
    processor: float = 0.0

    @property
    def each(self) -> float:
        """Seconds a submission."""
        return self.seconds / self.students


@dataclass(frozen=True, slots=True)
class Remarked:
    """Marking a class again: how many answers, seconds of the whole command by the clock, and seconds of the work without its start."""

    answers: int
    command: float
    work: float


@dataclass(frozen=True, slots=True)
class Compared:
    """A unit graded both ways: the times, and what differs between the gradebooks (nothing, if all is well).

    `remarks` are of marking again after one question was corrected, and after all were.
    """

    unit: str
    nbgrader: Timed | None
    ours: Timed
    marks: int
    differing: tuple[str, ...]
    remarks: tuple[Remarked, ...] = ()

    @property
    def ratio(self) -> float | None:
        """How many times the throughput of nbgrader."""
        return self.nbgrader.each / self.ours.each if self.nbgrader else None

    def against(self, seconds: float) -> tuple[float, float | None]:
        """Return how many times as long as `seconds` the class took to grade: by us, and by nbgrader at its rate."""
        return self.ours.seconds / seconds, self.nbgrader.each * self.ours.students / seconds if self.nbgrader else None


def compare(unit: str, students: int, by_nbgrader: int, isolation: str | None, say: Callable[[str], None], recorded: bool = False) -> Compared:
    """Grade `students` simulated submissions of a unit with memo1949, and the first `by_nbgrader` of them with nbgrader.

    With `recorded` the unit goes without its task in pandas, so that no student's code needs to run. Both start as commands, on copies of one course directory, and pay for their own start. Raises CourseError when nbgrader
    cannot generate the assignment, CalledProcessError when a grader fails altogether.
    """
    with course_of(unit, students, recorded) as course:
        theirs = None
        if by_nbgrader:
            say(f"{unit}: nbgrader autograde, {by_nbgrader} submissions; some seconds each ...")
            other = course.with_name("nbgrader")
            shutil.copytree(course, other)
            for folder in sorted((other / "submitted").iterdir())[by_nbgrader:]:
                shutil.rmtree(folder)
            theirs = timed([*module("nbgrader"), "autograde", unit], other, by_nbgrader)
        say(f"{unit}: memo1949 grade, {students} submissions ...")
        report = course / "report.json"
        wish = ["--isolation", isolation] if isolation else []
        ours = timed([*module("memo1949"), "grade", unit, "--report", str(report), *wish], course, students)
        spent = json.loads(report.read_text(encoding="utf-8"))["seconds"]
        equal, differing = _difference(course, course.with_name("nbgrader")) if theirs else (0, ())
        say(f"{unit}: memo1949 remark, one question corrected, then all ...")
        remarks = tuple(_remark(course, unit, most) for most in (1, 10_000))
        return Compared(unit, theirs, Timed(students, ours.seconds, ours.megabytes, spent), equal, differing, remarks)


def _remark(course: Path, unit: str, most: int) -> Remarked:
    """Correct up to `most` keys in source/ and mark again, twice: by the command, and here."""
    _correct(course, unit, most)
    command = timed([*module("memo1949"), "remark", unit], course, 1).seconds
    _correct(course, unit, most)
    begun = time.monotonic()
    result = remark(course, unit)
    return Remarked(len(result.corrections), command, time.monotonic() - begun)


def _correct(course: Path, unit: str, most: int) -> None:
    """Change the explanation of up to `most` keys: every answer is marked again, and its panel says something else."""
    path = course / "source" / unit / f"{unit}.ipynb"
    text, begins = path.read_text(encoding="utf-8"), 'explanation=\\"'
    path.write_text(text.replace(begins, f"{begins}(Corrected.) ", most), encoding="utf-8")


@contextmanager
def course_of(unit: str, students: int, recorded: bool = False) -> Iterator[Path]:
    """Give a course directory, for a while, in which a simulated class has handed a unit in."""
    with tempfile.TemporaryDirectory(prefix="memo1949-bench-") as folder:
        course = Path(folder) / "memo1949"
        course.mkdir()
        set_up(course)
        if recorded:
            _without_code(course / "source" / unit / f"{unit}.ipynb")
        with grading.at_desk(course) as desk:
            grading.hand_out(desk, unit)
        make_class(course, unit, students, profiles=READABLE)
        yield course


def _without_code(source: Path) -> None:
    """Take the questions about students' code out of a source notebook."""
    content = json.loads(source.read_text(encoding="utf-8"))
    results = {name for name, keyed in keys.load(source).questions.items() if keyed.asked.question.kind == "result"}
    gone = results | {f"ask-{name}" for name in results}

    def stays(cell: dict) -> bool:
        written = cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("solution")
        return cell["id"] not in gone and not written

    content["cells"] = list(filter(stays, content["cells"]))
    source.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def module(name: str) -> list[str]:
    """Return a command of this Python's, whatever stands on the PATH."""
    return [sys.executable, "-m", name] if name != "nbgrader" else [sys.executable, "-c", "from nbgrader.apps.nbgraderapp import main; main()"]


def timed(command: list[str], course: Path, students: int) -> Timed:
    """Run a grader in a course directory. Exit code 1 means that something waits for a person, which is no failure."""
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])}
    with tempfile.TemporaryFile() as log:
        begun = time.monotonic()
        process = subprocess.Popen(command, cwd=course, env=environment, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)
        seconds, code = time.monotonic() - begun, os.waitstatus_to_exitcode(status)
        process.returncode = code
        if code not in (0, 1):
            log.seek(0)
            raise subprocess.CalledProcessError(code, command, log.read().decode("utf-8", "replace")[-2000:])
    return Timed(students, seconds, _megabytes(used), processor=used.ru_utime + used.ru_stime)


def _megabytes(used: resource.struct_rusage) -> float:
    """Return the memory of the largest process: macOS counts in bytes, Linux in kilobytes."""
    return used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def marks(course: Path) -> dict[tuple[str, ...], object]:
    """Return every score, comment, penalty and manual flag that a gradebook holds, by student and cell."""
    found: dict[tuple[str, ...], object] = {}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "memo1949") as gradebook:
        for assignment in gradebook.assignments:
            for submission in assignment.submissions:
                for notebook in submission.notebooks:
                    key = (assignment.name, submission.student_id, notebook.name)
                    found[*key, "late"] = notebook.late_submission_penalty
                    for grade in notebook.grades:
                        found[*key, grade.name] = (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
                    for comment in notebook.comments:
                        found[*key, comment.name, "comment"] = comment.auto_comment
    return found


def _difference(ours: Path, theirs: Path) -> tuple[int, tuple[str, ...]]:
    """Return how many marks nbgrader gave, and those that we gave otherwise, in words."""
    mine, expected = marks(ours), marks(theirs)
    differing = [f"{' / '.join(key)}: nbgrader {value}, memo1949 {mine.get(key)}" for key, value in expected.items() if mine.get(key) != value]
    return len(expected), tuple(differing)
