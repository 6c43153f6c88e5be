"""`memo1949 feedback` without nbgrader: what it reads and writes by itself is what nbgrader, nbformat and nbconvert have."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbgrader import utils
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme
from traitlets.config import Configurable

from grading.course import CHECKOUT, Course
from memo1949.grading.nbgrader.feedback import FeedbackExporter, node, settled
from memo1949.grading.nbgrader.feedback.forking import spread
from memo1949.grading.nbgrader.feedback.making import companions
from memo1949.grading.nbgrader.feedback.prose import rendered
from memo1949.grading.nbgrader.getmarks import GetMarks
from memo1949.grading.nbgrader.plainerrors import PlainErrors
from memo1949.grading.nbgrader.running import opened
from memo1949.grading.nbgrader.striphidden import StripHidden
from memo1949.grading.nbgrader.withholdleaks import WithholdLeaks

USUAL = (
    "",
    'c.CourseDirectory.db_url = "postgresql+psycopg://user@host/gradebook"',
    'c.CourseDirectory.student_id_exclude = "bob,,eve"\nc.CourseDirectory.course_id = "another"',
    'c.CourseDirectory.feedback_directory = "returned"\nc.CourseDirectory.autograded_directory = "marked"',
    'c.CourseDirectory.directory_structure = "{nbgrader_step}/{assignment_id}/{student_id}"',
    'c.CourseDirectory.ignore = ["*.tmp"]\nc.CourseDirectory.max_file_size = 7',
    'c.ClearHiddenTests.begin_test_delimeter = "VERSTECKT"\nc.ClearHiddenTests.enforce_metadata = False',
    'c.ClearMarkScheme.end_mark_scheme_delimeter = "ENDE"',
    'c.FeedbackExporter.language = "de"\nc.GenerateFeedback.permissions = 640',
    'c.Autograde.autograde_preprocessors.insert(0, "a.course.Step")\nc.AssignLatePenalties.plugin_class = "memo1949.grading.nbgrader.latedays.LateDays"',
)
UNUSUAL = (
    "c.CourseDirectory.groupshared = True",
    'c.CourseDirectory.root = "/elsewhere"',
    'c.CourseDirectory.ignore.append("*.tmp.more")\nc.CourseDirectory.ignore = 7',
    'c.NbGrader.db_url = "sqlite:///old.db"',
    "c.StripHidden.enabled = False",
    "c.GenerateFeedback.preprocessors = []",
    "c.GenerateFeedback.pre_convert_hook = print",
    'c.GenerateFeedback.FeedbackExporter.language = "de"',
    'c.FilesWriter.build_directory = "elsewhere"',
    'raise ImportError("what only nbgrader brings along")',
)


@pytest.fixture
def quiet_jupyter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No configuration of whoever runs the tests."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_NO_CONFIG", "1")
    yield


def course(root: Path, lines: str) -> Path:
    """Return a course directory with some lines more in its configuration."""
    made = Course(root)
    with open(made.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(f"\n{lines}\n")
    return made.root


@pytest.mark.usefixtures("quiet_jupyter")
@pytest.mark.parametrize("lines", USUAL)
def test_settings_are_those_of_nbgrader(tmp_path: Path, lines: str) -> None:
    """What a course's configuration says is read as nbgrader reads it: folders, database, exclusions, delimiters, language."""
    root = course(tmp_path / "course", lines)
    read = settled.lightly(root)
    assert read is not None and read == settled.by_nbgrader(opened(root))
    assert read.where.folder(read.where.feedback_directory, "bob", "sums") == Path(opened(root).coursedir.format_path(read.where.feedback_directory, "bob", "sums"))


@pytest.mark.usefixtures("quiet_jupyter")
@pytest.mark.parametrize("lines", UNUSUAL)
def test_what_is_out_of_the_ordinary_is_left_to_nbgrader(tmp_path: Path, lines: str) -> None:
    """A setting that only nbgrader knows how to take, or a configuration that cannot be read without it, is not guessed at."""
    assert settled.lightly(course(tmp_path / "course", lines)) is None


