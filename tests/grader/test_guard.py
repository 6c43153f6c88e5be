"""Tests that would run a student's file on the trusted side: stopped, listed for a person, and nothing else is."""

from pathlib import Path

import pytest

from grading.course import Course
from grading.notebooks import graded, locked, solution
from memo1949.grading.grader.grading import Told

from .assignments import one
from .classes import graded_by_us, hand_in, hand_out, marks

NAME = "guarded"
FILES = "import pickle\nimport pandas as pd\npickle.dump({model}, open('model.pkl', 'wb'))\npd.DataFrame({{'n': [1, 2], 't': ['a', 'b']}}).to_pickle('frame.pkl')\nopen('notes.txt', 'w').write({notes!r})\nopen('script.py', 'w').write({script!r})"
HONEST = FILES.format(model="{'a': 1}", notes="n = 5", script="n = 5\nprint(n)\n")
EVIL = "class Evil:\n    def __reduce__(self): return (eval, ({code!r},))\n"

# By test: what it does, and whether an honest student gets the point at once.
TESTS = {
    "unpickle": ("import pickle\nassert pickle.load(open('model.pkl', 'rb'))['a'] == 1", True),
    "table": ("import pandas as pd\nassert pd.read_pickle('frame.pkl').n.sum() == 3", True),
    "text": ("assert len(open('notes.txt').read()) > 3", True),
    "tree": ("import ast\nassert isinstance(ast.parse(open('script.py').read()).body[-1], ast.stmt)", True),
    "own": ("import runpy, collections\nassert runpy.run_path('tool.py')['N'] == 2\nassert collections.namedtuple('Pair', 'a b')(1, 2).b == 2", True),
    "formula": ("assert eval(formula, {'n': 2}) == 4", True),
    "execute": ("space = {}\nexec(open('script.py').read(), space)\nassert space['n'] == 5", False),
    "path": ("import importlib.util as util\nspec = util.spec_from_file_location('script', 'script.py')\nmodule = util.module_from_spec(spec)\nspec.loader.exec_module(module)\nassert module.n == 5", False),
    "run": ("import runpy\nassert runpy.run_path('script.py')['n'] == 5", False),
    "compile": ("import ast\nspace = {}\nexec(compile(ast.parse(open('script.py').read()), 'x', 'exec'), space)\nassert space['n'] == 5", False),
    "start": ("import subprocess, sys\nassert subprocess.run([sys.executable, 'script.py'], capture_output=True, text=True).stdout == '5\\n'", False),
    "shell": ("import os\nassert os.system('python3 script.py > out.txt') == 0", False),
}
SAFE = [name for name, (_, safe) in TESTS.items() if safe]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Told, Path]:
    """The graded course of an honest and of a hostile student, the report, and the file that the hostile one wants to be made."""
    root = tmp_path_factory.mktemp("guarded")
    leak = root / "leak"
    harm = f"open({str(leak)!r}, 'w').write('x') and 4"
    evil = EVIL.format(code=f"{harm} and {{'a': 1}}") + FILES.format(model="Evil()", notes=harm, script=f"{harm}\nn = 5\nprint(n)\n")
    assignment = one(
        solution("files", HONEST),
        solution("made", "formula = 'n * n'"),
        locked("setup", "import os"),
        *(graded(name, "", source, 1) for name, (source, _) in TESTS.items()),
        students={
            "honest": {"files": HONEST, "made": "formula = 'n * n'"},
            "hostile": {"files": evil, "made": f"formula = {harm!r}"},
        },
        files={"tool.py": "N = 2\n"},
    )
    course = Course(root / "course", settings=False)
    hand_out(course, NAME, assignment)
    leak.unlink(missing_ok=True)
    hand_in(course, NAME, assignment)
    return course, graded_by_us(course.root, NAME), leak


def of(done: tuple[Course, Told, Path], student: str) -> dict[str, tuple]:
    """Return a student's (automatic score, needs a person) by test."""
    found = marks(done[0])
    return {name: (found[NAME, student, NAME, name][0], found[NAME, student, NAME, name][2]) for name in TESTS}


def test_what_only_reads_is_marked(done: tuple[Course, Told, Path]) -> None:
    """Pickled data and tables, texts, a look at the syntax tree, the assignment's own script, a formula: marked as ever."""
    assert {name: mark for name, mark in of(done, "honest").items() if name in SAFE} == dict.fromkeys(SAFE, (1.0, False))


@pytest.mark.parametrize("name", [name for name in TESTS if name not in SAFE])
def test_what_would_run_a_students_file_waits_for_a_person(done: tuple[Course, Told, Path], name: str) -> None:
    """Nobody gets a silent 0 for it: the cell waits, and the report says why."""
    assert of(done, "honest")[name] == (None, True)
    (row,) = [row for row in done[1].rows if row["student"] == "honest" and row["question"] == name]
    assert row["verdict"] == "needs review" and "beside the keys" in " ".join(row["flags"])


def test_nothing_that_a_hostile_student_wrote_has_run_here(done: tuple[Course, Told, Path]) -> None:
    """Neither by pickle, nor as text, module, script, program or formula."""
    assert not done[2].exists()
    scores, wanted = of(done, "hostile"), ["unpickle", "formula", *(name for name in TESTS if name not in SAFE)]
    assert {name: scores[name] for name in wanted} == dict.fromkeys(wanted, (None, True))


def test_code_that_ends_python_in_a_test_is_the_students_error(tmp_path: Path) -> None:
    """A function that ends Python when a test calls it fails the test; the verdict is “student error”, with the reason."""
    assignment = one(
        solution("half", "def half(x):\n    return x / 2"),
        graded("half-test", "", "assert half(4) == 2", 2),
        students={"right": {"half": "def half(x):\n    return x / 2"}, "ending": {"half": "import os\ndef half(x):\n    os._exit(0)"}},
    )
    course = Course(tmp_path / "course", settings=False)
    hand_out(course, "halves", assignment)
    hand_in(course, "halves", assignment)
    rows = {row["student"]: row for row in graded_by_us(course.root, "halves").rows}
    assert (rows["right"]["score"], rows["right"]["verdict"]) == (2, "marked")
    assert (rows["ending"]["score"], rows["ending"]["verdict"]) == (0, "student error")
    assert "ended Python" in " ".join(rows["ending"]["flags"])
