"""`memo1949 report` as it is typed: what it writes, what it says, and what it refuses."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from lxml import html

from grader.classes import graded_by_nbgrader, graded_by_us, twin
from grading import tiny
from grading.course import Course
from grading.notebooks import essay, graded, notebook
from memo1949 import cli
from memo1949.commands import report as command
from memo1949.grading.desk.sheet import restored

from .conftest import ABSENT, STUDENTS, UNITS

UNIT = "mediation"
KINDS = ("questions", "answers", "students")


def report(course: Course, *words: str) -> int:
    """Run the command on a course."""
    return cli.main(["report", *words, "--course", str(course.root)])


def table(path: Path) -> list[dict[str, str]]:
    """Read a table as a spreadsheet does."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_the_example_works_as_printed(made: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The command that --help shows, typed in the course directory, writes the page and tells its name."""
    import argparse

    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    monkeypatch.chdir(made.root)
    assert cli.main(parser.epilog.removeprefix("Example: memo1949 ").split()) == 0
    said = capsys.readouterr().out
    assert str(made.root / "report" / "mediation-anonymous.html") in said and (made.root / "report" / "mediation-anonymous.html").is_file()
    assert all((made.root / "report" / f"mediation-anonymous-{kind}.csv").is_file() and f"mediation-anonymous-{kind}.csv" in said for kind in KINDS)


def test_the_tables_are_the_gradebooks(made: Course, tmp_path: Path) -> None:
    """A row for each question and each student; points, totals and marks are what nbgrader has; formulas are defused."""
    assert report(made, UNIT, "--to", str(tmp_path)) == 0
    questions, students = table(tmp_path / f"{UNIT}-questions.csv"), {one["student"]: one for one in table(tmp_path / f"{UNIT}-students.csv")}
    assert len(questions) == 15 and len(students) == STUDENTS + 1
    assert students[ABSENT[0]]["handed in"] == "no" and students[ABSENT[0]]["mark"] == ""
    assert restored(students["student-01"]["name"]) == "=1+1 Okafor" and students["student-01"]["name"].startswith("'=")
    assert all(one["late"].endswith("no points taken off") or "late" in one["late"] for one in students.values() if one["mark"])
    for student, one in students.items():
        if not one["so far"]:
            continue
        with made.gradebook() as gradebook:
            assert float(one["so far"]) == pytest.approx(gradebook.find_submission(UNIT, student).score, abs=1e-5)
        for name, grade in made.grades(UNIT, student).items():
            assert one[name] == ("" if grade["needs_manual_grade"] else f"{round(grade['auto_score'], 6):.12g}")
    counted = [one for one in students.values() if one["points for questions"]]
    for one in questions:
        scores = [float(student[one["question"]]) for student in counted]
        assert int(one["students"]) == len(scores) and float(one["mean points"]) == pytest.approx(sum(scores) / len(scores), abs=1e-5)
        assert int(one["full marks"]) == sum(score == float(one["points"]) for score in scores)
    answers = [one for one in table(tmp_path / f"{UNIT}-answers.csv") if one["question"] == "mediation-our" and one["part"] == "answer"]
    assert sum(int(one["students"]) for one in answers) == len(counted) and all(one["misreading"] for one in answers if one["right"] == "no")


