"""Questions dropped for everyone: totals, whoever grades and whenever; what is set aside and put back."""

import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from grading.course import Course, succeed
from memo1949.grading import log
from memo1949.grading.desk.marks import marks_of
from memo1949.grading.grader import report
from memo1949.grading.grader.dropping import FULL, OUT, dropped
from memo1949.grading.grader.forgetting import forget
from memo1949.grading.grader.remarking import remark
from memo1949.grading.grader.withdrawal import drop, undrop
from memo1949.grading.simulation import grading

from .classes import graded_by_us, marks
from .dropped import (
    ESSAY,
    LATE,
    MARKED,
    STUDENTS,
    TOTAL,
    UNIT,
    WHY,
    by_hand,
    command,
    course,
    graded,
    of_question,
    state,
)
from .test_remarking import OTHER_CHOICE, corrected

__all__ = ["course", "graded"]  # fixtures


@pytest.mark.slow
@pytest.mark.parametrize("question", [WHY, ESSAY])
def test_full_marks_for_everyone(course: Path, question: str) -> None:
    """Everybody has full marks for it, blank answers and a person's lower score too, and waits for nobody; taken back, all is as it was."""
    before, points = state(course), 2.0 if question == WHY else 6.0
    effects = drop(course, UNIT, question, FULL)
    assert {row[3] - (0.5 if row[3] % 1 else 0) for row in of_question(course, question)} == {points}, "extra credit stays"
    assert {row[2] for row in of_question(course, question)} == {False}
    assert {effect.after.points for effect in effects} == {TOTAL} and not any(effect.gain < 0 for effect in effects)
    kept = marks_of(course, [UNIT])
    for effect in effects:
        mark = kept.marks[effect.student, UNIT]
        assert mark.score is None or mark.score == pytest.approx(effect.after.score)
    undrop(course, UNIT, question)
    assert state(course) == before


@pytest.mark.slow
@pytest.mark.parametrize("question", [WHY, ESSAY])
def test_out_of_the_total(course: Path, question: str) -> None:
    """It gives and costs nobody anything, the total is smaller by its points in export and gradebook; taken back, all is as it was."""
    before, points = state(course), 2.0 if question == WHY else 6.0
    effects = drop(course, UNIT, question, OUT)
    assert of_question(course, question) == {(0.0, None, False, 0.0)}
    kept = marks_of(course, [UNIT])
    assert kept.units == {UNIT: TOTAL - points} and {effect.after.points for effect in effects} == {TOTAL - points}
    assert all(kept.marks[effect.student, UNIT].score in (None, pytest.approx(effect.after.score)) for effect in effects)
    with Course(course, settings=False).gradebook() as gradebook:
        formgrader = {row["student"]: (row["score"], row["max_score"]) for row in gradebook.assignment_submissions(UNIT) and gradebook.submission_dicts(UNIT)}
        assert {most for _, most in formgrader.values()} == {TOTAL - points}
    undrop(course, UNIT, question)
    assert state(course) == before


