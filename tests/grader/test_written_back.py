"""What a student's code leaves in its folder: kept as nbgrader keeps it, but for files by which the course knows graded work."""

from pathlib import Path

import pytest

from grading.course import Course
from grading.notebooks import essay, graded, notebook, read, solution

from .assignments import Assignment
from .classes import graded_by_us, hand_in, hand_out

NAME = "two"
FORGERY = """\
import json, os
x = 1
forged = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
for name in ("a.ipynb", "copy.ipynb", "COPY.IPYNB"):
    json.dump(forged, open(name, "w"))
os.mkdir("folder.ipynb")
open("folder.ipynb/x.txt", "w").write("x")
open("timestamp.txt", "w").write("2099-01-01 00:00:00 UTC")
open("result.txt", "w").write("kept")
"""
ASSIGNMENT = Assignment(
    {
        "a": notebook(solution("answer", "x = 1"), graded("answer-test", "assert x == 1", "", 1), essay("words", "Words.", 2)),
        "b": notebook(solution("other", "x = 1"), graded("other-test", "assert x == 1", "assert x + 1 == 2", 1)),
    },
    {"bea": {"answer": "x = 1", "words": "My own words.", "other": FORGERY}},
    theirs={"bea": {"timestamp.txt": "2027-03-01 10:00:00 UTC"}},
)


@pytest.mark.slow
def test_code_writes_no_notebook_and_no_timestamp(tmp_path: Path) -> None:
    """Of what the code of one notebook writes, other files are kept; the notebook graded before it, the timestamp and the list of notebooks stay, and a person is told."""
    course = Course(tmp_path / "course", settings=False)
    hand_out(course, NAME, ASSIGNMENT)
    hand_in(course, NAME, ASSIGNMENT)
    told = graded_by_us(course.root, NAME)
    folder = course.root / "autograded" / "bea" / NAME
    assert sorted(path.name for path in folder.iterdir()) == ["a.ipynb", "b.ipynb", "result.txt", "timestamp.txt"]
    assert "My own words." in [cell.source for cell in read(folder / "a.ipynb").cells]
    assert (folder / "timestamp.txt").read_text() == "2027-03-01 10:00:00 UTC"
    assert [row["score"] for row in told.rows if row["question"] in ("answer-test", "other-test")] == [1, 1]
    (flag,) = told.submissions[0]["flags"]
    assert "'a.ipynb'" in flag and "'timestamp.txt'" in flag and "not kept" in flag
