"""`memo1949 grade` as it is typed: what it prints, how it ends, and the report that it writes."""

import errno
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grading.course import Course, succeed
from grading.notebooks import essay, graded, solution
from memo1949.cli import main
from memo1949.grading.grader import lock, report

from .assignments import one
from .classes import hand_in, hand_out

UNIT = "typed"
CLASS = one(
    solution("answer", "x = 1"),
    graded("answer-test", "assert x == 1", "{1: 2.0}.get(x, 0.5)", 2),
    essay("why", "Because.", 3),
    students={"right": {"answer": "x = 1"}, "wrong": {"answer": "x = 2", "why": "So."}, "stopping": {"answer": "1 / 0"}},
)
ROW = {
    "unit": str,
    "student": str,
    "notebook": str,
    "question": str,
    "points": float,
    "score": float | None,
    "verdict": str,
    "misreadings": list,
    "seconds": float,
    "flags": list,
}


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which three students have handed in."""
    course = Course(tmp_path_factory.mktemp("typed") / "course", settings=False)
    hand_out(course, UNIT, CLASS)
    hand_in(course, UNIT, CLASS)
    return course.root


@pytest.fixture
def course(handed_in: Path, tmp_path: Path) -> Path:
    """A copy of that course."""
    return shutil.copytree(handed_in, tmp_path / "course")


@pytest.mark.slow
def test_report_and_progress(course: Path, tmp_path: Path) -> None:
    """In the course directory, graded: exit 0, a line of results on stdout, rate and time left on stderr, a report with all its fields; again: nothing to do."""
    command = [sys.executable, "-m", "memo1949", "grade", UNIT, "--report", "out/report.json"]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=120)
    told = ["To mark by hand, in formgrader: 1 answer.", "Unanswered: 2 written answers left blank, 0 points, waiting for nobody (right, stopping)."]
    assert (done.returncode, done.stdout.splitlines()[1:]) == (0, told)
    assert done.stdout.startswith("Graded: 3 of 3 submissions in ")
    assert "isolation: bubblewrap" in done.stdout
    assert "  3 of 3 (" in done.stderr and "a second, 0 seconds left)" in done.stderr
    found = json.loads((course / "out" / "report.json").read_text(encoding="utf-8"))
    assert (found["format"], found["version"], found["unit"], found["isolation"]) == (report.FORMAT, report.VERSION, UNIT, "bubblewrap")
    assert found["seconds"]["total"] > 0
    assert len(found["rows"]) == 6
    for row in found["rows"]:
        assert row.keys() == ROW.keys()
        assert all(isinstance(row[name], kind) for name, kind in ROW.items())
    scores = {(row["student"], row["question"]): (row["score"], row["verdict"]) for row in found["rows"]}
    assert scores["right", "answer-test"] == (2.0, "marked")
    assert scores["stopping", "answer-test"] == (0.0, "student error")
    assert scores["wrong", "why"] == (None, "to mark by hand")
    assert [one.keys() for one in found["submissions"]] == [{"student", "verdict", "problem", "seconds", "flags"}] * 3
    assert main(["grade", UNIT, "--course", str(course)]) == 0


@pytest.mark.slow
def test_someone_must_look(course: Path, capsys: pytest.CaptureFixture) -> None:
    """A notebook that cannot be read: exit 1, the student is named with the reason, the others are graded; the same again next time."""
    (course / "submitted" / "wrong" / UNIT / f"{UNIT}.ipynb").write_text("{")
    assert main(["grade", UNIT, "--course", str(course)]) == 1
    out = capsys.readouterr().out
    assert "Graded: 2 of 3 submissions" in out
    assert "A person should look at:\n  wrong: typed.ipynb is damaged (not valid JSON)\n" in f"{out}\n"
    assert not (course / "autograded" / "wrong").exists()
    assert main(["grade", UNIT, "--course", str(course)]) == 1
    assert "Left as they were: 2" in capsys.readouterr().out


@pytest.mark.slow
def test_bar_in_a_terminal(course: Path) -> None:
    """Where stderr is a terminal, progress is a bar with rate and time left, and the results stay alone on stdout."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "memo1949", "grade", UNIT, "--course", str(course)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, text=True, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    shown = b""
    while True:
        try:
            shown += os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
    os.close(ours)
    out = running.communicate(timeout=60)[0]
    assert running.returncode == 0
    assert out.startswith("Graded: 3 of 3")
    assert b"a second" in shown and "━".encode() in shown and b"0:00:00" in shown


