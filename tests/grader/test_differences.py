"""Where our marks differ from nbgrader's on purpose: each difference helps a student, and is listed for a person."""

import copy
from pathlib import Path

import pytest

from grading.course import Course
from grading.notebooks import cell, graded, read, solution, write
from memo1949.grading.grader.grading import Told

from .assignments import one
from .classes import graded_by_nbgrader, graded_by_us, hand_in, hand_out, marks, twin

NAME = "differences"
ASSIGNMENT = one(
    solution("square", "def square(x):\n    return x * x"),
    graded("square-test", "assert square(3) == 9", "assert square(-2) == 4", 2),
    solution("total", "total = 10"),
    graded("total-test", "assert total == 10", "", 1),
    students={
        "right": {"square": "def square(x):\n    return x ** 2", "total": "total = 10"},
        "warning": {"square": "import warnings\ndef square(x):\n    warnings.warn('slow')\n    return x ** 2", "total": "total = 10"},
        "equal": {"square": "class Equal:\n    def __eq__(self, other): return True\ndef square(x): return Equal()", "total": "class All:\n    def __eq__(self, other): return True\ntotal = All()"},
        "ending": {"square": "def square(x):\n    return x ** 2", "total": "import os\nos._exit(0)"},
        "pasted": {"square": "def square(x):\n    return x ** 2", "total": "total = 10"},
        "elsewhere": {"square": "def square(x):\n    return x ** 2", "total": "total = 10"},
        "stripped": {"square": "def square(x):\n    return x ** 2", "total": "total = 10"},
    },
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, dict, Told]:
    """Marks by nbgrader (of those that it can grade) and by us, in a course with nbgrader's own settings."""
    root = tmp_path_factory.mktemp("differences")
    course = Course(root / "theirs", settings=False)
    hand_out(course, NAME, ASSIGNMENT)
    hand_in(course, NAME, ASSIGNMENT)
    submitted = course.root / "submitted"
    _paste(submitted / "pasted" / NAME / f"{NAME}.ipynb")
    _paste_from_elsewhere(submitted / "elsewhere" / NAME / f"{NAME}.ipynb")
    _strip(submitted / "stripped" / NAME / f"{NAME}.ipynb")
    ours = twin(course, root / "ours")
    for student in ("ending", "pasted", "elsewhere"):  # these stop nbgrader
        (submitted / student / NAME / f"{NAME}.ipynb").unlink()
        (submitted / student / NAME).rmdir()
    graded_by_nbgrader(course, NAME)
    told = graded_by_us(ours.root, NAME)
    return marks(course), marks(ours), told


def _paste(path: Path) -> None:
    """Put a copy of the last test above it."""
    notebook = read(path)
    twice = copy.deepcopy(notebook.cells[-1])
    twice["id"] = "again"
    notebook.cells.insert(0, twice)
    write(path, notebook)


def _paste_from_elsewhere(path: Path) -> None:
    """Put cells of another assignment between the cells: a locked text, a test, and a cell for code."""
    notebook = read(path)
    about = cell("mediation-title", "## Mediation", "markdown", locked=True)
    notebook.cells[1:1] = [about, graded("other-test", "assert True", "", 5), cell("other-code", "other = 1", solution=True)]
    write(path, notebook)


def _strip(path: Path) -> None:
    """Take away what nbgrader keeps in cells, as some editors and uploads do."""
    notebook = read(path)
    for one_cell in notebook.cells:
        one_cell.metadata.pop("nbgrader", None)
    write(path, notebook)


def _row(told: Told, student: str, question: str) -> dict:
    return next(row for row in told.rows if row["student"] == student and row["question"] == question)


@pytest.mark.slow
def test_a_warning_costs_nothing(both: tuple[dict, dict, Told]) -> None:
    """nbgrader gives 0 for a right function that warns; here it has full marks, and the row says why."""
    theirs, _, told = both
    assert theirs[NAME, "warning", NAME, "square-test"][0] == 0
    row = _row(told, "warning", "square-test")
    assert row["score"] == 2 and any("a warning on stderr" in flag for flag in row["flags"])


@pytest.mark.slow
def test_what_equals_everything_passes_nothing(both: tuple[dict, dict, Told]) -> None:
    """An object that says it equals everything has full marks in nbgrader, none here, and goes to a person."""
    theirs, _, told = both
    assert theirs[NAME, "equal", NAME, "total-test"][0] == 1
    row = _row(told, "equal", "total-test")
    assert (row["score"], row["verdict"]) == (None, "needs review")


@pytest.mark.slow
def test_who_ends_python_keeps_what_was_done_before(both: tuple[dict, dict, Told]) -> None:
    """A notebook that ends Python is marked for what stood before it, and the submission says where it stopped."""
    told = both[2]
    assert _row(told, "ending", "square-test")["score"] == 2 and _row(told, "ending", "total-test")["score"] == 0
    ended = next(one for one in told.submissions if one["student"] == "ending")
    assert any("Python ended" in flag for flag in ended["flags"])


@pytest.mark.slow
def test_a_pasted_cell_stops_nobody(both: tuple[dict, dict, Told]) -> None:
    """A cell that stands there twice is marked once, the copy is named, and everybody else is graded too."""
    told = both[2]
    assert _row(told, "pasted", "total-test")["score"] == 1
    assert any("exists multiple times" in flag for one in told.submissions if one["student"] == "pasted" for flag in one["flags"])
    assert [one["problem"] for one in told.submissions if one["student"] != "stripped"] == [""] * 6


@pytest.mark.slow
def test_a_cell_of_another_assignment_stops_nothing(both: tuple[dict, dict, Told]) -> None:
    """Cells pasted from another assignment are ordinary cells: the student's own are marked as everybody's, and a person is told which they were."""
    told = both[2]
    assert [_row(told, "elsewhere", name)["score"] for name in ("square-test", "total-test")] == [2, 1]
    (elsewhere,) = (one for one in told.submissions if one["student"] == "elsewhere")
    assert [flag.split("'")[1] for flag in elsewhere["flags"] if "pasted from another one" in flag] == ["mediation-title", "other-test", "other-code"]
    assert {key[3] for key in both[1] if key[1] == "elsewhere"} == {key[3] for key in both[1] if key[1] == "right"}


@pytest.mark.slow
def test_a_stripped_notebook_is_listed(both: tuple[dict, dict, Told]) -> None:
    """A notebook that lost nbgrader's data is no silent 0: a person is told that cells which give points are missing."""
    told = both[2]
    stripped = next(one for one in told.submissions if one["student"] == "stripped")
    assert any("missing" in flag for flag in stripped["flags"]) or stripped["problem"]
    assert ("stripped", next(iter([*stripped["flags"], stripped["problem"]]))) in told.reviews()


@pytest.mark.slow
def test_a_call_of_a_students_function_is_flagged(both: tuple[dict, dict, Told]) -> None:
    """A test that had to ask the student's code says so; one that compares plain values does not."""
    told = both[2]
    assert any(flag.startswith("marked beside student code") for flag in _row(told, "right", "square-test")["flags"])
    assert _row(told, "right", "total-test")["flags"] == []
