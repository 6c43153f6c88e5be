"""Who may import whom, read from the source: notebooks → classroom → edition ← grading ← commands."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "autograder" / "memo1949"
ROOMS = ("edition", "classroom", "grading", "commands", "cli", "shipped")
ALLOWED = {
    "edition": set(),
    "classroom": {"edition"},
    "grading": {"edition", "classroom", "shipped"},
    "commands": {"edition", "classroom", "grading", "shipped"},
    "cli": {"commands", "shipped"},
    "shipped": set(),
    "__main__": {"cli"},
    "__init__": {"edition", "classroom"},
}
HEAVY = ("pandas", "numpy", "IPython", "ipywidgets", "anywidget", "rapidfuzz", "filelock", "jinja2", "matplotlib", "nbgrader")


def room(path: Path) -> str:
    """Return the room of a module: its first folder, or its own name at the top."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(path: Path) -> Iterator[str]:
    """Yield the full names that a module imports, anywhere in it, also through import_module."""
    package = ["memo1949", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = [*base, *(node.module or "").split(".")] if node.module else base
            yield from (".".join([*start, alias.name]) for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # Names that are imported by their text, such as the package root's lazy ones.
            first = node.value.partition(".")[0]
            if first in ("", "memo1949") and node.value.replace(".", "").replace("_", "").isalnum():
                yield ".".join(package[:1]) + node.value if not first else node.value


def rooms_used(path: Path) -> set[str]:
    """Return the rooms whose modules a module imports."""
    parts = (name.split(".") for name in imported(path))
    return {names[1] for names in parts if names[0] == "memo1949" and len(names) > 1 and names[1] in ROOMS}


MODULES = sorted(PACKAGE.rglob("*.py"))


def test_every_module_stands_in_a_known_room() -> None:
    """A new folder in the package is given its arrows here before it is used."""
    assert {room(path) for path in MODULES} <= set(ALLOWED)


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_arrows(name: str) -> None:
    """No module imports from a room that its own room may not know."""
    wrong = {
        str(path.relative_to(PACKAGE)): sorted(used)
        for path in MODULES
        if room(path) == name and (used := rooms_used(path) - ALLOWED[name] - {name})
    }
    assert wrong == {}


def test_keys_are_read_by_grading_alone() -> None:
    """Only grading and the commands know where the keys are or how to read them."""
    knowing = {"memo1949.grading.keys", "memo1949.shipped.source"}
    wrong = [
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if room(path) not in ("grading", "commands")
        and any(name.startswith(known) for name in imported(path) for known in knowing)
    ]
    assert wrong == []


def test_the_root_imports_nothing_heavy() -> None:
    """`import memo1949` loads the standard library's modules and its own, no other."""
    loaded = loaded_by("import memo1949")
    assert "memo1949" in loaded
    assert loaded - {"memo1949"} <= sys.stdlib_module_names


def test_question_types_and_the_edition_import_without_the_heavy_ones() -> None:
    """Defining questions and reading the document needs neither pandas nor widgets nor rapidfuzz."""
    names = "ask, answer, mark, seal, reader, timeline, weigh, edition, SingleChoice, Table, Column"
    assert loaded_by(f"from memo1949 import {names}; edition.sentences()").isdisjoint(HEAVY)


def loaded_by(statement: str) -> set[str]:
    """Return the top-level modules that a statement loads in a fresh interpreter."""
    code = f"import sys; before = set(sys.modules); {statement}; print(*{{n.split('.')[0] for n in set(sys.modules) - before}})"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