WRONG = {
    "no unit": ([], "the following arguments are required: UNIT"),
    "no such directory": ([UNIT, "--course", "nowhere"], "Name the course directory with --course"),
    "no course": ([UNIT, "--course", "empty"], "is no nbgrader course directory, or a new one: it has no gradebook (gradebook.db)"),
    "unknown unit": (["nothing", "--course", "course"], "Run `nbgrader generate_assignment nothing` first"),
    "nobody": ([UNIT, "--course", "course", "--student", "x*"], f"Nobody has handed in {UNIT}"),
    "report": ([UNIT, "--course", "course", "--report", "empty"], "is a directory. Name a file for the report"),
    "jobs": ([UNIT, "--course", "course", "--jobs", "0"], "at least 1"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_done(name: str, course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    """Wrong use ends with 2 and a sentence on stderr that says what to do; nothing is graded or made."""
    words, says = WRONG[name]
    (course.parent / "empty").mkdir()
    monkeypatch.chdir(course.parent)
    try:
        code = main(["grade", *words])
    except SystemExit as error:  # argparse
        code = error.code
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert says in err and "Traceback" not in err
    assert list((course.parent / "empty").iterdir()) == []
    assert not (course.parent / "nowhere").exists()
    assert not (course / "autograded").exists()


def test_an_assignment_that_was_only_entered(course: Path, capsys: pytest.CaptureFixture) -> None:
    """One that was given a deadline and not yet generated is not graded, nobody's work is entered, and nbgrader can still generate it."""
    made = Course(course, settings=False)
    with made.gradebook() as gradebook:
        gradebook.add_assignment("entered", duedate="2027-03-01 23:59:00 UTC")
    for folder in (course / "source", *(course / "submitted").iterdir()):
        shutil.copytree(folder / UNIT, folder / "entered")
    assert main(["grade", "entered", "--course", str(course)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "but none of its notebooks. Run `nbgrader generate_assignment entered` first." in err
    assert list((course / "autograded").rglob("*") if (course / "autograded").exists() else ()) == []
    succeed(made.api.generate_assignment("entered"))
    with made.gradebook() as gradebook:
        assert gradebook.assignment_submissions("entered") == []
        assert [one.name for one in gradebook.find_assignment("entered").notebooks] == [UNIT]


def test_one_at_a_time(course: Path, capsys: pytest.CaptureFixture) -> None:
    """While one grader is at work in a course, a second refuses, says who is at work, and changes nothing."""
    with lock.held(course):
        assert main(["grade", UNIT, "--course", str(course)]) == 2
    err = capsys.readouterr().err
    assert f"(process {os.getpid()})" in err and "Wait until it has ended" in err
    assert not (course / "autograded").exists()


def test_a_disk_without_locks(course: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a course's disk has no locks, that is what is told, with what to do, and not that another grader is at work."""

    def refused(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(lock.fcntl, "flock", refused)
    assert main(["grade", UNIT, "--course", str(course)]) == 2
    err = capsys.readouterr().err
    assert "cannot be locked (No locks available)" in err and "network disk" in err and "Another memo1949" not in err
    assert not (course / "autograded").exists()


def test_report_whole_or_not_at_all(tmp_path: Path) -> None:
    """A report that cannot be written to its end leaves an older one as it was, and nothing beside it."""
    path = tmp_path / "report.json"
    report.write(path, UNIT, "none", [], [], {"total": 1.0})
    before = path.read_bytes()
    with pytest.raises(TypeError):
        report.write(path, UNIT, "none", [{"score": object()}], [], {"total": 1.0})
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["report.json"]


def test_report_has_each_record_on_a_line(tmp_path: Path) -> None:
    """A report is one JSON object, whose records can also be read line by line."""
    path = tmp_path / "report.json"
    rows, submissions = [{"student": "李", "score": None}, {"student": "b", "score": 1.5}], [{"student": "李"}]
    report.write(path, UNIT, "none", rows, submissions, {"total": 1.0})
    found = json.loads(path.read_text(encoding="utf-8"))
    assert (found["unit"], found["rows"], found["submissions"]) == (UNIT, rows, submissions)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line.rstrip(",")) for line in lines if line.startswith("{") and "format" not in line] == [*rows, *submissions]
