"""Attacks by what is handed in: notebooks with hostile metadata, links, poisoned files."""

import importlib.util
import json
import marshal
import os
import sys
from collections.abc import Callable
from pathlib import Path

from nbformat.notebooknode import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_output

from .attack import Attack
from .course import UNIT


def _named(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if cell.get("id") == name)


def _each_test(change: Callable[[NotebookNode], None]) -> Callable[[NotebookNode], None]:
    def spoil(notebook: NotebookNode) -> None:
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("grade"):
                change(cell)

    return spoil


def _opened(cell: NotebookNode) -> None:
    cell.metadata.nbgrader.update(solution=True, locked=False)
    cell.source = "2.0"


def _opened_wholly(cell: NotebookNode) -> None:
    cell.metadata.nbgrader.update(solution=True, locked=False, grade=False)
    cell.metadata.nbgrader.pop("points", None)
    cell.source = "2.0"


def _prefilled(cell: NotebookNode) -> None:
    if cell.cell_type == "code":
        cell.outputs = [new_output("execute_result", {"text/plain": "99.0"}, execution_count=1)]


def _twice(notebook: NotebookNode) -> None:
    for cell in [one for one in notebook.cells if one.metadata.get("nbgrader")]:
        notebook.cells.append(from_dict({**cell, "id": f"{cell.id}-2", "source": "2.0"}))


