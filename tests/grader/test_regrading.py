"""Grading again what came again: as nbgrader does it, with what a person gave kept, late or not, whole or not."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from grading.course import Course, succeed
from grading.notebooks import cell, essay, graded, locked, notebook, read, solution, text
from memo1949.grading.nbgrader.running import same_path

from .assignments import Assignment
from .classes import graded_by_us, hand_out, marks, twin

UNIT, DUE = "again", "2026-10-05 20:00:00 UTC"
EARLY, LATE, LATER = "2026-10-05 10:00:00 UTC", "2026-10-06 20:00:00 UTC", "2026-10-07 08:30:00 UTC"
CONFIG = f"""
import sys
from pathlib import Path
c = get_config()
sys.path.insert(0, str(Path(__file__).parent))
c.AssignLatePenalties.plugin_class = "lateness.Lateness"
c.Autograde.exclude_overwriting = {{"{UNIT}": ["notes.txt"]}}
"""
LATENESS = """
from nbgrader.plugins import BasePlugin


class Lateness(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 4 + total_seconds_late / 86400 if student_id != "excused" else None
"""
ASSIGNMENT = Assignment(
    {
        "one": notebook(
            text("title", "# One"),
            locked("files", "given, theirs = open('given.txt').read(), open('notes.txt').read()"),
            solution("answer", "x = 1"),
            graded("answer-test", "assert x == 1", "assert given == 'ours' and theirs == 'theirs'", 2),
            cell("program", "### BEGIN SOLUTION\nprint('done')\n### END SOLUTION", grade=True, solution=True, points=4),
            cell("poster", "Make a poster.", "markdown", task=True, points=5, locked=True),
        ),
        "two": notebook(solution("other", "y = [1]"), graded("other-test", "", "{1: 3.0}.get(len(y), 1.0)", 3), essay("words", "Words.", 2)),
    },
    {},
    files={"given.txt": "ours", "notes.txt": "ours"},
)
RIGHT = {"answer": "x = 1", "program": "print('mine')", "other": "y = [7]", "words": "Mine."}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course in which five students have handed in and nobody is graded."""
    root = tmp_path_factory.mktemp("again") / "course"
    course = Course(root, settings=False)
    (root / "nbgrader_config.py").write_text(CONFIG)
    (root / "lateness.py").write_text(LATENESS)
    hand_out(course, UNIT, ASSIGNMENT)
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(UNIT, duedate=DUE)
    hand_in(course, "early", EARLY, RIGHT)
    hand_in(course, "late", LATE, {**RIGHT, "other": "y = [1, 2]"})
    hand_in(course, "half", LATE, {"answer": "x = 2"}, "one")
    hand_in(course, "excused", LATE, RIGHT)
    hand_in(course, "undated", "", RIGHT)
    return course


@pytest.fixture(scope="module")
def judged(first: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """That course, graded by nbgrader; then a person gave scores, comments and an extension, and some handed in again."""
    course = twin(first, tmp_path_factory.mktemp("judged") / "course")
    nbgrader_grades(course)
    return course


@pytest.fixture(scope="module")
def returned(judged: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The graded course after a person gave scores, comments and an extension, and some handed in again."""
    course = twin(judged, tmp_path_factory.mktemp("returned") / "course")
    with course.gradebook() as gradebook:
        for student, notebook_, name, score, extra in _GIVEN:
            grade = gradebook.find_grade(name, notebook_, UNIT, student)
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = score, extra, False
        gradebook.find_comment("words", "two", UNIT, "late").manual_comment = "Well said."
        gradebook.db.commit()
        gradebook.grant_extension(UNIT, "late", hours=36)
    hand_in(course, "early", LATE, {**RIGHT, "answer": "x = 3", "program": "print('other')"})
    hand_in(course, "late", LATER, RIGHT)
    hand_in(course, "half", LATER, {"words": "Now these."}, "two")
    hand_in(course, "undated", LATER, RIGHT)
    return course


_GIVEN = (
    ("early", "one", "program", 3.5, None),
    ("early", "one", "answer-test", 1.0, 0.5),
    ("late", "two", "words", 2.0, None),
    ("late", "one", "poster", 4.0, 1.0),
    ("excused", "two", "words", 1.0, None),
    ("half", "one", "poster", 2.0, None),
)


def hand_in(course: Course, student: str, moment: str, changes: dict[str, str], *notebooks: str) -> None:
    """Hand in notebooks (all, if none is named) at a moment, in place of what was handed in before."""
    folder = course.root / "submitted" / student / UNIT
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for stem in notebooks or ASSIGNMENT.notebooks:
        made = read(course.root / "release" / UNIT / f"{stem}.ipynb")
        for one in made.cells:
            one.source = changes.get(one.id, one.source)
        (folder / f"{stem}.ipynb").write_text(json.dumps(made), encoding="utf-8")
    (folder / "given.txt").write_text("changed")
    (folder / "notes.txt").write_text("theirs")
    if moment:
        (folder / "timestamp.txt").write_text(moment)


def nbgrader_grades(course: Course) -> None:
    """Let nbgrader grade what is new or newer."""
    for folder in sorted((course.root / "submitted").glob(f"*/{UNIT}")):
        nbgrader_grades_one(course, folder.parent.name)


def nbgrader_grades_one(course: Course, student: str) -> None:
    """Let nbgrader grade one student, if new or newer, with the course's own rule within reach."""
    with same_path():
        sys.path.append(str(course.root))
        succeed(course.api.autograde(UNIT, student, force=False, create=True))


@pytest.mark.slow
def test_late_and_missing(first: Course, judged: Course, tmp_path: Path) -> None:
    """A course's own rule for late work, several notebooks, one of them missing, files and tasks: nbgrader's marks."""
    course = twin(first, tmp_path / "course")
    graded_by_us(course.root, UNIT)
    found = marks(course)
    assert found == marks(judged)
    assert found[UNIT, "late", "one", "late"] == (1.5, 86400.0)
    assert found[UNIT, "half", "two", "other-test"][0] == 0.0


@pytest.mark.slow
def test_graded_again(returned: Course, tmp_path: Path) -> None:
    """What is newer is graded again with scores of a person kept, an extension counted, and cells to look at again queued, as nbgrader does."""
    theirs, ours = twin(returned, tmp_path / "theirs"), twin(returned, tmp_path / "ours")
    nbgrader_grades(theirs)
    told = graded_by_us(ours.root, UNIT)
    assert {one["student"] for one in told.submissions} == {"early", "late", "half"}
    assert told.skipped == 2
    assert marks(ours) == marks(theirs)
    with ours.gradebook() as gradebook:
        assert gradebook.find_comment("words", "two", UNIT, "late").manual_comment == "Well said."
        assert gradebook.find_grade("program", "one", UNIT, "early").manual_score == 3.5
    assert len(graded_by_us(ours.root, UNIT, force=True).submissions) == 5
    kept = {key: found for key, found in marks(theirs).items() if key[1] in ("early", "late", "half")}
    assert kept.items() <= marks(ours).items()


@pytest.mark.slow
def test_only_what_is_asked_for(first: Course, tmp_path: Path) -> None:
    """Patterns for students, on the command line or in the course's settings, and for notebooks, are kept to as nbgrader keeps to them."""
    theirs, ours = twin(first, tmp_path / "theirs"), twin(first, tmp_path / "ours")
    for course in (theirs, ours):
        with open(course.root / "nbgrader_config.py", "a") as config:
            config.write('c.CourseDirectory.notebook_id = "one"\nc.CourseDirectory.student_id_exclude = "late,excused"\n')
    nbgrader_grades_one(theirs, "early")
    told = graded_by_us(ours.root, UNIT, student="e*")
    assert [one["student"] for one in told.submissions] == ["early"]
    assert marks(ours) == marks(theirs)
    assert files(ours) == files(theirs)
    assert [one["student"] for one in graded_by_us(ours.root, UNIT).submissions] == ["half", "undated"]


def files(course: Course) -> set[str]:
    """Return the names of the files in autograded/."""
    top = course.root / "autograded"
    return {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()}
