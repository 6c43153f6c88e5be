"""Marks on their way out: columns that Canvas and Moodle import, nothing that harms, and equal to the gradebook."""

import csv
import io
from pathlib import Path

import pytest

from grading.course import Course
from grading.notebooks import essay, graded, notebook
from memo1949 import cli
from memo1949.grading.desk import formats, roster, sheet
from memo1949.grading.desk.enrolment import enrol
from memo1949.grading.desk.marks import MISSING, NOT_GRADED, marks_of
from memo1949.grading.desk.roster import Entry

from .desks import CLASS
from .test_roster import example

FORMULA = Entry("s127", "=HYPERLINK(1)", '@"Cmd", a', "x@example.org", "9007")


@pytest.fixture
def made(tmp_path: Path) -> Course:
    """A class with marks of every kind: full, late, waiting for a person, not graded, nothing handed in, a name that is a formula."""
    course = Course(tmp_path / "course")
    course.assign("sums", notebook(graded("total", "", "1.0", 7), essay("why", "Because.", 3)))
    enrol(course.root, (*CLASS, FORMULA))
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("sums", duedate="2026-11-18 12:00 UTC")
        for student, auto, manual, late in (("s123", 7.0, 1 / 3, None), ("s124", 6.5, 3.0, 1.25), ("s125", 7.0, None, None), ("s127", 0.0, 0.0, None)):
            made = gradebook.update_or_create_submission("sums", student, timestamp=f"2026-11-{20 if late else 17} 15:00 UTC")
            made.notebooks[0].late_submission_penalty = late
            for grade in made.notebooks[0].grades:
                grade.auto_score = auto if grade.name == "total" else None
                grade.manual_score = manual if grade.name == "why" else None
                grade.needs_manual_grade = grade.name == "why" and manual is None
        gradebook.db.commit()
    (course.root / "submitted" / "s126" / "sums").mkdir(parents=True)
    return course


def export(course: Course, *words: str) -> tuple[int, bytes]:
    """Run the command; returns its exit code and the file."""
    path = course.root / "out.csv"
    code = cli.main(["export", "--course", str(course.root), "--to", str(path), *words])
    return code, path.read_bytes() if path.exists() else b""


def cells(data: bytes, encoding: str = "utf-8") -> list[list[str]]:
    """Read a file as any program would."""
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def test_marks_are_the_gradebooks(made: Course) -> None:
    """Lateness is taken off once; what waits, and why, is told from what was never handed in; a true 0 stays 0."""
    marks = marks_of(made.root).marks
    assert {student: mark.score for (student, _), mark in marks.items()} == {"s123": pytest.approx(7 + 1 / 3), "s124": 8.25, "s125": None, "s126": None, "s127": 0.0}
    assert marks["s124", "sums"].note == "2 days late: 1.25 of 9.5 points taken off"
    assert marks["s125", "sums"].why == "a person must mark: why" and marks["s126", "sums"].why == NOT_GRADED
    with made.gradebook() as gradebook:
        gradebook.add_student("s128")
    assert marks_of(made.root).marks["s128", "sums"].why == MISSING


def test_canvas_imports_it(made: Course) -> None:
    """The header, the row of points and the students are as Canvas's importer wants them; every further column is an assignment."""
    code, data = export(made, "--format", "canvas", "--title", "sums=Sums, first part (4711)")
    assert code == 1 and not data.startswith(b"\xef\xbb\xbf")
    header, points, *students = cells(data)
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Sums, first part (4711)"]
    assert points == ["    Points Possible", "", "", "", "", "10"]
    assert {row[1] for row in students} == {"9001", "9002", "9003", "9004", "9007"}
    by_login = {row[3]: (row[0], row[5]) for row in students}
    assert by_login["s124"] == ("Núñez, José", "8.25") and by_login["s125"] == ("李小龙", "") and by_login["s123"][1] == "7.333333"


def test_moodle_imports_it(made: Course) -> None:
    """Students are told by email or number; each mark has its feedback beside it, which says what lateness cost."""
    code, data = export(made, "--format", "moodle")
    header, *students = cells(data)
    assert code == 1 and header == ["Username", "First name", "Last name", "ID number", "Email address", "sums", "sums (Feedback)"]
    by_email = {row[4]: row[5:] for row in students}
    assert by_email["jose@example.org"] == ["8.25", "2 days late: 1.25 of 9.5 points taken off"]
    assert by_email["li@example.org"] == ["", "a person must mark: why"] and by_email["zoe@example.org"] == ["", NOT_GRADED]


