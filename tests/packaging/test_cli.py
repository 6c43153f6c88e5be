"""The command: help, exit codes, and how it ends when something is missing or stops it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from memo1949 import cli
from memo1949.shipped import NotShipped

HEAVY = {"pandas", "nbgrader", "nbconvert", "matplotlib", "jinja2", "rich", "ipywidgets", "jupyter_client"}
MEMO1949 = [sys.executable, "-m", "memo1949"]


@pytest.fixture
def verb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable], None]:
    """Return a function that makes its argument the verb `try`, the only one there is."""

    def use(run: Callable) -> None:
        module = ModuleType("memo1949.commands.try")
        module.add_arguments, module.run = lambda parser: parser.add_argument("--times", type=int, default=1), run
        monkeypatch.setitem(sys.modules, module.__name__, module)
        (tmp_path / "try.py").write_text('"""Try something.\n\nMore.\n"""\n')
        monkeypatch.setattr(cli, "_COMMANDS", tmp_path)

    return use


def failing(error: BaseException) -> Callable:
    """Return a verb's `run` that raises `error`."""

    def run(args: object) -> int:
        raise error

    return run


def test_a_verb_gets_its_arguments_and_gives_the_exit_code(verb: Callable) -> None:
    """What run() returns is the exit code; what was typed arrives parsed."""
    verb(lambda args: args.times)
    assert cli.main(["try", "--times", "1"]) == 1
    assert cli.main(["try", "--times", "0"]) == 0


def test_help_shows_the_first_line_of_each_docstring(verb: Callable, capsys: pytest.CaptureFixture) -> None:
    """The list of verbs is made from the modules, and nothing else."""
    verb(lambda args: 0)
    with pytest.raises(SystemExit) as stop:
        cli.main(["--help"])
    assert stop.value.code == 0
    assert "Try something." in capsys.readouterr().out


@pytest.mark.parametrize("args", [[], ["no-such-verb"], ["--no-such-option"]])
def test_wrong_use_is_2(args: list[str]) -> None:
    """Wrong use ends with exit code 2, as everywhere."""
    with pytest.raises(SystemExit) as stop:
        cli.main(args)
    assert stop.value.code == 2


def test_a_missing_extra_is_named(verb: Callable, capsys: pytest.CaptureFixture) -> None:
    """Without the grading extra a verb says which command installs it, without a traceback."""
    verb(failing(ModuleNotFoundError("No module named 'nbgrader'", name="nbgrader.apps")))
    assert cli.main(["try"]) == 2
    said = capsys.readouterr().err
    assert "nbgrader" in said and "pip install 'memo1949[grading]'" in said


def test_what_only_some_systems_have(verb: Callable, capsys: pytest.CaptureFixture[str]) -> None:
    """Where Python itself lacks a part, as on Windows, nobody is told to install it."""
    verb(failing(ModuleNotFoundError("No module named 'fcntl'", name="fcntl")))
    assert cli.main(["try"]) == 2
    said = capsys.readouterr().err
    assert "needs fcntl" in said and "WSL" in said and "pip install" not in said


def test_a_missing_module_of_ours_is_not_hidden(verb: Callable) -> None:
    """A mistake in our own imports is no missing extra."""
    verb(failing(ModuleNotFoundError("No module named 'memo1949.x'", name="memo1949.x")))
    with pytest.raises(ModuleNotFoundError):
        cli.main(["try"])


def test_what_is_not_shipped_is_said(verb: Callable, capsys: pytest.CaptureFixture) -> None:
    """A verb that needs source/ says so where there is none."""
    verb(failing(NotShipped("There are no keys here.")))
    assert cli.main(["try"]) == 2
    assert capsys.readouterr().err == "memo1949: There are no keys here.\n"


def test_an_interrupt_is_130(verb: Callable, capsys: pytest.CaptureFixture) -> None:
    """Ctrl-C ends with one line and the exit code that shells expect."""
    verb(failing(KeyboardInterrupt()))
    assert cli.main(["try"]) == 130
    assert capsys.readouterr().err.strip() == "memo1949: stopped."


def test_a_closed_pipe_is_no_error() -> None:
    """`memo1949 --help | true` ends quietly."""
    reader, writer = os.pipe()
    os.close(reader)
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen([*MEMO1949, "--help"], stdout=writer, stderr=subprocess.PIPE, env=env) as process:
        os.close(writer)
        said = process.stderr.read()
    assert (process.returncode, said) == (141, b"")


def test_the_work_is_done_although_nobody_reads_on(tmp_path: Path) -> None:
    """`memo1949 VERB | head -1` does all that the verb does: it is not cut short where it next speaks."""
    code = (
        "import sys; from types import SimpleNamespace as N; from pathlib import Path; from memo1949 import cli\n"
        "def run(parsed):\n"
        "    for number in range(3):\n"
        "        try:\n"
        "            print('told', flush=True)\n"
        "        except OSError as error:\n"
        "            return 2\n"
        "    Path(sys.argv[1]).touch()\n"
        "    return 0\n"
        "cli._parse = lambda args: (None, N(run=run)); raise SystemExit(cli.main(['x']))"
    )
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "done")], stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr, (tmp_path / "done").exists()) == (141, b"", True)


def test_chinese_names_are_printed_under_any_locale() -> None:
    """With an ASCII terminal encoding the output is UTF-8 all the same."""
    code = (
        "from types import SimpleNamespace as N; from memo1949 import cli;"
        "cli._parse = lambda args: (None, N(run=lambda parsed: print('毛泽东') or 0)); raise SystemExit(cli.main(['x']))"
    )
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=env, check=True)
    assert done.stdout.decode("utf-8").strip() == "毛泽东"


def test_version() -> None:
    """--version prints the name and the version of the distribution."""
    from importlib.metadata import version

    done = subprocess.run([*MEMO1949, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"memo1949 {version('memo1949')}\n"


@pytest.mark.parametrize("name", ["", *cli.verbs()])
def test_help_is_light(name: str) -> None:
    """`memo1949 --help`, and each verb's, loads nothing heavy: it answers at once, and without the grading extra."""
    code = (
        "import sys; from memo1949.cli import main\ntry: main(sys.argv[1:])\n"
        "except SystemExit as stop: print(stop.code, *sys.modules, file=sys.stderr)"
    )
    args = [name, "--help"] if name else ["--help"]
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=True)
    exit_code, *loaded = done.stderr.split()
    assert exit_code == "0"
    assert HEAVY.isdisjoint(loaded)
    assert done.stdout.startswith("usage: memo1949")
