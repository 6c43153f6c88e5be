"""`memo1949 demo` as it is typed: a class hands in, is graded, and a report says what the gradebook says."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html

from browser import new_context, violations
from memo1949 import cli
from memo1949.grading import rows
from memo1949.grading.alterations import DELETED, PASTED
from memo1949.grading.nbgrader.running import CourseError
from memo1949.grading.rows import Row, rows_of
from memo1949.grading.sandbox import isolation
from memo1949.grading.simulation import CLASS
from memo1949.grading.simulation.course import MARK, begun

from .course import Course

UNIT = "mediation"
FEW = 6
EXCELLENT, DAMAGED, BLANK, UPLOAD, RAISING, WEAK = (f"student-{number:02}" for number in range(1, FEW + 1))


@dataclass(frozen=True)
class Demo:
    """A demo that was run: where, and what it said."""

    course: Course
    done: subprocess.CompletedProcess

    @property
    def report(self) -> Path:
        """The class report."""
        return self.course.root / "report" / f"{UNIT}.html"

    def rows(self, student: str) -> dict[str, Row]:
        """Return a student's rows by question."""
        return {row.question: row for row in rows_of(self.course.root, UNIT) if row.student == student}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """One demo of six students for all tests: everything that can go wrong goes wrong in these six."""
    assert CLASS[:FEW] == ("excellent", "damaged", "blank", "upload", "raising", "weak")
    where = tmp_path_factory.mktemp("demo") / "course"
    command = [sys.executable, "-m", "memo1949", "demo", str(where), "--students", str(FEW)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return Demo(Course(where), done)


@pytest.mark.slow
def test_it_says_what_it_does_and_where_to_look(demo: Demo) -> None:
    """The table and the places go to stdout, plain progress to stderr, and none of nbgrader's log."""
    out, err = demo.done.stdout, demo.done.stderr
    assert all(f"student-{number:02}" in out for number in range(1, FEW + 1))
    for path in (demo.report, demo.course.root / "gradebook.db"):
        assert str(path) in out and path.is_file()
    assert "formgrader" in out.lower() and (demo.course.root / "feedback" / EXCELLENT / UNIT / f"{UNIT}.html").is_file()
    assert "isolation" in err and err.count(f"{FEW} of {FEW} (") == 1 and f"{FEW - 1} of {FEW - 1} (" in err
    assert not re.search(r"\[\w*(INFO|WARNING|ERROR)|\[\w+App\]|Warning:|Traceback", err), err


@pytest.mark.slow
def test_the_excellent_earn_everything(demo: Demo) -> None:
    """Each autograded question gives its full points; the essay waits for a person."""
    grades = demo.course.grades(UNIT, EXCELLENT)
    marked = {name: grade for name, grade in grades.items() if name != "mediation-essay"}
    assert len(marked) == 15 and all(grade["auto_score"] == grade["max_score"] for grade in marked.values())
    assert grades["mediation-essay"]["needs_manual_grade"]


@pytest.mark.slow
def test_no_record_is_queued_for_review(demo: Demo) -> None:
    """A blank submission gets no silent 0: each recorded question waits for a person."""
    waiting = [name for name, grade in demo.course.grades(UNIT, BLANK).items() if grade["needs_manual_grade"] and grade["auto_score"] is None]
    assert len(waiting) == 14
    verdicts = {row.verdict for row in demo.rows(BLANK).values() if row.question in waiting}
    assert verdicts == {rows.NEEDS_REVIEW}
    assert re.search(rf"{BLANK} .* - .*needs review: no record", demo.done.stdout)


@pytest.mark.slow
def test_an_upload_is_marked_from_its_seal(demo: Demo) -> None:
    """A notebook that came alone carries its answers, and they earn what the gradebook has."""
    assert [path.name for path in (demo.course.root / "submitted" / UPLOAD / UNIT).iterdir()] == ["mediation.ipynb"]
    marked = demo.rows(UPLOAD)
    assert sum(row.score or 0 for row in marked.values()) > 15
    assert not [row.flags for row in marked.values() if row.flags]


@pytest.mark.slow
def test_a_broken_one_stops_nobody(demo: Demo) -> None:
    """The damaged notebook is shown as such, has no score, and those after it are graded."""
    assert {row.score for row in demo.rows(DAMAGED).values()} == {None}
    assert f"{DAMAGED}: mediation.ipynb is damaged (not valid JSON); the others go on." in demo.done.stderr
    assert re.search(rf"{DAMAGED} .*could not be graded", demo.done.stdout)
    assert demo.rows(WEAK)["mediation-order"].verdict == rows.MARKED


@pytest.mark.slow
def test_code_that_stops_is_the_students_error(demo: Demo) -> None:
    """An error in the pandas cell costs that question alone, and the row says which error."""
    marked = demo.rows(RAISING)
    assert marked["mediation-counts"].verdict == rows.STUDENT_ERROR and marked["mediation-counts"].score == 0
    assert marked["mediation-counts"].flags == ("the code stops: KeyError: 'Section'",)
    assert marked["mediation-seven"].verdict == rows.MARKED


@pytest.mark.slow
def test_misreadings_come_through(demo: Demo) -> None:
    """Wrong answers carry their sentences, those of the pandas result too."""
    marked = demo.rows(WEAK)
    assert marked["mediation-counts"].misreadings == ("Counts the whole document instead of the section.",)
    assert sum(bool(row.misreadings) for row in marked.values()) >= 4


@pytest.mark.slow
def test_the_answers_as_data_earn_what_nbgrader_gave(demo: Demo) -> None:
    """Marking the recorded answers again gives the gradebook's scores; a difference would be flagged."""
    told = [row.flags for row in rows_of(demo.course.root, UNIT) if any("the gradebook says" in flag for flag in row.flags)]
    assert told == []


@pytest.mark.slow
def test_a_changed_score_is_flagged(demo: Demo) -> None:
    """When the gradebook and the recorded answer disagree, a person is told, and the gradebook's score is shown."""
    with demo.course.gradebook() as gradebook:
        grade = gradebook.find_grade("mediation-seven", UNIT, UNIT, UPLOAD)
        before, grade.auto_score = grade.auto_score, 0.25
        gradebook.db.commit()
        row = demo.rows(UPLOAD)["mediation-seven"]
        grade.auto_score = before
        gradebook.db.commit()
    assert (row.score, row.verdict) == (0.25, rows.NEEDS_REVIEW)
    assert row.flags[0].startswith("the gradebook says 0.25, the recorded answer earns")


@pytest.mark.slow
def test_a_damaged_record_is_named(demo: Demo) -> None:
    """When answers.json cannot be read and there is no seal, the row says what is damaged."""
    record = demo.course.root / "submitted" / BLANK / UNIT / "answers.json"
    record.write_text("{", encoding="utf-8")
    try:
        row = demo.rows(BLANK)["mediation-seven"]
    finally:
        record.unlink()
    assert (row.verdict, row.flags) == (rows.NEEDS_REVIEW, ("answers.json is damaged",))


@pytest.mark.slow
def test_pasted_and_deleted_cells_are_listed(demo: Demo) -> None:
    """Whoever pasted a cell a second time, or deleted one, keeps the score and is put on the list for a person."""
    notebook = demo.course.root / "submitted" / WEAK / UNIT / f"{UNIT}.ipynb"
    before, score = notebook.read_text(encoding="utf-8"), demo.rows(WEAK)["mediation-counts"].score
    content = json.loads(before)
    named = {cell["id"]: cell for cell in content["cells"]}
    content["cells"].append(named["mediation-counts-code"])
    content["cells"].remove(named["ask-mediation-seven"])
    notebook.write_text(json.dumps(content), encoding="utf-8")
    try:
        marked = demo.rows(WEAK)
    finally:
        notebook.write_text(before, encoding="utf-8")
    pasted, deleted = marked["mediation-counts"], marked["mediation-seven"]
    assert (pasted.verdict, pasted.flags, pasted.score) == (rows.NEEDS_REVIEW, (PASTED,), score)
    assert (deleted.verdict, deleted.flags) == (rows.NEEDS_REVIEW, (DELETED,))
    assert [row.question for row in marked.values() if row.verdict == rows.NEEDS_REVIEW] == ["mediation-seven", "mediation-counts"]


@pytest.mark.slow
def test_the_reports_numbers_are_the_gradebooks(demo: Demo) -> None:
    """Each student's points and each question's count of full marks are what the gradebook holds."""
    page = html.parse(demo.report).getroot()
    lines = {cells[0]: cells for cells in ([cell.text_content().strip() for cell in tr] for tr in page.xpath("//table[@class='marks']/tbody/tr"))}
    assert lines[DAMAGED][1:4] == ["–", "–", "–"] and lines[BLANK][1] == "–"
    full: dict[str, int] = {}
    for student in (EXCELLENT, UPLOAD, RAISING, WEAK):
        grades = demo.course.grades(UNIT, student)
        assert float(lines[student][1]) == pytest.approx(sum(grade["auto_score"] or 0 for grade in grades.values()), abs=0.005)
        with demo.course.gradebook() as gradebook:
            assert float(lines[student][3]) == pytest.approx(gradebook.find_submission(UNIT, student).score, abs=0.005)
        for name, grade in grades.items():
            full[name] = full.get(name, 0) + (grade["auto_score"] == grade["max_score"])
    for tr in page.xpath("//table[@class='glance']/tbody/tr"):
        name = tr.xpath(".//a/@href")[0].removeprefix("#question-")
        assert tr.xpath("td[@class='number']")[0].text_content().startswith(f"{full[name]} of 4 ")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_opens_offline_for_everybody(demo: Demo, browser: object, scheme: str) -> None:
    """The page asks nothing of any other file or host, has nothing that axe finds wrong, and fits a telephone."""
    with new_context(browser, color_scheme=scheme, offline=True) as context:
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(demo.report.as_uri())
        page.get_by_text("Points for each question").click()
        assert violations(page, "html") == ""
        assert asked == [demo.report.as_uri()]
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        for link in page.locator(".marks a").all():
            assert (demo.report.parent / link.get_attribute("href")).is_file()


def test_a_directory_of_somebody_else_stays_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """A directory with anything in it that is no demo of ours is refused in a sentence, and nothing in it is touched."""
    (tmp_path / "thesis.txt").write_text("mine")
    assert cli.main(["demo", str(tmp_path)]) == 2
    assert "Name another directory" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_earlier_demo_is_made_anew(tmp_path: Path) -> None:
    """In its own directory the demo clears away what an earlier one made, keeps what somebody added, and is alone."""
    (tmp_path / MARK).touch()
    old = tmp_path / "submitted" / "student-99" / UNIT / f"{UNIT}.ipynb"
    old.parent.mkdir(parents=True)
    old.touch()
    (tmp_path / "notes.txt").write_text("mine")
    with begun(tmp_path), pytest.raises(CourseError, match="Another demo is running"), begun(tmp_path):
        pass
    assert not old.exists() and (tmp_path / "notes.txt").exists() and (tmp_path / "gradebook.db").is_file()


@pytest.mark.slow
def test_it_goes_on_where_no_walls_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    """Where nothing shuts students' code in, the demo, whose notebooks are its own, grades them all the same and says so."""

    def nothing(wish: str | None) -> str:
        raise isolation.NoIsolation("No isolation is to be had here.")

    monkeypatch.setattr(isolation, "chosen", nothing)
    assert cli.main(["demo", str(tmp_path), "--students", "1"]) == 0
    said = capsys.readouterr()
    assert "No isolation: the demo runs only notebooks that it wrote itself." in said.err
    assert re.search(r"student-01  excellent +34 ", said.out)


@pytest.mark.parametrize("number", ["0", "-3", "many", "5000"])
def test_the_number_of_students_is_checked(number: str) -> None:
    """No students, or more than a demo is for, is wrong use."""
    with pytest.raises(SystemExit) as stop:
        cli.main(["demo", "--students", number])
    assert stop.value.code == 2
