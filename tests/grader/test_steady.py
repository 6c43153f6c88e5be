"""Whatever ends while a class is graded, calling the grader again completes it: nothing lost, nothing twice, nothing half."""

import os
import shutil
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from statistics import median
from time import sleep

import pytest

from browser import say
from grading.course import Course
from grading.notebooks import essay, graded, solution
from memo1949.grading.grader import grading, submission, worker
from memo1949.grading.sandbox.limits import MEGABYTE

from .assignments import one
from .classes import graded_by_us, hand_in, hand_out
from .killing import GONE, Grader, left_over, orphans_to_us

UNIT = "steady"
CLASS = one(
    solution("double", "def double(x):\n    return 2 * x"),
    graded("double-test", "assert double(1) == 2", "assert double('a') == 'aa'", 2),
    solution("total", "total = sum([1, 2, 3])"),
    graded("total-test", "assert total == 6", "{6: 2.0}.get(total, 0.5)", 2),
    essay("why", "Because.", 3),
    students={
        f"s{number:02}": {
            "double": "import time\ntime.sleep(0.1)\n" + ("def double(x):\n    return x + x", "def double(x):\n    return x * x", "double = None")[number % 3],
            "total": f"total = {number % 4 + 4}",
            "why": f"Reason {number}.",
        }
        for number in range(12)
    },
)
# What must be put right by itself: the class is graded to its end all the same.
REPLACED = ("worker", "examiner", "walls", "warm process", "copy")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which a small class has handed in."""
    course = Course(tmp_path_factory.mktemp("steady") / "course", settings=False)
    hand_out(course, UNIT, CLASS)
    hand_in(course, UNIT, CLASS)
    return course.root


@pytest.fixture(scope="module")
def undisturbed(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What grading that class gives when nothing happens."""
    root = shutil.copytree(handed_in, tmp_path_factory.mktemp("undisturbed") / "course")
    assert not graded_by_us(root, UNIT).reviews()
    found = standing(root)
    assert len(found) == len(CLASS.students)
    return found


@pytest.fixture
def course(handed_in: Path, tmp_path: Path) -> Path:
    """A copy of the course."""
    return shutil.copytree(handed_in, tmp_path / "course")


def gradebook(root: Path) -> sqlite3.Connection:
    """Open a course's gradebook for reading; not with mode=ro, which may not take back what a killed grader had begun to write."""
    return sqlite3.connect(f"file:{root / 'gradebook.db'}?mode=rw", uri=True)


def standing(root: Path) -> dict[str, object]:
    """Return what a course has of each student: rows of the gradebook, kept answers, autograded files."""
    with gradebook(root) as base:
        assert base.execute("pragma integrity_check").fetchall() == [("ok",)]
        found = {student: [] for (student,) in base.execute("select id from student")}
        for query in (_GRADES, _COMMENTS, _ANSWERS):
            for student, *row in base.execute(query):
                found[student].append(tuple(row))
    for folder in (root / "autograded").glob(f"*/{UNIT}"):
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        found[folder.parent.name].append(files)
    return found


_SUBMITTED = "submitted_assignment a join submitted_notebook n on n.assignment_id = a.id"
_GRADES = f"select a.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade, n.late_submission_penalty from {_SUBMITTED} join grade g on g.notebook_id = n.id join base_cell c on c.id = g.cell_id order by c.name"
_COMMENTS = f"select a.student_id, c.name, k.auto_comment from {_SUBMITTED} join comment k on k.notebook_id = n.id join base_cell c on c.id = k.cell_id order by c.name"
_ANSWERS = "select student, question, value, score, verdict, flags from memo1949_answer order by question"


def check_whole(root: Path, undisturbed: dict[str, object]) -> None:
    """Check that whoever is in the gradebook has all rows there, and an autograded folder that is whole or none yet."""
    with gradebook(root) as base:
        if not base.execute("select 1 from sqlite_master where name = 'memo1949_answer'").fetchall():
            return
    for student, found in standing(root).items():
        assert found in (undisturbed[student], undisturbed[student][:-1])