@pytest.mark.slow
def test_late_penalties_follow(course: Path) -> None:
    """A penalty that is a part of the score is worked out anew, by the course's own rule."""
    drop(course, UNIT, WHY, OUT)
    found = {key[1]: value[0] for key, value in marks(Course(course, settings=False)).items() if key[3] == "late"}
    late = {student: penalty for student, penalty in found.items() if penalty}
    assert late, "somebody is late in this class"
    with Course(course, settings=False).gradebook() as gradebook:
        for student, penalty in late.items():
            submission = gradebook.find_submission(UNIT, student)
            days = -(-submission.total_seconds_late // 86400)
            assert penalty == pytest.approx(submission.score * min(1.0, 0.1 * days))


@pytest.mark.slow
@pytest.mark.parametrize("way", [FULL, OUT])
def test_it_stays_dropped_whoever_grades(course: Path, tmp_path: Path, way: str) -> None:
    """Grading anew, by us or by nbgrader, and a submission that comes later have the same marks; so have they once it is taken back."""
    for question in (WHY, ESSAY):
        drop(course, UNIT, question, way)
    by_us, by_nbgrader = course, shutil.copytree(course, tmp_path / "nbgrader")
    for root in (by_us, by_nbgrader):
        shutil.copytree(root / "submitted" / "student-01", root / "submitted" / "newcomer")
    told = graded_by_us(by_us, UNIT, force=True)
    reported = {(one["question"], one["verdict"], one["points"], one["score"]) for one in (report.row(UNIT, row) for row in told.rows) if one["question"] in (WHY, ESSAY)}
    full = {(WHY, "dropped", 2.0, 2.0), (WHY, "dropped", 2.0, 2.5), (ESSAY, "dropped", 6.0, 6.0)}
    assert reported == (full if way == FULL else {(WHY, "dropped", 0.0, 0.0), (ESSAY, "dropped", 0.0, 0.0)})
    assert not [why for _, why in told.reviews() if why.startswith((WHY, ESSAY))]
    with grading.at_desk(by_nbgrader) as desk:
        for student in ("student-01", MARKED, LATE, "newcomer"):
            succeed(desk.autograde(UNIT, student))
    ours, theirs = state(by_us), state(by_nbgrader)
    regraded = [key for key in theirs if "newcomer" in key or LATE in key or MARKED in key]
    assert len(regraded) > 40 and {key: ours[key] for key in regraded} == {key: theirs[key] for key in regraded}
    assert {row[3] for row in of_question(by_us, WHY)} == ({2.0} if way == FULL else {0.0}) | ({2.5} if way == FULL else set())
    for root in (by_us, by_nbgrader):
        for question in (WHY, ESSAY):
            undrop(root, UNIT, question)
    ours, theirs = state(by_us), state(by_nbgrader)
    assert {key: ours[key] for key in regraded} == {key: theirs[key] for key in regraded}
    assert ours[UNIT, "newcomer", UNIT, WHY] == (2.0, None, False, 2.0) and ours[UNIT, "newcomer", UNIT, ESSAY][2]
    assert ours[UNIT, MARKED, UNIT, WHY][1] == 1.25 and ours["points", WHY] == 2.0


@pytest.mark.slow
def test_it_stays_dropped_when_the_assignment_is_generated_again(course: Path) -> None:
    """`nbgrader generate_assignment` writes the points of all questions into the gradebook, but for one that is out of the total."""
    drop(course, UNIT, WHY, OUT)
    before = state(course)
    with grading.at_desk(course) as desk:
        grading.hand_out(desk, UNIT)
    assert state(course) == before
    # In a course without our settings the points come back; the next grading or re-marking takes them out again.
    config = course / "nbgrader_config.py"
    ours = config.read_text(encoding="utf-8")
    config.write_text("c = get_config()\nc.CourseDirectory.course_id = 'memo1949'\nc.GenerateAssignment.force = True\n", encoding="utf-8")
    succeed(Course(course, settings=False).api.generate_assignment(UNIT))
    assert state(course)["points", WHY] == 2.0
    config.write_text(ours, encoding="utf-8")
    remark(course, UNIT)
    assert state(course) == before


@pytest.mark.slow
def test_a_score_typed_after_the_drop_waits(course: Path) -> None:
    """A score that a person types for a dropped question counts once the drop is taken back, and not before."""
    drop(course, UNIT, ESSAY, FULL)
    by_hand(course, MARKED, ESSAY, manual_score=3.0)
    remark(course, UNIT)
    assert {row[3] for row in of_question(course, ESSAY)} == {6.0}
    undrop(course, UNIT, ESSAY)
    with Course(course, settings=False).gradebook() as gradebook:
        assert gradebook.find_grade(ESSAY, UNIT, UNIT, MARKED).score == 3.0


@pytest.mark.slow
def test_a_corrected_key_waits(course: Path) -> None:
    """The corrected key of a dropped question changes nothing, and is used once the question counts again."""
    other = shutil.copytree(course, course.with_name("other"))
    drop(course, UNIT, WHY, FULL)
    corrected(course, *OTHER_CHOICE)
    result = remark(course, UNIT)
    assert result.corrections == [] and result.dropped == [(WHY, FULL)] and result.left == []
    undrop(course, UNIT, WHY)
    assert remark(course, UNIT).questions == [WHY]
    corrected(other, *OTHER_CHOICE)
    remark(other, UNIT)
    assert state(course) == state(other)


@pytest.mark.slow
def test_a_check_writes_nothing(course: Path) -> None:
    """`--check` says who gains and who loses, exits with 1, and leaves every file as it was; so does a write that fails."""
    files = {path: path.read_bytes() for path in course.rglob("*") if path.is_file() and path.suffix != ".lock"}
    done = command(course, "--drop", WHY, "--drop-as", "out", "--check")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert re.search(r"mediation, if mediation-why were dropped, its points out of the total: \d gain, \d lose, \d keep", done.stdout)
    assert re.search(rf"{MARKED}  [\d.]+ of 40 → [\d.]+ of 38  \([\d.]+% → [\d.]+%\)", done.stdout)
    assert {path: path.read_bytes() for path in files} == files
    (course / log.NAME).mkdir()
    with pytest.raises(OSError):
        drop(course, UNIT, WHY, OUT)
    assert {path: path.read_bytes() for path in files if path.suffix != ".db"} == {path: content for path, content in files.items() if path.suffix != ".db"}
    with Course(course, settings=False).gradebook() as gradebook:
        assert dropped(gradebook, UNIT) == {}
    assert state(course)["points", WHY] == 2.0



@pytest.mark.slow
def test_a_student_is_forgotten_with_what_is_set_aside(course: Path) -> None:
    """What a drop has set aside of a student goes when the student is forgotten; what it has of others stays."""
    drop(course, UNIT, WHY, FULL)

    def set_aside() -> list[str]:
        with sqlite3.connect(course / "gradebook.db") as connection:
            return [student for (student,) in connection.execute("SELECT student FROM memo1949_set_aside ORDER BY student")]

    before = set_aside()
    forget(course, MARKED)
    assert len(before) == STUDENTS and set_aside() == [student for student in before if student != MARKED]
    undrop(course, UNIT, WHY)
    assert set_aside() == []