def test_excel_opens_it(made: Course) -> None:
    """The table for people begins with the mark that Excel wants, and has nbgrader's columns with raw score and penalty."""
    _, data = export(made)
    assert data.startswith(b"\xef\xbb\xbf")
    header, *rows = cells(data, "utf-8-sig")
    (row,) = [dict(zip(header, row, strict=True)) for row in rows if row[3] == "s124"]
    assert (row["raw_score"], row["late_submission_penalty"], row["score"], row["max_score"]) == ("9.5", "1.25", "8.25", "10")
    assert row["timestamp"] == "2026-11-20 15:00:00" and row["last_name"] == "Núñez"


@pytest.mark.parametrize("kind", formats.FORMATS)
def test_no_cell_is_a_formula(made: Course, kind: str) -> None:
    """A name that a spreadsheet would run is text in every format, and its mark still reads back."""
    _, data = export(made, "--format", kind)
    found = [cell for row in cells(data, "utf-8-sig") for cell in row]
    assert not [cell for cell in found if cell[:1] in "=+-@\t\r" and cell]
    assert any("'=HYPERLINK(1)" in cell or "'@" in cell for cell in found)


@pytest.mark.parametrize("kind", formats.FORMATS)
def test_it_is_read_back_before_it_is_written(made: Course, kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A file whose marks are not the gradebook's is refused with the mark that differs, and not written."""
    marks = marks_of(made.root)
    good = formats.exported(kind, marks)
    assert formats.differing(kind, good, marks, {"sums": "sums"}) == []
    assert formats.differing(kind, good.replace(b"8.25", b"8.26"), marks, {"sums": "sums"}) == ["s124, sums: 8.26 instead of 8.25"]
    written = sheet.written
    monkeypatch.setattr(sheet, "written", lambda rows, bom: written(rows, bom).replace(b"8.25", b"8.3"))
    assert export(made, "--format", kind) == (2, b"")
    assert "s124, sums: 8.3 instead of 8.25" in capsys.readouterr().err


def test_what_waits_is_told_and_never_0(made: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """The command lists the marks that wait and those that lateness reduced; --check writes nothing; all marked ends with 0."""
    assert export(made, "--check") == (1, b"")
    said = capsys.readouterr().out
    assert "no mark yet: s125, sums: a person must mark: why" in said and "late: s124, sums: 2 days late" in said
    assert "sums (10 points): 3 marked, 2 wait" in said
    with made.gradebook() as gradebook:
        gradebook.find_grade("why", "sums", "sums", "s125").manual_score = 2
        gradebook.db.commit()
    (made.root / "submitted" / "s126" / "sums").rmdir()
    assert export(made)[0] == 0
    assert "1 handed nothing in" in capsys.readouterr().out


def test_it_writes_over_nothing_unasked(made: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is there stays until --force; a unit or title that is not there is named."""
    _, first = export(made)
    assert export(made, "--format", "canvas") == (2, first) and "--force" in capsys.readouterr().err
    assert export(made, "--format", "canvas", "--force")[1] != first
    assert export(made, "--unit", "rest", "--force")[0] == 2 and "There: sums." in capsys.readouterr().err
    assert export(made, "--title", "rest=Rest", "--force")[0] == 2


def test_canvas_gives_the_list_back(made: Course) -> None:
    """What was exported for Canvas can be read as a list of the class: the two ends know one format."""
    path = made.root / "out.csv"
    export(made, "--format", "canvas")
    read = roster.load(path)
    assert read.kind == "Canvas" and {entry.id: entry.lms_user_id for entry in read.entries} == {entry.id: entry.lms_user_id for entry in (*CLASS, FORMULA)}


def test_the_example_works_as_printed(made: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What --help gives as an example can be typed in a course directory."""
    monkeypatch.chdir(made.root)
    assert example("export", capsys) == 1
    assert (made.root / "marks.csv").read_bytes().startswith(b"Student,ID,")
