"""What a kernel process itself prints, when it starts and when it dies, stays off the terminal and is not lost."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from memo1949.grading.nbgrader.executequietly import ExecuteQuietly, KernelDied

# Python runs this before anything else of the kernel, which takes its streams over only later: what is written here,
# and what is written later to what was stderr here, goes past all that Jupyter does with output.
NOISY = """
import atexit, os, sys
if "ipykernel_launcher" in sys.orig_argv:
    out, err = os.dup(1), os.dup(2)
    os.write(err, b"noise at the start\\n")
    os.write(out, b"noise on stdout\\n")
    atexit.register(os.write, err, b"Traceback: noise at the end\\n")
"""
DYING = """
import os, sys
if "ipykernel_launcher" in sys.orig_argv:
    os.write(2, b"Traceback\\nImportError: no room for a kernel\\n\\n")
    os._exit(1)
"""


@pytest.fixture
def kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that every kernel runs first; it is empty as yet."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path / "sitecustomize.py"


@pytest.mark.slow
@pytest.mark.parametrize("verbose", [False, True], ids=["quiet", "verbose"])
def test_the_demo_keeps_kernels_off_the_terminal(kernels: Path, tmp_path: Path, verbose: bool) -> None:
    """Nothing of what kernels print reaches stdout or stderr of `memo1949 demo --nbgrader`; with --verbose it stands in the log."""
    kernels.write_text(NOISY, encoding="utf-8")
    command = [sys.executable, "-m", "memo1949", "demo", str(tmp_path / "course"), "--students", "1", "--nbgrader"]
    done = subprocess.run([*command, *["--verbose"][: int(verbose)]], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "noise" not in done.stdout
    assert "No isolation" in done.stderr and "1 of 1: student-01 (excellent)" in done.stderr
    for said in ("noise at the start", "noise on stdout"):
        assert done.stderr.count(said) == int(verbose), done.stderr
    # About one kernel in fifty (ipykernel 7, both cores busy) waits for its own sockets at its end or aborts there, is
    # terminated by Jupyter, and says no more.
    assert done.stderr.count("Traceback: noise at the end") <= int(verbose), done.stderr


def test_a_kernel_that_dies_at_its_start_says_why(
    kernels: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture
) -> None:
    """The error ends with the last line that the kernel wrote, the log has all of it, and the terminal nothing."""
    kernels.write_text(DYING, encoding="utf-8")
    execute = ExecuteQuietly(log=logging.getLogger("nbgrader-test"))
    with caplog.at_level(logging.INFO), pytest.raises(KernelDied, match=r"died.*: ImportError: no room for a kernel$"):
        execute.preprocess(new_notebook(cells=[new_code_cell("1 + 1")]), {})
    assert "Traceback\nImportError: no room for a kernel" in caplog.text
    assert capfd.readouterr() == ("", "")


def test_what_a_cell_prints_is_an_output_still(kernels: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A cell's own output on both streams goes into the notebook; what it writes past Jupyter, with the kernel's noise."""
    kernels.write_text(NOISY, encoding="utf-8")
    past = "import os, sitecustomize; os.write(sitecustomize.err, b'three'); "
    cell = new_code_cell(past + "import sys; print('one'); print('two', file=sys.stderr)")
    with caplog.at_level(logging.INFO):
        ExecuteQuietly(log=logging.getLogger("nbgrader-test")).preprocess(new_notebook(cells=[cell]), {})
    assert {(output.name, output.text) for output in cell.outputs} == {("stdout", "one\n"), ("stderr", "two\n")}
    assert "noise at the start" in caplog.text and "three" in caplog.text
