"""Questions dropped for everyone: what students, their instructor and nbgrader are told."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from grading.course import Course, succeed
from memo1949.grading import log
from memo1949.grading.desk.marks import marks_of
from memo1949.grading.essays.formgrader import MarkingView
from memo1949.grading.essays.panel import BLANK
from memo1949.grading.grader import withdrawal
from memo1949.grading.grader.dropping import FULL, MEANS, OUT
from memo1949.grading.grader.remarking import remark
from memo1949.grading.grader.withdrawal import drop, undrop
from memo1949.grading.nbgrader.feedback.classwide import Wish, write_pages
from memo1949.grading.nbgrader.running import opened
from memo1949.grading.simulation import grading

from .classes import graded_by_us
from .dropped import ESSAY, LATE_WORK, MARKED, UNIT, WHY, by_hand, command, course, graded, state

__all__ = ["course", "graded"]  # fixtures


@pytest.mark.slow
def test_students_are_told(course: Path, tmp_path: Path) -> None:
    """Both feedback pages, ours and nbgrader's, say that it was dropped and what that means, and do not count it."""
    drop(course, UNIT, WHY, OUT)
    drop(course, UNIT, ESSAY, FULL)
    write_pages(Wish(course, UNIT, MARKED))
    page = (course / "feedback" / MARKED / UNIT / f"{UNIT}.html").read_text(encoding="utf-8")
    with grading.at_desk(course) as desk:
        succeed(desk.generate_feedback(UNIT, MARKED, force=True))
    assert (course / "feedback" / MARKED / UNIT / f"{UNIT}.html").read_text(encoding="utf-8") == page
    assert page.count(MEANS[OUT]) == 1 and page.count(MEANS[FULL]) == 1 and page.count("(dropped)") == 2
    assert page.count(">not counted<") == 2 and ">6 of 6<" in page and "of 38 points" in page


@pytest.mark.slow
def test_a_blank_essay_that_is_dropped_costs_nobody(course: Path) -> None:
    """Export has no note that it was left blank, and formgrader says beside it that it was dropped, not that it counts 0 points."""
    path = course / "submitted" / MARKED / UNIT / f"{UNIT}.ipynb"
    released = {cell.id: cell.source for cell in nbformat.read(course / "release" / UNIT / f"{UNIT}.ipynb", as_version=4).cells}
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if cell.id == ESSAY).source = released[ESSAY]
    nbformat.write(notebook, path)
    undone(course, ESSAY)
    graded_by_us(course, UNIT, student=MARKED, force=True)
    assert marks_of(course, [UNIT]).marks[MARKED, UNIT].blank == (ESSAY,) and BLANK in formgraders_page(course)
    drop(course, UNIT, ESSAY, FULL)
    assert marks_of(course, [UNIT]).marks[MARKED, UNIT].blank == ()
    page = formgraders_page(course)
    assert MEANS[FULL] in page and BLANK not in page


def undone(root: Path, question: str) -> None:
    """Take back what a person gave."""
    by_hand(root, MARKED, question, manual_score=None)


def formgraders_page(root: Path) -> str:
    """What formgrader's page of the one submission says, as Markdown."""
    app = opened(root)
    path = root / "autograded" / MARKED / UNIT / f"{UNIT}.ipynb"
    resources = {"submission_id": "1", "assignment_id": UNIT, "notebook_id": UNIT, "metadata": {"path": str(path.parent)}}
    shown, _ = MarkingView(parent=app).preprocess(nbformat.read(path, as_version=4), resources)
    return "\n".join(cell.source for cell in shown.cells)


@pytest.mark.slow
def test_the_command_says_what_to_do(course: Path) -> None:
    """What cannot be done is said in a sentence: no way chosen, a question that is not there, or dropped already, or not dropped."""
    for args, said in (
        (["--drop", WHY], "--drop-as full: full marks for everyone"),
        (["--drop", "mediation-whi", "--drop-as", "full"], "Its questions: mediation-date, "),
        (["--undrop", WHY], "is not dropped. Dropped questions of mediation: none."),
    ):
        done = command(course, *args)
        assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr
    done = command(course, "--drop", WHY, "--drop-as", "full")
    assert done.returncode == 0 and done.stderr == "" and "now that mediation-why is dropped" in done.stdout
    done = command(course, "--drop", WHY, "--drop-as", "out")
    assert done.returncode == 2 and f"memo1949 remark mediation --undrop {WHY}" in done.stderr
    assert command(course, "--undrop", WHY).returncode == 0
    entries = [(entry["what"], entry["question"], entry["way"]) for entry in log.entries(course)]
    assert entries == [("drop", WHY, "full"), ("undrop", WHY, "full")]
    assert all(len(change) == 5 for entry in log.entries(course) for change in entry["changes"])


@pytest.mark.slow
def test_a_course_with_other_settings_is_warned(course: Path) -> None:
    """Where nbgrader's own commands would not keep it dropped, the command says so and what to do; nothing gets a wrong mark unseen."""
    assert withdrawal.known_to_nbgrader(course)
    (course / "nbgrader_config.py").write_text(f"c = get_config()\nc.CourseDirectory.course_id = 'memo1949'{LATE_WORK}", encoding="utf-8")
    done = command(course, "--drop", WHY, "--drop-as", "full")
    assert done.returncode == 0 and "memo1949 grade mediation, or add that call" in done.stderr
    drop(course, UNIT, ESSAY, OUT)
    before = state(course)
    result = Course(course, settings=False).api.autograde(UNIT, MARKED)
    drop(course, UNIT, "mediation-can", OUT)
    stopped = Course(course, settings=False).api.autograde(UNIT, MARKED)
    assert result["success"] and not stopped["success"] and "Inconsistent checksums" in stopped["error"] + stopped["log"]
    undrop(course, UNIT, "mediation-can")
    remark(course, UNIT)
    assert state(course) == before


@pytest.mark.slow
def test_the_examples_work(course: Path) -> None:
    """The examples in --help work as they are printed."""
    program = [sys.executable, "-m", "memo1949"]
    told = " ".join(subprocess.run([*program, "remark", "--help"], capture_output=True, text=True, check=True).stdout.split())
    examples = re.findall(r"memo1949 (remark [^,]+)", told.partition("Example: ")[2])
    assert len(examples) == 2
    done = [subprocess.run([*program, *shlex.split(example)], cwd=course, capture_output=True, text=True) for example in examples]
    assert [one.returncode for one in done] == [0, 1] and not any(one.stderr for one in done)
