"""Hostile submissions among honest ones: no point, no key, no harm, no trace, and a clear word."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from grading.course import Course
from memo1949.grading.grader.grading import Told, Wish, grade
from memo1949.grading.sandbox import isolation as walls
from memo1949.grading.sandbox.sandbox import Sandbox

from .attack import Attack
from .breaking import BREAKING
from .course import POINTS, RIGHT, SECRETS, UNIT, WRONG, build
from .papers import PAPERS
from .reading import READING
from .winning import WINNING

ATTACKS = {**READING, **WINNING, **BREAKING, **PAPERS}
HONEST = {"a-first": RIGHT, "a-wrong": WRONG, "m-middle": RIGHT, "p-middle": WRONG, "z-last": RIGHT}
LEAK = Path("/tmp/memo1949-hostile")
FOUND = ("OTHER PROCESS", "SEEN", "ATTACHED", "COPIED", "TAKEN", "UNSHARED", "JOINED", "MOUNTED", "RIGHTS GAINED", "CONNECTED", "FRIEND", "SPIED", "KILLED", "HIDDEN MEMORY", "FILLED", "root:x:")


@dataclass(frozen=True)
class Hostile:
    """A class that was graded with all attacks in it."""

    course: Course
    told: Told
    base: str  # what the command lines of its processes hold

    def row(self, student: str) -> dict:
        """Return what the report says of a submission."""
        return next(one for one in self.told.submissions if one["student"] == student)

    def score(self, student: str) -> float:
        """Return what the gradebook gives a student, 0 where there is nothing."""
        with self.course.gradebook() as gradebook:
            return next((one.score for one in gradebook.assignment_submissions(UNIT) if one.student.id == student), 0.0)

    def words(self, student: str) -> str:
        """Return all that a person and a student read of a submission: flags, the problem, outputs."""
        said = [*self.row(student)["flags"], self.row(student)["problem"]]
        said += [flag for row in self.told.rows if row["student"] == student for flag in row["flags"]]
        return "\n".join([*said, *shown(self.course, student)])


def shown(course: Course, student: str) -> list[str]:
    """Return all outputs of an autograded notebook; of tests not their errors, which nbgrader shows with the test."""
    path = course.root / "autograded" / student / UNIT / f"{UNIT}.ipynb"
    if not path.exists():
        return []
    cells = nbformat.read(path, as_version=4).cells
    return [
        json.dumps(output)
        for cell in cells
        for output in cell.get("outputs", [])
        if not (cell.metadata.get("nbgrader", {}).get("grade") and output.output_type == "error")
    ]


def hand_in(course: Course, student: str, attack: Attack) -> None:
    """Write one submission: wrong answers with the attack in them."""
    made = nbformat.read(course.root / "release" / UNIT / f"{UNIT}.ipynb", as_version=4)
    cells = {**WRONG, **attack.cells}
    for cell in made.cells:
        cell.source = cells.get(cell.id, cell.source)
    if attack.spoil:
        attack.spoil(made)
    folder = course.root / "submitted" / student / UNIT
    folder.mkdir(parents=True)
    (folder / f"{UNIT}.ipynb").write_text(json.dumps(made), encoding="utf-8")
    (folder / "helpers.py").write_bytes((course.root / "release" / UNIT / "helpers.py").read_bytes())
    if attack.place:
        attack.place(folder)


def processes() -> dict[int, str]:
    """Return what runs on this machine, by process number."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            found[int(pid)] = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
    return found


def graded(root: Path, isolation: str, attacks: dict[str, Attack]) -> Hostile:
    """Grade a class of honest and hostile students."""
    course = build(root)
    LEAK.unlink(missing_ok=True)
    for student, cells in HONEST.items():
        hand_in(course, student, Attack("", cells))
    for name, attack in attacks.items():
        hand_in(course, f"h-{name}", attack)
    with Sandbox(isolation) as sandbox:
        told = grade(Wish(root, UNIT, memory=500), sandbox)
        return Hostile(course, told, str(sandbox.base))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """The whole class, graded once with the strongest isolation there is."""
    return graded(tmp_path_factory.mktemp("hostile") / "course", walls.chosen(None), ATTACKS)


def check_honest(hostile: Hostile) -> None:
    """Fail unless honest students have what they would have without the others, and nobody stopped the class."""
    assert {student: hostile.score(student) for student in HONEST} == {student: POINTS if cells is RIGHT else 0.0 for student, cells in HONEST.items()}
    assert [hostile.row(student)["problem"] + "".join(hostile.row(student)["flags"]) for student in HONEST] == [""] * len(HONEST)
    assert {one["student"]: one["problem"] for one in hostile.told.submissions if one["verdict"] == "our error"} == {}


def check_attack(hostile: Hostile, name: str, attack: Attack) -> None:
    """Fail if an attack gained a point or learned anything, or if nobody is told of it."""
    student = f"h-{name}"
    words = hostile.words(student)
    kept = [path.read_bytes() for path in (hostile.course.root / "autograded" / student).rglob("*") if path.is_file() and path.suffix != ".ipynb"]
    assert hostile.score(student) == 0.0
    assert [secret for secret in SECRETS if secret in words or any(secret.encode() in content for content in kept)] == []
    printed = [output["text"] for output in map(json.loads, shown(hostile.course, student)) if output["output_type"] == "stream"]
    # Not in errors: they show the attack's own lines.
    assert [word for word in FOUND if word in "".join(printed) or any(word.encode() in content for content in kept)] == []
    assert attack.says in words


def check_traces(hostile: Hostile) -> None:
    """Fail if a process, a file or a change outside its own folder is left of anybody."""
    assert {pid: line for pid, line in processes().items() if hostile.base in line} == {}
    assert not Path(hostile.base).exists()
    assert not LEAK.exists()
    assert {path.name for path in hostile.course.root.iterdir()} <= {"source", "release", "submitted", "autograded", "gradebook.db", "nbgrader_config.py", ".memo1949.lock"}
    assert [path.name for path in (hostile.course.root / "autograded").iterdir() if path.name.startswith(".")] == []


@pytest.mark.slow
def test_honest_students_have_their_marks(hostile: Hostile) -> None:
    """Among a hundred attacks, before, between and after them, honest work gets what it gets anywhere."""
    check_honest(hostile)


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTACKS)
def test_attack(hostile: Hostile, name: str) -> None:
    """An attack gains no point, learns no key, and where it shows, the report or the notebook says so."""
    check_attack(hostile, name, ATTACKS[name])


@pytest.mark.slow
def test_nothing_is_left(hostile: Hostile) -> None:
    """Of a hundred attacks no process and no file is left over."""
    check_traces(hostile)


@pytest.mark.slow
def test_there_are_enough_attacks_each_with_its_sentence() -> None:
    """Every attack says in one sentence what it tries, and no two try the same."""
    sentences = [attack.tries for attack in ATTACKS.values()]
    assert len(set(sentences)) == len(ATTACKS) > 100
    assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in sentences)
