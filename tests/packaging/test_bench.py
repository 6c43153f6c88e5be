"""`memo1949 bench` runs, and its table says what was measured. How quick this machine is, no test decides."""

import pytest

from memo1949 import cli
from memo1949.grading.bench.table import Row, as_text


def test_a_row_keeps_its_limit_by_the_median() -> None:
    """One slow outlier does not put a row over its limit; a slow middle does."""
    assert Row("quick", (0.001, 0.002, 9.0), limit=0.01).within
    assert not Row("slow", (0.001, 0.02, 0.03), limit=0.01).within
    assert Row("free", (9.0,)).within


def test_the_table_is_plain_text() -> None:
    """A line a row, in milliseconds, under one line of headings; the columns stand under each other."""
    lines = as_text([Row("one", (0.001, 0.002, 0.003), 0.01), Row("another", (1.0,))]).splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["one", "another"]
    assert "2.00" in lines[1] and lines[1].endswith("kept")
    assert lines[0].index("limit") + len("limit") == lines[1].index("10.0") + len("10.0")


def test_bench_import_measures_in_fresh_interpreters(capsys: pytest.CaptureFixture) -> None:
    """One round gives a row for ipywidgets and one for each way of importing memo1949."""
    assert cli.main(["bench", "import", "--times", "1"]) in (0, 1)
    names = [line[:16].strip() for line in capsys.readouterr().out.splitlines()[1:]]
    assert names == ["import ipywidget", "import memo1949,", "a notebook's fir"]


def test_bench_click_clicks_in_a_real_kernel(capsys: pytest.CaptureFixture) -> None:
    """Three clicks, sent as a browser sends them, each reach answers.json and are said to be saved."""
    assert cli.main(["bench", "click", "--times", "3"]) in (0, 1)
    table = capsys.readouterr().out
    assert "click to file" in table and 'click to "saved"' in table


@pytest.mark.slow
def test_bench_grade_compares_every_mark(capsys: pytest.CaptureFixture) -> None:
    """A small class is graded both ways; the table has both times, the ratio and the breakdown, and finds every mark equal."""
    assert cli.main(["bench", "grade", "--unit", "mediation", "--students", "3", "--nbgrader", "2"]) == 0
    table = capsys.readouterr().out
    assert "nbgrader autograde" in table and "times the throughput" in table and "students' code in the sandbox" in table
    assert "All 38 scores, comments, penalties and manual flags are equal." in table
    assert "after a correction" in table


def test_a_mark_that_differs_is_found(tmp_path) -> None:
    """The benchmark's comparison names the student, the cell and both marks."""
    import shutil

    from grading.course import Course
    from memo1949.grading.bench.grading import _difference

    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    course = Course(ours, settings=False)
    with course.gradebook() as gradebook:
        gradebook.add_assignment("a")
        gradebook.add_notebook("n", "a")
        gradebook.add_grade_cell("q", "n", "a", max_score=2, cell_type="code")
        gradebook.add_student("s")
        gradebook.add_submission("a", "s")
        shutil.copytree(ours, theirs)
        gradebook.find_grade("q", "n", "a", "s").auto_score = 1.0
        gradebook.db.commit()
    count, differing = _difference(ours, theirs)
    assert count == 2 and len(differing) == 1 and "s / n / q" in differing[0] and "1.0" in differing[0]
