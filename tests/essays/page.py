"""Formgrader's page of one submission, drawn as formgrader draws it, without a server."""

from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension

from memo1949.grading.nbgrader.running import same_path


def exporter(root: Path) -> HTMLExporter:
    """Return the exporter that formgrader makes in a course directory."""
    app = FormgradeExtension(config_dir=str(root))
    app.load_cwd_config = False
    with same_path():
        app.initialize([], root=str(root))
    return HTMLExporter(config=app.config)


def drawn(root: Path, unit: str, student: str, drawing: HTMLExporter | None = None) -> str:
    """Return the page of a submission, with what formgrader's handler tells the exporter of it."""
    path = root / "autograded" / student / unit / f"{unit}.ipynb"
    about = {"assignment_id": unit, "notebook_id": unit, "submission_id": "0123", "index": 0, "total": 1, "base_url": "", "student": student,
             "last_name": None, "first_name": None, "notebook_path": f"autograded/{student}/{unit}/{unit}.ipynb"}  # fmt: skip
    html, _ = (drawing or exporter(root)).from_filename(str(path), resources=about)
    return html


def part(html: str, name: str) -> str:
    """Return what stands in the panel of one graded cell, between its score and its comment."""
    return html.partition(f'id="{name}_extra_credit"')[2].partition(f'id="{name}-comment"')[0]
