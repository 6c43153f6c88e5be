"""Essays that were left blank: unanswered everywhere, queued nowhere, and never a silent 0."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from grading import tiny
from grading.course import Course
from memo1949 import cli
from memo1949.grading.desk.marks import marks_of
from memo1949.grading.essays import nothing_in
from memo1949.grading.rows import BY_HAND, UNANSWERED, rows_of

UNIT, ESSAY = tiny.UNIT, "tiny-essay"
WRITTEN = {
    "untouched": None,
    "spaced": "\n  YOUR  ANSWER\n\nHERE \n",
    "emptied": "",
    "white": " \n\t\u200b\u00a0\n",
    "brief": "No.",
    "around": "YOUR ANSWER HERE: nobody talked.",
}
BLANK = ("emptied", "spaced", "untouched", "white")


@pytest.mark.parametrize(
    ("text", "blank"),
    [("", True), (" \n", True), ("YOUR ANSWER HERE", True), ("YOUR\nANSWER HERE.", False), ("Write here", True), ("write  here", False), ("\ufeff\u200b", True), ("?", False)],
)
def test_nothing_is_nothing(text: str, blank: bool) -> None:
    """Spaces and what cannot be seen do not count; any sign, and other capitals, do: somebody typed them."""
    assert nothing_in(text, "Write\nhere") is blank


@pytest.fixture(scope="module", params=["nbgrader autograde", "memo1949 grade"])
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, str]:
    """A class whose essays are blank in all ways, or not, graded by nbgrader with our settings, and by us; and what was printed."""
    made = Course(tmp_path_factory.mktemp("blank") / "course")
    made.assign(UNIT, tiny.unit())
    for student, text in WRITTEN.items():
        changes = {"counting-code": tiny.GOOD_CODE} | ({} if text is None else {ESSAY: text})
        made.submit(UNIT, student, changes, tiny.answers(**tiny.ALL_RIGHT))
    if request.param == "memo1949 grade":
        with redirect_stdout(StringIO()) as out:
            cli.main(["grade", UNIT, "--course", str(made.root), "--isolation", "none", "--report", str(made.root / "report.json")])
        return made, out.getvalue()
    for student in WRITTEN:
        made.grade(UNIT, student)
    return made, ""


def test_the_gradebook_queues_what_was_written(graded: tuple[Course, str]) -> None:
    """Blank in whatever way: 0 points and no person asked; one word is enough for a person to be asked."""
    made, _ = graded
    grades = {student: made.grades(UNIT, student)[ESSAY] for student in WRITTEN}
    assert {name: (grade["auto_score"], grade["needs_manual_grade"]) for name, grade in grades.items()} == {
        name: (0, False) if name in BLANK else (None, True) for name in WRITTEN
    }


def test_rows_say_unanswered(graded: tuple[Course, str]) -> None:
    """The class report's rows tell a blank from an answer that waits."""
    made, _ = graded
    rows = {row.student: row for row in rows_of(made.root, UNIT) if row.question == ESSAY}
    assert {name: (row.verdict, row.score) for name, row in rows.items()} == {name: (UNANSWERED, 0) if name in BLANK else (BY_HAND, None) for name in WRITTEN}


def test_the_export_says_unanswered(graded: tuple[Course, str], capsys: pytest.CaptureFixture) -> None:
    """The mark counts, its note says what was left blank, and the command lists it; a mark that waits stays empty."""
    made, _ = graded
    marks = {student: mark for (student, _), mark in marks_of(made.root, [UNIT]).marks.items()}
    assert {name: (mark.score, mark.note) for name, mark in marks.items()} == {
        name: (6, f"unanswered, 0 points: {ESSAY}") if name in BLANK else (None, f"a person must mark: {ESSAY}") for name in WRITTEN
    }
    assert cli.main(["export", "--format", "moodle", "--course", str(made.root), "--to", str(made.root / "out.csv"), "--force"]) == 1
    assert f"unanswered: emptied, {UNIT}: {ESSAY} left blank, 0 points" in capsys.readouterr().out
    assert f",6,\"unanswered, 0 points: {ESSAY}\"" in (made.root / "out.csv").read_text(encoding="utf-8")


def test_the_feedback_says_so(graded: tuple[Course, str]) -> None:
    """The student reads that the essay was left blank, not a placeholder in place of an answer, and that it gave 0 points."""
    made, _ = graded
    for student in BLANK:
        essay = made.feedback(UNIT, student).partition(f'id="question-{ESSAY}"')[2].partition("</section>")[0]
        assert "You left this blank." in essay and "YOUR ANSWER" not in essay and "0 of 4" in essay
    assert "You left this blank." not in made.feedback(UNIT, "brief")


@pytest.mark.parametrize("graded", ["memo1949 grade"], indirect=True)
def test_the_grader_says_so(graded: tuple[Course, str]) -> None:
    """`memo1949 grade` lists them at its end, and its report gives them their verdict; they are not among those to mark."""
    made, said = graded
    assert "To mark by hand, in formgrader: 2 answers." in said
    assert f"Unanswered: 4 written answers left blank, 0 points, waiting for nobody ({', '.join(BLANK)})." in said
    report = json.loads((made.root / "report.json").read_text(encoding="utf-8"))
    essays = {row["student"]: row for row in report["rows"] if row["question"] == ESSAY}
    assert {name: (row["verdict"], row["score"]) for name, row in essays.items()} == {name: ("unanswered", 0) if name in BLANK else ("to mark by hand", None) for name in WRITTEN}


def test_a_persons_score_counts_for_a_blank(tmp_path: Path) -> None:
    """Who handed the essay in on paper is given a score in formgrader, which counts, is no longer called unanswered, and stays when graded again."""
    made = Course(tmp_path)
    made.assign(UNIT, tiny.unit())
    made.submit(UNIT, "paper", {ESSAY: " "}, tiny.answers(**tiny.ALL_RIGHT))
    made.grade(UNIT, "paper")
    with made.gradebook() as gradebook:
        grade = gradebook.find_grade(ESSAY, UNIT, UNIT, "paper")
        grade.manual_score, grade.needs_manual_grade = 3, False
        gradebook.find_comment(ESSAY, UNIT, UNIT, "paper").manual_comment = "Handed in on *paper*."
        gradebook.db.commit()
    page = made.feedback(UNIT, "paper")
    assert "You left this blank." in page and "Handed in on <em>paper</em>." in page and "YOUR ANSWER" not in page
    (row,) = (row for row in rows_of(made.root, UNIT) if row.question == ESSAY)
    assert (row.verdict, row.score) == ("marked", 3)
    assert marks_of(made.root).marks["paper", UNIT].blank == ()
    made.grade(UNIT, "paper")
    grade = made.grades(UNIT, "paper")[ESSAY]
    assert (grade["manual_score"], grade["needs_manual_grade"]) == (3, True), "as nbgrader: to be looked at again"