@pytest.mark.slow
def test_killed_at_random_moments(handed_in: Path, undisturbed: dict, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """After many kills of any of the grader's processes, marks, answers and notebooks are those of an undisturbed run."""
    wanted, random, kills, rounds = pytestconfig.getoption("--kills"), Random(1949), Counter(), 0
    runs: Counter[int] = Counter()
    with orphans_to_us() as before:
        while kills.total() < wanted:
            root = shutil.copytree(handed_in, tmp_path / str(rounds))
            rounds, code = rounds + 1, None
            while code != 0:
                grader = Grader(root, UNIT)
                while grader.running() and kills.total() < wanted:
                    if random.random() < 0.8:  # most of them fall into the work itself, some into its preparation
                        grader.await_part("student")
                    sleep(random.uniform(0, 0.8))
                    kind = random.choice([kind for kind in grader.parts() if kind != "student"] or ["none"])
                    number = signal.SIGINT if kind == "grader" and random.random() < 0.5 else signal.SIGKILL
                    kills[f"{kind}, {number.name}"] += grader.kill(kind, number, random.randrange(100))
                code, said = grader.ended()
                runs[code] += 1
                say(f"{kills.total()} kills, {rounds} classes")
                assert "Traceback" not in said, said
                assert left_over(before) == []
                check_whole(root, undisturbed)
            assert standing(root) == undisturbed
            assert [path.name for path in (root / "autograded").glob(".*")] == []
            shutil.rmtree(root)
    print(f"{kills.total()} kills: {dict(kills)}; {rounds} classes graded to the end; how graders ended: {dict(runs)}")


@pytest.mark.slow
@pytest.mark.parametrize("kind", REPLACED)
def test_what_dies_is_replaced(kind: str, course: Path, undisturbed: dict) -> None:
    """A worker, a process that runs tests, and the sandbox's own may be killed at work: nobody's marks change."""
    with orphans_to_us() as before:
        grader = Grader(course, UNIT)
        assert grader.strike(kind, at="examiner" if kind == "examiner" else "student")
        assert grader.ended()[0] == 0
        assert left_over(before) == []
    assert standing(course) == undisturbed


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "number", "code", "says"), [("grader", signal.SIGKILL, -9, ""), ("grader", signal.SIGINT, 130, "stopped"), ("grader", signal.SIGTERM, -15, ""), ("nursery", signal.SIGKILL, 2, "Call this again")])
def test_calling_again_completes(kind: str, number: int, code: int, says: str, course: Path, undisturbed: dict) -> None:
    """A grading that was ended at work leaves no process, and the next call grades what is left."""
    with orphans_to_us() as before:
        grader = Grader(course, UNIT)
        assert grader.strike(kind, at="student", number=number)
        ended, said = grader.ended()
        assert (ended, says in said, "Traceback" in said) == (code, True, False)
        assert left_over(before) == []
        check_whole(course, undisturbed)
        assert Grader(course, UNIT).ended()[0] == 0
        assert left_over(before) == []
    assert standing(course) == undisturbed


def _deadly(student: str) -> Callable:
    """Return grading that ends its worker at one student's submission."""

    def grade(desk: submission.Desk, name: str, *rest: object) -> submission.Record:
        if name == student:
            os.kill(os.getpid(), signal.SIGKILL)
        return submission.grade(desk, name, *rest)

    return grade


@pytest.mark.slow
def test_our_error(course: Path, undisturbed: dict, monkeypatch: pytest.MonkeyPatch) -> None:
    """A submission that ends its worker twice is listed as our error, without a score; the others are graded, and so is it when it can be."""
    with monkeypatch.context() as patch:
        patch.setattr(worker, "grade", _deadly("s03"))
        code, said = Grader(course, UNIT).ended()
    assert (code, "Graded: 11 of 12" in said) == (1, True)
    assert "A person should look at:\n  s03: could not be graded: the worker ended or hung" in said
    assert standing(course) == {student: found for student, found in undisturbed.items() if student != "s03"}
    assert Grader(course, UNIT).ended()[0] == 0
    assert standing(course) == undisturbed


@pytest.mark.slow
def test_hanging_worker(course: Path, undisturbed: dict, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that does nothing any more is ended and replaced, and its submission is graded by another."""
    monkeypatch.setattr(grading, "_patience", lambda notebook, count: 15.0)
    with orphans_to_us() as before:
        grader = Grader(course, UNIT)
        assert grader.strike("worker", at="student", number=signal.SIGSTOP)
        code, said = grader.ended()
        assert code == 0, said
        assert left_over(before) == []
    assert standing(course) == undisturbed


@pytest.mark.slow
def test_memory_stays_bounded(tmp_path: Path) -> None:
    """What a worker holds for itself does not grow with the number of submissions it has graded."""
    students = {f"s{number:03}": {"answer": f"x = list(range({number}))"} for number in range(150)}
    made = Course(tmp_path / "course", settings=False)
    many = one(solution("answer", "x = []"), graded("answer-test", "assert len(x) < 50", "x[-1] / 100", 1), students=students)
    hand_out(made, UNIT, many)
    hand_in(made, UNIT, many)
    grader, held = Grader(made.root, UNIT, "--jobs", "1"), []
    while grader.running():
        done = len(list((made.root / "autograded").glob(".memo1949-*/*")) + list((made.root / "autograded").glob(f"*/{UNIT}")))
        with suppress(*GONE):
            held += [(done, one_.memory_full_info().uss) for one_ in grader.parts().get("worker", [])]
        sleep(0.05)
    assert grader.ended()[0] == 0
    early, late = ([size for done, size in held if low <= done <= high] for low, high in ((60, 90), (120, 150)))
    assert early and late
    assert median(late) - median(early) < 2 * MEGABYTE  # once it has touched what it inherited; for 60 submissions


@pytest.mark.slow
def test_on_disk_before_in_place(course: Path, undisturbed: dict, monkeypatch: pytest.MonkeyPatch) -> None:
    """Notebooks are on the disk before they get their names in autograded/, so that a power cut leaves none half written."""
    waited, there, put = [], grading._on_disk, grading._put

    def on_disk(folder: Path) -> None:
        waited.extend(sorted(one_.name for one_ in folder.iterdir() if not (course / "autograded" / one_.name).exists()))
        there(folder)

    def placed(made: Path, dest: Path) -> None:
        assert made.name in waited
        put(made, dest)

    monkeypatch.setattr(grading, "_on_disk", on_disk)
    monkeypatch.setattr(grading, "_put", placed)
    graded_by_us(course, UNIT)
    assert standing(course) == undisturbed