def _same_ids(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell.id = "answer-test"


def _deep(notebook: NotebookNode, deepest: int = 400) -> None:
    deep: object = "x"
    for _ in range(deepest):
        deep = [deep]
    notebook.metadata["deep"] = deep
    _named(notebook, "free").metadata["deep"] = deep


def _many(notebook: NotebookNode) -> None:
    notebook.cells[:0] = [new_code_cell(f"x{n} = {n}", id=f"many-{n}") for n in range(300)]


def _another_language(notebook: NotebookNode) -> None:
    notebook.metadata["kernelspec"] = {"name": "bash; touch /tmp/memo1949-hostile", "display_name": "x", "language": "bash"}
    notebook.metadata["language_info"] = {"name": "../../etc", "file_extension": "/../x"}


def _tags(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell.metadata["tags"] = ["raises-exception", "skip-execution", "nbgrader-pass"]


def _names(notebook: NotebookNode) -> None:
    _named(notebook, "answer").metadata.nbgrader["grade_id"] = "../../answer\u202e\u200b"
    _named(notebook, "answer-test").metadata.nbgrader["grade_id"] = "answer-t\u0435st"  # a Cyrillic letter


def _wrote(text: str | bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / f"{UNIT}.ipynb").write_bytes(text if isinstance(text, bytes) else text.encode())


def _linked_notebook(folder: Path) -> None:
    (folder / f"{UNIT}.ipynb").unlink()
    (folder / f"{UNIT}.ipynb").symlink_to(folder.parents[2] / "source" / UNIT / f"{UNIT}.ipynb")


def _hard_notebook(folder: Path) -> None:
    (folder / f"{UNIT}.ipynb").unlink()
    os.link(folder.parents[2] / "source" / UNIT / f"{UNIT}.ipynb", folder / f"{UNIT}.ipynb")


def _linked_folder(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.symlink_to(folder.parents[2] / "source" / UNIT)


def _odd_names(folder: Path) -> None:
    for name in ("a\u202eb", "\u0301", "-rf", "$(touch x)", "x\ny", ".hidden", "n" * 200):
        (folder / name).write_text("x")
    (folder / os.fsdecode(b"\xff\xfe")).write_text("x")
    for name in ("pandas.py", "sitecustomize.py", "usercustomize.py", "json.py", "matplotlibrc", "conftest.py", "nbgrader_config.py", "helpers.py"):
        (folder / name).write_text("open('/tmp/memo1949-hostile', 'w')")
    (folder / "gradebook.db").write_bytes(b"SQLite format 3\0")


def _bytecode(folder: Path) -> None:
    """Write bytecode that Python takes for helpers.py without looking at it."""
    code = compile("open('/tmp/memo1949-hostile', 'w')\nNAME = 'helpers'\ndef same(one, other): return True", "helpers.py", "exec")
    (folder / "__pycache__").mkdir()
    data = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + b"x" * 8 + marshal.dumps(code)
    (folder / "__pycache__" / f"helpers.{sys.implementation.cache_tag}.pyc").write_bytes(data)


def _metadata(**about: object) -> Callable[[NotebookNode], None]:
    return _each_test(lambda cell: cell.metadata.nbgrader.update(about))


def _bomb() -> str:
    return json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}) + " " * 1000 + "[" * 100_000


PAPERS: dict[str, Attack] = {
    "points": Attack("Raise its own points in the metadata.", spoil=_metadata(points=1000)),
    "negative": Attack("Set negative points, so that losing is winning.", spoil=_metadata(points=-5)),
    "infinite": Attack("Set points that are no number.", spoil=_metadata(points=float("nan"))),
    "wrong-types": Attack("Put lists and numbers where nbgrader expects words.", spoil=_metadata(grade_id=[1], schema_version="x", locked={}), says="damaged"),
    "newer-schema": Attack("Claim metadata of a future nbgrader.", spoil=_metadata(schema_version=99), says="damaged"),
    "no-metadata": Attack("Take the metadata of all test cells away.", spoil=_each_test(lambda cell: cell.metadata.pop("nbgrader")), says="missing"),
    "open-tests": Attack("Declare test cells to be answers and write scores into them.", spoil=_each_test(_opened)),
    "open-tests-again": Attack("Declare test cells to be answers once more, by a friend, in case the grader remembers the first as an example.", spoil=_each_test(_opened)),
    "open-answers": Attack("Declare test cells to be answers without points.", spoil=_each_test(_opened_wholly)),
    "open-answers-again": Attack("Declare them so once more, by a friend, without points.", spoil=_each_test(_opened_wholly)),
    "tests-rewritten": Attack("Write other tests into the test cells.", {f"{name}-test": "2.0" for name in ("answer", "table", "double", "add", "box", "later")}),
    "prefilled": Attack("Hand in outputs that hold scores.", spoil=_each_test(_prefilled)),
    "tags": Attack("Ask the machinery to skip its cells, or to take errors for right.", spoil=_tags),
    "twice": Attack("Hand every cell in twice, the second time with a score for a test.", spoil=_twice, says="multiple"),
    "same-ids": Attack("Give all cells the id of a test.", spoil=_same_ids),
    "no-cells": Attack("Hand in a notebook without cells.", spoil=lambda notebook: notebook.cells.clear(), says="missing"),
    "reversed": Attack("Put tests before answers.", spoil=lambda notebook: notebook.cells.reverse()),
    "deep": Attack("Nest metadata deep.", spoil=_deep),
    "many-cells": Attack("Hand in three hundred cells more.", spoil=_many),
    "language": Attack("Name a kernel of another language, whose name is a command.", spoil=_another_language),
    "names": Attack("Rename cells to what looks the same, and to paths.", spoil=_names),
    "bomb": Attack("Hand in JSON nested a hundred thousand deep.", place=_wrote(_bomb()), says="damaged"),
    "nest": Attack("Hand in nothing but brackets.", place=_wrote("[" * 1_000_000), says="damaged"),
    "binary": Attack("Hand in what is no text.", place=_wrote(b"\x80\x81\xfe\xff" * 100), says="damaged"),
    "empty": Attack("Hand in an empty file.", place=_wrote(""), says="damaged"),
    "huge": Attack("Hand in a notebook of seventy megabytes.", spoil=lambda notebook: notebook.metadata.update(x="x" * 70_000_000), says="megabytes"),
    "no-notebook": Attack("Hand in no notebook at all.", place=lambda folder: (folder / f"{UNIT}.ipynb").unlink(), says="no notebook"),
    "linked-notebook": Attack("Hand in a link to the instructor's notebook.", place=_linked_notebook, says="link"),
    "hard-notebook": Attack("Hand in a hard link to the instructor's notebook.", place=_hard_notebook, says="link"),
    "linked-folder": Attack("Hand in a link to the instructor's folder.", place=_linked_folder, says="link"),
    "linked-file": Attack("Hand in a link to the gradebook among its files.", place=lambda folder: (folder / "notes.txt").symlink_to(folder.parents[2] / "gradebook.db"), says="link"),
    "fifo": Attack("Hand in a pipe, so that who reads it waits for ever.", place=lambda folder: os.mkfifo(folder / "notes.txt"), says="no ordinary file"),
    "odd-files": Attack("Hand in files whose names are traps, and modules that Python might load on its own.", place=_odd_names),
    "bytecode": Attack("Hand in bytecode in place of the assignment's own module, for the process that runs tests.", place=_bytecode),
    "deeper": Attack("Nest metadata as deep as JSON can be read.", spoil=lambda notebook: _deep(notebook, 900), says="nested too deep"),
    "half-characters": Attack("Use half characters and control characters in cells.", {"free": "x = '\\ud800\u202e'", "why": "\u202e\u0000 \ud800"}),
}  # fmt: skip
