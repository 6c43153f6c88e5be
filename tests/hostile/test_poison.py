"""Poisoned records and seals in the mediation unit, among honest ones: no point, no fault of ours, and a person is told."""

import json
import shutil
from dataclasses import dataclass

import nbformat
import pytest

from grading.course import CHECKOUT, Course, succeed
from memo1949.grading import keys
from memo1949.grading.grader.grading import Told, Wish, grade
from memo1949.grading.rows import OUR_ERROR
from memo1949.grading.sandbox import isolation as walls
from memo1949.grading.sandbox.sandbox import Sandbox
from memo1949.grading.simulation import make_class

from .poison import Poison, poisons, record
from .test_hostile import LEAK

UNIT = "mediation"
SOURCE = CHECKOUT / "source" / UNIT / f"{UNIT}.ipynb"
HELD = keys.load(SOURCE)
DOCUMENT = " ".join(str(evidence) for keyed in HELD.questions.values() for evidence in keyed.key.evidence) * 3
POISONS = poisons([name for name, keyed in HELD.questions.items() if keyed.asked.question.kind != "result"], DOCUMENT)
EXCELLENT = ("student-01", "student-02")


@dataclass(frozen=True)
class Poisoned:
    """A class that was graded with all poisons in it, with scores and what was said by student."""

    told: Told
    scores: dict[str, float]

    def words(self, student: str) -> str:
        """Return what the report says of a submission."""
        mine = [one for one in self.told.submissions if one["student"] == student]
        flags = [flag for row in self.told.rows if row["student"] == student for flag in row["flags"]]
        return "\n".join([*flags, *(line for one in mine for line in [one["problem"], *one["flags"]])])


def hand_in(course: Course, student: str, poison: Poison) -> None:
    """Write one submission: the notebook as it was handed out, with the poison."""
    made = nbformat.read(course.root / "release" / UNIT / f"{UNIT}.ipynb", as_version=4)
    for cell in made.cells:
        cell.source = poison.cells.get(cell.id, cell.source)
    folder = course.root / "submitted" / student / UNIT
    folder.mkdir(parents=True)
    nbformat.write(made, folder / f"{UNIT}.ipynb")
    if poison.place:
        poison.place(folder)
    elif poison.answers is not None:
        (folder / "answers.json").write_bytes(poison.answers if isinstance(poison.answers, bytes) else poison.answers.encode())
    elif "seal" not in poison.cells:
        (folder / "answers.json").write_text(record(HELD.questions, None), encoding="utf-8")


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Poisoned:
    """The whole class, graded once."""
    course = Course(tmp_path_factory.mktemp("poison") / "course")
    with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("\nc.Execute.timeout = 3\n")
    shutil.copytree(SOURCE.parent, course.root / "source" / UNIT)
    succeed(course.api.generate_assignment(UNIT))
    make_class(course.root, UNIT, profiles=("excellent",), students=len(EXCELLENT))
    for name, poison in POISONS.items():
        hand_in(course, f"h-{name}", poison)
    LEAK.unlink(missing_ok=True)
    with Sandbox(walls.chosen(None)) as sandbox:
        told = grade(Wish(course.root, UNIT, memory=500), sandbox)
    with course.gradebook() as gradebook:
        scores = {one.student.id: one.score for one in gradebook.assignment_submissions(UNIT)}
    return Poisoned(told, scores)


@pytest.mark.slow
def test_honest_students_have_their_marks(poisoned: Poisoned) -> None:
    """Sample solutions have full marks whoever is graded beside them."""
    full = sum(keyed.points for keyed in HELD.questions.values())
    assert {student: poisoned.scores[student] for student in EXCELLENT} == dict.fromkeys(EXCELLENT, full)


@pytest.mark.slow
@pytest.mark.parametrize("name", POISONS)
def test_poison(poisoned: Poisoned, name: str) -> None:
    """A poisoned record gains no point, is never our error, and where it is damaged a person is told."""
    student = f"h-{name}"
    (found,) = [one for one in poisoned.told.submissions if one["student"] == student]
    assert found["verdict"] != OUR_ERROR, found["problem"]
    assert poisoned.scores.get(student, 0.0) == 0.0
    assert POISONS[name].says in poisoned.words(student)
    assert found["seconds"] < 60


@pytest.mark.slow
def test_nothing_was_run(poisoned: Poisoned) -> None:
    """Code in records and seals is never run."""
    assert not LEAK.exists()
    assert json.loads(json.dumps(poisoned.told.rows)) == poisoned.told.rows
