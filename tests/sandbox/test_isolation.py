"""Which walls are chosen, what is said where there are none, and what Landlock keeps a student's code from."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from memo1949.grading.sandbox import isolation as walls
from memo1949.grading.sandbox import landlock
from memo1949.grading.sandbox.limits import Limits
from memo1949.grading.sandbox.run import Run, Stopped
from memo1949.grading.sandbox.sandbox import Sandbox

needs_landlock = pytest.mark.skipif(bool(landlock.problem()), reason=landlock.problem())
HERE = walls.Found("/usr/bin/bwrap", "")
GONE = walls.Found("", "bubblewrap is not installed")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> object:
    """Return a function that lets this machine have bubblewrap or not, and Landlock of some version."""

    def has(bubblewrap: walls.Found, version: int) -> None:
        monkeypatch.setattr(walls, "found", lambda: bubblewrap)
        monkeypatch.setattr(landlock, "version", lambda: version)

    return has


@pytest.mark.parametrize(
    ("bubblewrap", "version", "wish", "taken"),
    [
        (HERE, 7, None, "bubblewrap"),
        (HERE, 0, None, "bubblewrap"),
        (GONE, 7, None, "landlock"),
        (GONE, 3, None, "landlock"),
        (HERE, 7, "landlock", "landlock"),
        (HERE, 7, "bubblewrap", "bubblewrap"),
        (HERE, 7, "none", "none"),
        (GONE, 0, "none", "none"),
    ],
)
def test_the_strongest_walls_there_are_or_those_asked_for(machine: object, bubblewrap: walls.Found, version: int, wish: str | None, taken: str) -> None:
    """Without a wish bubblewrap is taken, else Landlock; a wish is kept."""
    machine(bubblewrap, version)
    assert walls.chosen(wish) == taken


@pytest.mark.parametrize(
    ("bubblewrap", "version", "wish", "said"),
    [
        (GONE, 0, None, ["bubblewrap is not installed", "no Landlock", "apt install bubblewrap", "--isolation=none"]),
        (GONE, 2, None, ["too old: version 2", "Linux 6.2"]),
        (GONE, 7, "bubblewrap", ["apt install bubblewrap", "--isolation=landlock"]),
        (HERE, 0, "landlock", ["Landlock cannot be used", "lsm="]),
    ],
)
def test_no_walls_no_grading(machine: object, bubblewrap: walls.Found, version: int, wish: str | None, said: list[str]) -> None:
    """Where what is wished for is not to be had, grading is refused, with what to install."""
    machine(bubblewrap, version)
    with pytest.raises(walls.NoIsolation) as refused:
        walls.chosen(wish)
    assert [part for part in said if part not in str(refused.value)] == []


def test_grade_refuses_and_starts_nothing(machine: object, capsys: pytest.CaptureFixture, tmp_path: Path) -> None:
    """`memo1949 grade` without any walls ends with 2 and says what to install."""
    from memo1949.cli import main

    machine(GONE, 0)
    assert main(["grade", "mediation", "--course", str(tmp_path)]) == 2
    assert "apt install bubblewrap" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_none_is_warned_of(capsys: pytest.CaptureFixture, tmp_path: Path) -> None:
    """`--isolation=none` says what students' code can do then, whatever comes of grading."""
    from memo1949.cli import main

    main(["grade", "mediation", "--course", str(tmp_path), "--isolation=none"])
    assert "it can read and change every file that you can" in capsys.readouterr().err


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One warm process behind Landlock."""
    with Sandbox(walls.LANDLOCK) as sandbox:
        sandbox.prepare(Limits(cell=5, memory=300, disk=20, processes=20), ["pandas"])
        yield sandbox


@pytest.fixture
def run(sandbox: Sandbox) -> Iterator[Run]:
    """A submission that has one file."""
    with sandbox.run({"given.txt": b"given"}, 1) as run:
        yield run


def said(run: Run, source: str) -> str:
    """Return what a cell prints, or the error that ends it."""
    reply = run.cell(source, 5)
    return reply["error"] or "".join(output.get("text", "") for output in reply["outputs"])


@needs_landlock
@pytest.mark.parametrize(
    "source",
    [
        "open('/etc/passwd')",
        "open(SECRET)",
        "import os; os.listdir('/proc')",
        "import os; os.listdir('..' + '/..')",
        "open('/proc/self/environ')",
        "open('/tmp/x', 'w')",
        "open(SECRET, 'a')",
        "import os; os.truncate(SECRET, 0)",
        "import os; os.rename(SECRET, 'mine')",
        "import os; os.symlink(SECRET, 'link'); open('link')",
        "import socket; socket.socket()",
        "import socket; socket.socket(socket.AF_UNIX)",
        "import os; os.kill(os.getppid(), 0)",
        "import os; os.kill(GRADER, 0)",
        "import resource; resource.prlimit(GRADER, resource.RLIMIT_NOFILE, (9, 9))",
        "import os; os.sched_setaffinity(GRADER, {0})",
        "import os; os.setpriority(os.PRIO_PROCESS, GRADER, 5)",
        "import os; os.setuid(0)",
    ],
)
def test_landlock_keeps_code_in(run: Run, tmp_path: Path, source: str) -> None:
    """Other files, other processes and the network are out of reach."""
    secret = tmp_path / "secret.txt"
    secret.write_text("key")
    reply = said(run, source.replace("SECRET", repr(str(secret))).replace("GRADER", str(os.getpid())))
    assert reply in ("PermissionError", "OSError")
    assert secret.read_text() == "key"


@needs_landlock
def test_landlock_marks_of_others_files_stay(run: Run, tmp_path: Path) -> None:
    """Who may read a file cannot be changed, though the call does not fail: copying a file calls it too."""
    secret = tmp_path / "secret.txt"
    secret.write_text("key")
    secret.chmod(0o640)
    assert said(run, f"import os; os.chmod({str(secret)!r}, 0o777)") == ""
    assert secret.stat().st_mode & 0o777 == 0o640


@needs_landlock
@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("print(open('given.txt').read())", "given\n"),
        ("import shutil; shutil.copy('given.txt', 'copy.txt'); print(open('copy.txt').read())", "given\n"),
        ("import subprocess, sys; print(subprocess.run([sys.executable, '-c', 'print(5)'], capture_output=True, text=True).stdout)", "5\n\n"),
        ("!echo hello", "hello\n"),
        ("import tempfile\nwith tempfile.NamedTemporaryFile('w+') as file: print(file.write('x'))", "1\n"),
        ("import pandas as pd; print(pd.Series([1, 2]).sum())", "3\n"),
        ("import asyncio; print(asyncio.run(asyncio.sleep(0, 'slept')))", "slept\n"),
    ],
)
def test_landlock_lets_ordinary_work_be(run: Run, source: str, shown: str) -> None:
    """What notebooks do every day works behind Landlock."""
    assert said(run, source) == shown


@needs_landlock
@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass", "processes"),
        ("import mmap\nshared = mmap.mmap(-1, 1 << 30)\nwhile True: shared.write(b'x' * 1_000_000)", "memory"),
        ("for number in range(10_000):\n    with open(f'f{number}', 'wb') as file: file.write(b'x' * 1_000_000)", "disk"),
    ],
)
def test_limits_hold_behind_landlock(run: Run, source: str, why: str) -> None:
    """Too many processes, too much memory and too many files end a notebook, by name."""
    with pytest.raises(Stopped) as stopped:
        run.cell(source, 20)
    assert stopped.value.why == why


@needs_landlock
def test_landlock_leaves_no_process_behind(sandbox: Sandbox) -> None:
    """A daemon that left its family and hears no signal ends with the submission."""
    hidden = "import os, time, signal\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        signal.signal(signal.SIGTERM, signal.SIG_IGN)\n        time.sleep(1949)\n    os._exit(0)\nos.wait()"
    with sandbox.run({}, 1) as run:
        assert said(run, hidden) == ""
        there = list((sandbox.base).iterdir())
    warm = [path for path in Path("/proc").glob("[0-9]*/cmdline") if str(sandbox.base).encode() in _read(path)]
    assert len(there) == 1 and list(sandbox.base.iterdir()) == []
    assert len(warm) == 1


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _to_be_had() -> list[str]:
    """The isolations that this machine's kernel offers; the tests want bubblewrap in any case."""
    found = [walls.BUBBLEWRAP]
    with suppress(walls.NoIsolation):
        found.append(walls.chosen(walls.LANDLOCK))
    return found


@pytest.mark.parametrize("isolation", _to_be_had())
def test_killing_the_group_ends_nobody_else(isolation: str) -> None:
    """What a cell sends to its process group does not reach the warm process, nor another submission."""
    with Sandbox(isolation) as sandbox:
        sandbox.prepare(Limits(cell=5))
        with sandbox.run({}, 1) as innocent:
            warm = sandbox._process.pid
            with sandbox.run({}, 1) as guilty:
                try:
                    guilty.cell("import os; os.kill(0, 9)", 5)
                except Stopped as stopped:
                    assert stopped.why == "died"
            assert said(innocent, "print('here')") == "here\n"
        with sandbox.run({}, 1) as after:
            assert said(after, "print('here')") == "here\n"
        assert sandbox._process.pid == warm and sandbox._process.poll() is None
