"""The rehearsal: the sample solution of a unit is run and graded as a student's work would be; it must earn all points."""

import json
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbconvert.filters import strip_ansi
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import determine_grade, is_grade, is_solution, setenv

from ..classroom.record import NAME, to_json
from . import keys
from .nbgrader.executequietly import ExecuteQuietly, KernelDied
from .nbgrader.running import opened


def rehearse(course: Path, unit: str) -> list[str]:
    """Run source/UNIT with its sample answers; return, in words, each test that does not give full marks.

    Takes as long as a student's notebook takes. Nothing is written in the course directory.
    """
    path = course / "source" / unit / f"{unit}.ipynb"
    app = opened(course)
    with tempfile.TemporaryDirectory(prefix="memo1949-") as temporary:
        folder = Path(temporary)
        shutil.copy(path, folder)
        samples = _samples(path)
        if samples:
            (folder / NAME).write_text(samples, encoding="utf-8")
        notebook = nbformat.read(path, as_version=4)
        with setenv(NBGRADER_EXECUTION="autograde"):
            try:
                ExecuteQuietly(config=app.config).preprocess(notebook, {"metadata": {"path": str(folder)}})
            except KernelDied as error:
                return [f"The sample solution of source/{unit} could not be run ({error})."]
    return [problem for cell in notebook.cells if (problem := _short(unit, cell))]


def _samples(path: Path) -> str:
    """Return the answers.json that earns full marks; "" for a notebook without questions of ours."""
    now = datetime.now(UTC).isoformat()
    questions = keys.load(path).questions
    answers = {name: keyed.sample(now) for name, keyed in questions.items() if keyed.asked.question.kind != "result"}
    return json.dumps(to_json(answers)) if answers else ""


def _short(unit: str, cell: NotebookNode) -> str:
    """Return what a cell did not earn or that it failed; "" when all is well."""
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    said = f" ({errors[0].ename}: {strip_ansi(errors[0].evalue)[:200]})" if errors else ""
    if is_grade(cell) and not is_solution(cell) and cell.cell_type == "code":
        try:
            score, points = determine_grade(cell)
        except ValueError as error:
            return f"Cell {cell.id} of source/{unit}: its score cannot be used: {error}."
        if score != points:
            return f"Cell {cell.id} of source/{unit}: the sample solution earns {score:g} of {points:g} points{said}. Mend the key, the test or the solution."
        return ""
    return f"Cell {cell.id} of source/{unit} stops with an error{said}." if errors else ""