def test_settings_in_jupyters_own_places_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A configuration in the user's Jupyter folder is read, also as JSON, and the course's own wins over it."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "jupyter"))
    (tmp_path / "jupyter").mkdir()
    said = {"CourseDirectory": {"submitted_directory": "in", "feedback_directory": "out"}}
    (tmp_path / "jupyter" / "nbgrader_config.json").write_text(json.dumps(said))
    root = course(tmp_path / "course", 'c.CourseDirectory.feedback_directory = "back"')
    read = settled.lightly(root)
    assert (read.where.submitted_directory, read.where.feedback_directory) == ("in", "back") and read == settled.by_nbgrader(opened(root))


def test_no_section_is_overlooked() -> None:
    """Every class that nbgrader asks on the way to a page has its section looked at; the defaults are nbgrader's."""
    asked = (NbGrader, CourseDirectory, GenerateFeedback, FeedbackExporter, GetMarks, StripHidden, WithholdLeaks, PlainErrors, ClearHiddenTests, ClearMarkScheme)
    names = {one.__name__ for kind in asked for one in kind.__mro__ if issubclass(one, Configurable)}
    assert names <= settled.SECTIONS
    traits = {kind.__name__: kind.class_traits(config=True) for kind in asked}
    for section, defaults in settled.DEFAULTS.items():
        for name, value in defaults.items():
            if name != "permissions":  # worked out by nbgrader; compared above, where a course says nothing
                assert traits[section][name].default() == value, (section, name)


def test_students_are_found_by_the_courses_folders(tmp_path: Path) -> None:
    """Whatever the order of folders, those who have one for the unit are found, and the excluded are not."""
    root = course(tmp_path / "a (course) [1]", 'c.CourseDirectory.directory_structure = "{assignment_id}/x+{student_id}/{nbgrader_step}"\nc.CourseDirectory.student_id_exclude = "eve"')
    for student in ("bob", "eve", "李 雷"):
        (root / "sums" / f"x+{student}" / "autograded").mkdir(parents=True)
    (root / "sums" / "bob" / "autograded").mkdir(parents=True)
    read = settled.lightly(root) or settled.by_nbgrader(opened(root))
    assert read.students("autograded", "sums") == {"bob", "李 雷"}


def test_files_beside_the_notebook_are_found_as_nbgrader_finds_them(tmp_path: Path) -> None:
    """Ignored names, hidden files, folders in folders: the same files as by nbgrader's own function."""
    names = ("a.ipynb", "b.pyc", ".c.pyc", "timestamp.txt", "sub/d.txt", "sub/.e", "__pycache__/f.txt", "sub/feedback/g.txt", ".ipynb_checkpoints/h.txt", "sub/deep/i.ipynb", "answers.json", ".answers-1", "x[1].csv")
    for name in names:
        (tmp_path / "unit" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "unit" / name).write_text(name)
    ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", ".DS_Store", ".answers*", "*.ipynb"]
    expected = {os.path.relpath(path, tmp_path / "unit") for path in utils.find_all_files(str(tmp_path / "unit"), ignore)}
    assert set(companions(tmp_path / "unit", tuple(ignore))) == expected
    assert {"timestamp.txt", "sub/.e", ".c.pyc", "x[1].csv"} <= expected and len(expected) < len(names)


