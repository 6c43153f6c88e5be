"""The simulated class: real files, the same for the same seed, each profile as it is named."""

import ast
import json
from pathlib import Path

import pytest

from memo1949.classroom.marking import mark_answer
from memo1949.classroom.questions.quotation import supports
from memo1949.classroom.record import Record, Saved, newer
from memo1949.classroom.sealed import sealed_answers
from memo1949.grading import keys
from memo1949.grading.simulation import CLASS, Student, make_class
from memo1949.grading.simulation.answers import wrong_value
from memo1949.grading.simulation.quotations import wrong_quotations
from memo1949.grading.simulation.sheet import Sheet

from .course import CHECKOUT

UNIT = "mediation"
SOURCE = CHECKOUT / "source" / UNIT / f"{UNIT}.ipynb"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A directory with source/ and release/, which is all that making a class reads."""
    for name in ("source", "release"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    return tmp_path


def answers(student: Student) -> dict[str, Saved]:
    """Return a student's answers as the grader reads them."""
    return newer(Record(student.folder).read(), sealed_answers(student.folder))[0]


def earned(student: Student) -> float:
    """Return what a student's recorded answers earn."""
    given, held = answers(student), keys.load(SOURCE).questions
    asked = ((name, keyed) for name, keyed in held.items() if keyed.asked.question.kind != "result")
    return sum(mark_answer(name, keyed.asked.question, keyed.points, given.get(name), keyed.key).score for name, keyed in asked)


def content(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_seed_makes_the_same_files(course: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two classes of one seed are equal byte for byte; another seed makes another class."""
    made = []
    for seed in (7, 7, 8):
        other = tmp_path_factory.mktemp("class")
        for name in ("source", "release"):
            (other / name).symlink_to(CHECKOUT / name)
        make_class(other, UNIT, students=12, seed=seed)
        made.append(content(other / "submitted"))
    assert made[0] == made[1] != made[2]


def test_each_profile_hands_in_as_it_says(course: Path) -> None:
    """Twelve students: records, seals and damage are as their profiles tell."""
    made = {student.profile.name: student for student in make_class(course, UNIT)}
    released = json.loads((CHECKOUT / "release" / UNIT / f"{UNIT}.ipynb").read_text(encoding="utf-8"))
    names = {name: {path.name for path in student.folder.iterdir()} for name, student in made.items()}
    assert set(made) == set(CLASS) and len(CLASS) == 12
    assert names["good"] == {"mediation.ipynb", "answers.json", "timestamp.txt"}
    assert names["upload"] == {"mediation.ipynb"} and answers(made["upload"])
    assert names["blank"] == {"mediation.ipynb", "timestamp.txt"}
    blank = json.loads((made["blank"].folder / "mediation.ipynb").read_text(encoding="utf-8"))
    assert ["".join(cell["source"]) for cell in blank["cells"]] == ["".join(cell["source"]) for cell in released["cells"]]
    with pytest.raises(ValueError):
        json.loads((made["damaged"].folder / "mediation.ipynb").read_text(encoding="utf-8"))
    late = made["middling"].folder
    assert len(newer(Record(late).read(), sealed_answers(late))[1]) == 1
    assert 0 < len(answers(made["partial"])) < len(answers(made["good"]))


def test_an_untouched_sheet_is_the_release() -> None:
    """A notebook taken apart and put together again is the same file, byte for byte."""
    released = CHECKOUT / "release" / UNIT / f"{UNIT}.ipynb"
    assert Sheet.read(released).filled({}).encode() == released.read_bytes()


def test_a_pasted_cell_stands_there_twice(course: Path) -> None:
    """The copy is as it was handed out, above the one that is filled in; no two cells have one id."""
    pasting = next(student for student in make_class(course, UNIT) if student.profile.pasted)
    cells = json.loads((pasting.folder / "mediation.ipynb").read_text(encoding="utf-8"))["cells"]
    twice = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == "mediation-counts-code"]
    assert ["YOUR CODE HERE" in "".join(cell["source"]) for cell in twice] == [True, False]
    assert len({cell["id"] for cell in cells}) == len(cells)


def test_marks_follow_the_profiles(course: Path) -> None:
    """The excellent earn everything, then come the good, the middling and the weak."""
    made = {student.profile.name: earned(student) for student in make_class(course, UNIT)}
    full = sum(keyed.points for keyed in keys.load(SOURCE).questions.values() if keyed.asked.question.kind != "result")
    assert made["excellent"] == full
    assert full > made["good"] > made["middling"] > made["weak"] > made["blank"] == 0


def test_code_is_python_and_says_different_things(course: Path) -> None:
    """Right, wrong and raising code all compile, and differ."""
    code = {}
    for student in make_class(course, UNIT):
        if student.profile.name != "damaged":
            cells = json.loads((student.folder / "mediation.ipynb").read_text(encoding="utf-8"))["cells"]
            code[student.profile.code] = next("".join(c["source"]) for c in cells if c["id"] == "mediation-counts-code")
    for source in code.values():
        ast.parse(source)
    assert len(set(code.values())) == len(code) == 4


def test_wrong_answers_are_answers(course: Path) -> None:
    """Every wrong value fits its question and does not earn full marks; every wrong quotation does not support."""
    from random import Random

    for keyed in keys.load(SOURCE).questions.values():
        question = keyed.asked.question
        for seed in range(20 if question.kind != "result" else 0):
            value = question.check(wrong_value(keyed, Random(seed)))
            assert question.score(value, keyed.key.key).fraction < 1, keyed.asked.id
        if question.quotes:
            assert not any(text and supports(text, keyed.key.evidence) for text in wrong_quotations(keyed.key.evidence))


def test_a_large_class_is_numbered(course: Path) -> None:
    """The ids of two hundred students sort as they count."""
    made = make_class(course, UNIT, students=200)
    ids = [student.id for student in made]
    assert ids == sorted(ids) and (ids[0], ids[-1]) == ("student-001", "student-200")


def test_nothing_is_written_over(course: Path) -> None:
    """A submission that is there already is never replaced."""
    make_class(course, UNIT, students=1)
    with pytest.raises(FileExistsError):
        make_class(course, UNIT, students=1)
