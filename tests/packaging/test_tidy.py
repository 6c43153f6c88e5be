"""The project's files: short ones, of no particular machine, and notebooks as they are kept."""

import json
import re
import subprocess
from pathlib import Path

TOP = Path(__file__).parents[2]
LINES = 300
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|tmp/\w+|home/\w+|Users/\w+)/")
TEXT = {".py", ".js", ".css", ".md", ".toml", ".ipynb", ".html", ".j2", ".csv", ".json", ".txt", ""}


def tracked(*suffixes: str) -> list[Path]:
    """Return the files that git tracks, with one of these suffixes."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True, text=True, check=True).stdout
    paths = [TOP / name for name in listing.split("\0") if name]
    return [path for path in paths if path.suffix in suffixes and path.is_file()]


def test_files_are_short() -> None:
    """A file of code owns one thing: none is over 300 lines."""
    lengths = {str(path.relative_to(TOP)): path.read_bytes().count(b"\n") for path in tracked(".py", ".js", ".css")}
    assert {name: length for name, length in lengths.items() if length > LINES} == {}


def test_no_file_names_a_folder_of_one_machine() -> None:
    """Nothing that is kept says where it was made."""
    found = {
        str(path.relative_to(TOP)): match.group()
        for path in tracked(*TEXT)
        if (match := MACHINE.search(path.read_text(encoding="utf-8"))) and path != Path(__file__)
    }
    assert found == {}


def test_notebooks_are_kept_without_outputs() -> None:
    """No notebook in the project holds an output or an execution count."""
    ran = [
        f"{path.relative_to(TOP)}: {cell['id']}"
        for path in tracked(".ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell.get("outputs") or cell.get("execution_count")
    ]
    assert ran == []


def test_source_holds_notebooks_and_nothing_else() -> None:
    """nbgrader copies every other file in source/ to students, and over their answers."""
    source = {path.relative_to(TOP / "source") for path in (TOP / "source").rglob("*") if path.is_file()}
    ignored = {path for path in source if ".ipynb_checkpoints" in path.parts}
    assert [path for path in source - ignored if path != Path(path.parts[0], f"{path.parts[0]}.ipynb")] == []