def test_notebooks_are_read_as_nbformat_reads_them(tmp_path: Path) -> None:
    """Lists of lines become text wherever nbformat makes it so; roles of cells are those that nbgrader sees."""
    about = [{}, *({"nbgrader": {"grade": grade, "solution": own, "locked": locked, "task": task}} for grade in (0, 1) for own in (0, 1) for locked in (0, 1) for task in (0, 1))]
    data = {"text/html": ["<p>\n", "x</p>"], "application/json": ["a", "b"], "application/x+json": ["a"], "image/svg+xml": ["<svg>", "</svg>"]}
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
        {"output_type": "display_data", "metadata": {}, "data": data},
        {"output_type": "error", "ename": "E", "evalue": "x", "traceback": ["a", "b"]},
    ]
    cells = [{"cell_type": "code", "id": f"c{at}", "metadata": metadata, "source": ["x\n", "y"], "outputs": outputs, "execution_count": 1} for at, metadata in enumerate(about)]
    cells.append({"cell_type": "markdown", "id": "m", "metadata": {}, "source": "x", "attachments": {"a.svg": {"image/svg+xml": ["<svg>", "</svg>"]}}})
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}))
    found = node.read(path)
    assert found == nbformat.reads(path.read_text(), as_version=4)
    for cell in found.cells:
        for name in ("is_grade", "is_solution", "is_task", "is_locked"):
            assert bool(getattr(utils, name)(cell)) == getattr(node, name)(cell)
    for path_ in (*CHECKOUT.glob("lessons/*.ipynb"), *CHECKOUT.glob("release/*/*.ipynb")):
        assert node.read(path_) == nbformat.read(path_, as_version=4)
    path.write_text(json.dumps({"nbformat": 3, "worksheets": []}))
    with pytest.raises(node.OtherFormat):
        node.read(path)


PROSE = (
    "$a_1 * b_2 * c$ and *x*",
    "a $$x_1 * y_1$$ b",
    "$$\na\n# b\n- c\n$$\n\ntext",
    "\\begin{align}\n* x\n\\end{align}",
    "costs $5 and *not* $10.",
    "\\$5 *a* \\$6",
    "a | b\n--|--\n1 | 2",
    "- [ ] x\n- [x] y\n\n1. a\n2. b",
    "term\n: what it is",
    "~~x~~ https://example.org <b>x</b> & \"q\" 'z' “w” <script>",
    "`a$b` c$d\n\n```\nx\n```\n\n    code",
    "> quoted\n\n---\n\n![x](y.png 'z') [l](javascript:x)",
    "<div>\n*x*\n</div>",
    "Title\n=====\n\nline  \nbreak",
)


def test_text_is_rendered_as_nbconvert_renders_it() -> None:
    """The Markdown of every lesson and assignment, and what students may write, with formulas left as they are."""
    notebooks = (*CHECKOUT.glob("lessons/*.ipynb"), *CHECKOUT.glob("source/*/*.ipynb"))
    texts = {cell.source for path in notebooks for cell in node.read(path).cells if cell.cell_type == "markdown"}
    for source in (*texts, *PROSE):
        assert rendered(source) == MarkdownWithMath(renderer=IPythonRenderer(escape=False, exclude_anchor_links=True)).render(source)
    assert len(texts) > 100


def test_a_process_that_dies_costs_one_student() -> None:
    """When one student's pages end the process that makes them, all others get theirs, and that one is named with a reason."""
    students = [f"s{number}" for number in range(12)]

    def work(student: str) -> str:
        if student == "s5":
            os._exit(7)
        return f"made {student}"

    came = dict(spread(work, students, 2))
    assert came.pop("s5") == "the process that made it was ended from outside"
    assert came == {student: f"made {student}" for student in students if student != "s5"}


SLEEPING = """
import pathlib, time
from memo1949.grading.nbgrader.feedback.forking import spread

def work(student):
    pathlib.Path(student).touch()
    time.sleep(300)

list(spread(work, ["a", "b"], 2))
"""


def test_no_process_outlives_the_one_that_started_it(tmp_path: Path) -> None:
    """When the command is killed, the processes that make its pages end with it."""
    process = subprocess.Popen([sys.executable, "-c", SLEEPING], cwd=tmp_path)
    until = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    children = psutil.Process(process.pid).children()
    process.kill()
    process.wait()
    assert len(children) == 2 and psutil.wait_procs(children, timeout=10)[1] == []
