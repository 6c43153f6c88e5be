"""A small course with secrets to steal, of which everybody's wrong answer gets nothing."""

from pathlib import Path

from nbformat.notebooknode import NotebookNode

from grader.assignments import Assignment
from grader.classes import hand_out
from grading.course import Course
from grading.notebooks import cell, essay, graded, locked, notebook, solution, text

UNIT = "vault"
SECRETS = ("hoarfrost-7319", "73191.25", "7319377", "lantern-7319")

RIGHT = {
    "answer": 'answer = "hoarfrost-7319"',
    "table": 'table = pd.DataFrame({"n": [1.5, 73191.25]})',
    "double": "def double(x):\n    return x * 2",
    "add": "def add(a, b):\n    return a + b",
    "box": "class Box:\n    def __init__(self, size):\n        self.size = size\n    def __eq__(self, other):\n        return self.size == other.size",
}
WRONG = {
    "answer": 'answer = "frost"',
    "table": 'table = pd.DataFrame({"n": [1, 2]})',
    "double": "def double(x):\n    return x",
    "add": "def add(a, b):\n    return a",
    "box": "class Box:\n    def __init__(self, size):\n        self.size = 0",
}
POINTS = 13.0


def made() -> NotebookNode:
    """Return the assignment: text, table, two functions, a class, the assignment's own module, an essay, free cells."""
    return notebook(
        text("title", "# The vault"),
        locked("setup", "import math\nimport pandas as pd\nfrom helpers import same"),
        cell("free", "pass"),
        solution("answer", RIGHT["answer"]),
        graded("answer-test", "assert answer", 'assert answer == "hoarfrost-7319"', 2),
        graded("answer-start", "", 'assert answer.startswith("hoarfrost-73")', 1),
        graded("answer-part", "", 'assert "frost-7319" in answer', 1),
        graded("answer-same", "", 'assert same(answer, "hoarfrost-7319")', 1),
        graded("answer-points", "", '2.0 if answer == "hoarfrost-7319" else 0.0', 2),
        solution("table", RIGHT["table"]),
        graded("table-test", "assert len(table)", 'pd.testing.assert_frame_equal(table, pd.DataFrame({"n": [1.5, 73191.25]}))', 2),
        solution("double", RIGHT["double"]),
        graded("double-test", "", "assert double(3) == 6\nassert double(double(4)) == 16", 1),
        solution("add", RIGHT["add"]),
        graded("add-test", "", "assert add(7319000, 377) == 7319377", 1),
        solution("box", RIGHT["box"]),
        graded("box-test", "", "assert Box(4).size == 4\nassert Box(2) == Box(2)\nassert not Box(2) == Box(3)", 1),
        locked("later", 'from helpers import same as alike\nimport helpers\nassert helpers.NAME == "helpers"'),
        graded("later-test", "", 'assert alike(len(answer), 14) and not helpers.same("lantern-7319", answer)', 1),
        essay("why", "Because.", 3),
        cell("free-end", "pass"),
    )


HELPERS = 'NAME = "helpers"\n\ndef same(one, other):\n    return one == other\n'


def build(root: Path) -> Course:
    """Make the course directory, with little time for a cell, and release the assignment."""
    course = Course(root, settings=False)
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.Execute.timeout = 2\n", encoding="utf-8")
    hand_out(course, UNIT, Assignment({"": made()}, {}, files={"helpers.py": HELPERS}))
    return course
