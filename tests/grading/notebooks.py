"""Small notebooks for the tests of grading, made cell by cell as an instructor would make them."""

from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook


def cell(name: str, source: str, kind: str = "code", **about: object) -> NotebookNode:
    """Return a cell whose id is its grade id; `about` is what nbgrader says of it, nothing for a free cell."""
    made = new_code_cell(source, id=name) if kind == "code" else new_markdown_cell(source, id=name)
    if about:
        flags = {"grade": False, "solution": False, "locked": False, "task": False} | about
        made.metadata["nbgrader"] = {"schema_version": 3, "grade_id": name, "cell_type": kind} | flags
    return made


def text(name: str, source: str) -> NotebookNode:
    """Return a text cell."""
    return cell(name, source, "markdown")


def locked(name: str, source: str) -> NotebookNode:
    """Return a locked code cell without points."""
    return cell(name, source, locked=True)


def graded(name: str, public: str, hidden: str, points: float) -> NotebookNode:
    """Return a test cell with a public and a hidden part."""
    source = f"{public}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS" if hidden else public
    return cell(name, source, grade=True, locked=True, points=points)


def solution(name: str, source: str) -> NotebookNode:
    """Return a code cell in which students write, with a sample solution."""
    return cell(name, f"### BEGIN SOLUTION\n{source}\n### END SOLUTION", solution=True)


def essay(name: str, source: str, points: float) -> NotebookNode:
    """Return a written answer, marked by hand."""
    return cell(name, source, "markdown", grade=True, solution=True, points=points)


def asked(name: str, question: str, key: str, points: float, skill: str = "actors") -> list[NotebookNode]:
    """Return the two cells of a question of ours: the one that asks and the one that marks."""
    return [
        locked(f"ask-{name}", f'ask("{name}", {question}, points={points}, skill="{skill}")'),
        graded(name, f'answered("{name}")', f'mark("{name}", {key})', points),
    ]


def notebook(*cells: NotebookNode) -> NotebookNode:
    """Return a notebook with a Python kernel."""
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    return new_notebook(cells=list(cells), metadata=spec)


def write(path: Path, made: NotebookNode) -> Path:
    """Write a notebook, with the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, path)
    return path


def read(path: Path) -> NotebookNode:
    """Read a notebook."""
    return nbformat.read(path, as_version=4)


SECRET = "assert total([10, 20, 39]) == 69"


def ordinary() -> NotebookNode:
    """Return an assignment that knows nothing of memo1949: functions, tests, a written answer, a picture, free cells."""
    return notebook(
        text("title", "# Sums\n\nAdd up, and say how."),
        locked("setup", "import math"),
        text("first", "## A function\n\nWrite `total`."),
        solution("total", "def total(numbers):\n    return sum(numbers)"),
        graded("total-test", "assert total([1, 2]) == 3", SECRET, 2),
        graded("total-partial", "", "{True: 2.0, False: 0.5}[total([1]) == 1]", 2),
        text("second", "## In words"),
        essay("why", "Because.", 3),
        cell("shown", "print('free work')"),
        cell("work", "Model answer", "markdown", task=True, points=1, locked=True),
    )