def test_the_page_says_who_needs_a_person(made: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Damaged, without a record, waiting, blank, absent and late are told apart, on the page and in short on the screen."""
    assert report(made, UNIT, "--to", str(tmp_path)) == 0
    said = capsys.readouterr().out
    assert "student-02: could not be graded: mediation.ipynb is damaged" in said and "student-03: needs review: no record (14 questions)" in said
    page = html.parse(tmp_path / f"{UNIT}.html").getroot()
    headings = [" ".join(one.text_content().split()) for one in page.xpath("//section[@aria-labelledby='attention']/h3")]
    assert headings == ["A person must look: 2", "Waiting to be marked by hand: 6", "Written answer left blank: 2", "Handed nothing in: 1", "Late: 8", "May need help: 3"]
    assert page.xpath("//strong[text()='Zoë Müller']") and "1 without a submission" in said


def test_check_writes_nothing(made: Course, tmp_path: Path) -> None:
    """With --check no file is made, no key either, and the exit code says that somebody needs a person."""
    course = twin(made, tmp_path / "course")
    shutil.rmtree(course.root / "report", ignore_errors=True)
    (course.root / ".memo1949-pseudonyms").unlink(missing_ok=True)
    before = sorted(path for path in course.root.rglob("*"))
    assert report(course, UNIT, "--check", "--anonymous") == 1
    assert sorted(path for path in course.root.rglob("*")) == before


def test_what_somebody_else_made_stays(made: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An earlier report is replaced; a file that is none is refused by name, before anything is written, unless --force."""
    assert report(made, UNIT, "--to", str(tmp_path)) == report(made, UNIT, "--to", str(tmp_path)) == 0
    mine, page = tmp_path / f"{UNIT}-students.csv", tmp_path / f"{UNIT}.html"
    mine.write_text("my,list\n", encoding="utf-8")
    page.unlink()
    assert report(made, UNIT, "--to", str(tmp_path)) == 2
    assert str(mine) in capsys.readouterr().err and mine.read_text(encoding="utf-8") == "my,list\n" and not page.exists()
    assert report(made, UNIT, "--to", str(tmp_path), "--force") == 0 and page.exists() and table(mine)


@pytest.mark.parametrize("folder", ["release/mediation", "source", "feedback", "submitted/student-01"])
def test_nothing_is_written_where_students_look(made: Course, folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A report holds marks and answers: it is refused in folders whose files go to students."""
    assert report(made, UNIT, "--to", str(made.root / folder)) == 2
    assert "would go to students" in capsys.readouterr().err


def test_marks_are_nobody_elses(made: Course, tmp_path: Path) -> None:
    """Page and tables can be read by their owner alone."""
    assert report(made, UNIT, "--to", str(tmp_path)) == 0
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_without_names_nobody_is_named(made: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No file, file name or line on the screen holds an id or a name, and a student has one number in every unit."""
    assert report(made, "--all", "--anonymous", "--to", str(tmp_path)) == 0
    said = capsys.readouterr().out.replace(str(tmp_path), "")
    told = [said, *(path.name + path.read_text(encoding="utf-8") for path in tmp_path.iterdir())]
    assert not any(word in text for text in told for word in ("student-0", "student-9", "Okafor", "Müller"))
    one, other = ({row["student"]: row["points for questions"] for row in table(tmp_path / f"{unit}-anonymous-students.csv")} for unit in UNITS)
    assert one.keys() == other.keys() and len(one) == STUDENTS + 1
    present = [row["student"] for row in table(tmp_path / f"{UNIT}-anonymous-students.csv") if row["handed in"] == "yes"]
    assert present == sorted(present) and len(present) == STUDENTS


def test_all_units_and_the_term(made: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each graded unit has its report, the term its own with the figures of each; of the others it says why there is none."""
    assert report(made, "--all", "--to", str(tmp_path)) == 0
    said = capsys.readouterr().out
    assert "term.html" in said and "No report on yugoslavia: Nothing of yugoslavia is graded yet" in said
    units = {one["unit"]: one for one in table(tmp_path / "term-units.csv")}
    assert set(UNITS) < set(units) and [unit for unit, one in units.items() if not one["note"]] == ["sourcing", "mediation"]  # as their lessons come
    for unit in UNITS:
        own = [float(one["points for questions"]) for one in table(tmp_path / f"{unit}-students.csv") if one["points for questions"]]
        assert float(units[unit]["mean share of questions"]) == pytest.approx(sum(own) / len(own) / 34, abs=1e-5)
        assert units[unit]["handed in"] == str(STUDENTS) and units[unit]["in the class"] == str(STUDENTS + 1)
    students = {one["student"]: one for one in table(tmp_path / "term-students.csv")}
    assert students[ABSENT[0]]["not handed in"] == "2" and students["student-01"]["share over the term"] == "1"
    page = html.parse(tmp_path / "term.html").getroot()
    links = page.xpath("//table[contains(@class, 'wide')]/tbody//th/a/@href")
    assert links == ["sourcing.html", "mediation.html"] and all((tmp_path / link).is_file() for link in links)


def test_wrong_use_is_said(made: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither or both of UNIT and --all, an unknown unit, one that nobody handed in, and no course at all: a sentence each, and 2."""
    empty = Course(tmp_path / "empty", settings=False)
    (tmp_path / "file").touch()
    wrong = {
        "name one UNIT, or say --all": [(made, ()), (made, (UNIT, "--all"))],
        "There is no unit 'mediaton' in source/. There: asian-bureau, corroboration, mediation": [(made, ("mediaton",))],
        "Nothing of yugoslavia is graded yet": [(made, ("yugoslavia",))],
        "There is no source/ in": [(empty, (UNIT,)), (empty, ("--all",))],
        "is a file. --to names a folder.": [(made, (UNIT, "--to", str(tmp_path / "file")))],
    }
    for why, calls in wrong.items():
        for course, words in calls:
            assert report(course, *words) == 2
            assert why in capsys.readouterr().err


def test_what_is_not_graded_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Released but not handed in, handed in but not graded, and a unit of another kind, each says what to do next."""
    course = Course(tmp_path / "course")
    course.assign("tiny", tiny.unit())
    course.assign("sums", notebook(graded("total", "", "1.0", 7), essay("why", "Because.", 3)))
    assert report(course, "tiny") == 2 and "Nobody has handed in tiny yet" in capsys.readouterr().err
    course.submit("tiny", "a")
    assert report(course, "tiny") == 2 and "Grade it first: memo1949 grade tiny" in capsys.readouterr().err
    assert report(course, "sums") == 2 and "sums asks none of memo1949's questions" in capsys.readouterr().err
    assert report(course, "--all") == 2 and "No unit can be reported yet." in capsys.readouterr().err
    assert not (course.root / "report").exists()


def test_a_dropped_question_is_told_as_such(made: Course, tmp_path: Path) -> None:
    """Dropped by memo1949 remark, it counts for nobody's standing in the class: who had no record has none still, and nobody must look at it."""
    course = twin(made, tmp_path / "course")
    assert report(course, UNIT) == 0
    before = table(course.root / "report" / f"{UNIT}-questions.csv")
    for name, way in (("mediation-our", "full"), ("mediation-seven", "out")):
        assert cli.main(["remark", UNIT, "--drop", name, "--drop-as", way, "--course", str(course.root)]) == 0
    assert report(course, UNIT) == 0
    after = {one["question"]: one for one in table(course.root / "report" / f"{UNIT}-questions.csv")}
    assert {name: one["dropped"] for name, one in after.items() if one["dropped"]} == {"mediation-our": "full marks for everyone", "mediation-seven": "out of the total"}
    assert after["mediation-our"]["hardest"] == after["mediation-our"]["item-total correlation"] == after["mediation-our"]["mean share"] == ""
    assert {one["students"] for one in after.values()} == {one["students"] for one in before}
    students = {one["student"]: one for one in table(course.root / "report" / f"{UNIT}-students.csv")}
    assert students["student-01"]["points for questions"] == "32" and students["student-03"]["points for questions"] == ""
    assert students["student-03"]["remarks"].startswith("needs review: no record (12 questions)")
    page = (course.root / "report" / f"{UNIT}.html").read_text(encoding="utf-8")
    assert "Question 2 (dropped)" in page and "the gradebook says" not in page and "Questions, of 32" in page


@pytest.mark.slow
def test_either_grader_gives_one_report(tmp_path: Path) -> None:
    """The tables are the same, byte for byte, whether nbgrader or memo1949 graded the class."""
    theirs = Course(tmp_path / "theirs")
    theirs.assign("tiny", tiny.unit())
    theirs.submit("tiny", "a", {"counting-code": tiny.GOOD_CODE, "tiny-essay": "Nobody."}, tiny.answers(**tiny.ALL_RIGHT))
    theirs.submit("tiny", "b", {"counting-code": 'counts = {"Mao": 1}'}, tiny.answers(**tiny.MIXED))
    theirs.submit("tiny", "c", {"counting-code": "raise KeyError('x')"}, tiny.answers(evening="1948"))
    theirs.submit("tiny", "d")
    ours = twin(theirs, tmp_path / "ours")
    graded_by_nbgrader(theirs, "tiny")
    graded_by_us(ours.root, "tiny")
    for course in (theirs, ours):
        assert report(course, "tiny") == 0
    for kind in KINDS:
        one, other = ((course.root / "report" / f"tiny-{kind}.csv").read_text(encoding="utf-8-sig") for course in (theirs, ours))
        assert one == other and one.count("\n") > 4
