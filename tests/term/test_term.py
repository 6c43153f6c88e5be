"""A term, from the list of the class to the marks in the learning system: thirty students, six units, in JupyterLab and Formgrader."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser import Lab, new_context, say
from grading.course import Course

from . import thirty
from .instructor import Instructor, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UNITS = {"sourcing": "Canvas", "mediation": "Canvas", "yugoslavia": "Moodle", "asian-bureau": "Canvas", "party-history": "Moodle", "corroboration": "Canvas"}
COMMENT = "Whose word is it that nobody mediates?"
DUE = "2026-11-20 00:00:00"
LATE_BY_TWO_DAYS = {number: datetime(2026, 11, 21, 9, 30) for number in thirty.LATE}
LATE_DAYS = """
c.AssignLatePenalties.plugin_class = "memo1949.grading.nbgrader.latedays.LateDays"
c.LateDays.percent_a_day = 10
"""


@pytest.fixture
def instructor(tmp_path: Path, browser: object) -> Iterator[Instructor]:
    """An instructor in an empty directory, with the list of the class."""
    lab = Lab(tmp_path / "home", tmp_path / "history101", {"SHELL": "/bin/bash", "TZ": "UTC"})
    (lab.root / "class.csv").write_bytes(thirty.canvas_list())
    try:
        with new_context(browser, viewport={"width": 1500, "height": 1000}) as context:
            yield Instructor(lab, context.new_page(), context.new_page())
    finally:
        lab.stop()


def test_a_term(instructor: Instructor) -> None:
    """Enrol, hand out, collect, grade, mark by hand, correct a key, drop a question, give feedback, export: nothing is lost, and the files say what the gradebook says."""
    root = instructor.lab.root
    begin(instructor)
    for seed, (unit, system) in enumerate(UNITS.items()):
        hand_in(instructor, unit, system, seed)
        grade(instructor, unit)
    drop_a_question(instructor)
    mark_by_hand(instructor)
    assert "no mark yet" not in instructor.types("memo1949 export --check")
    correct_a_key(instructor)
    give_feedback(instructor)
    report(instructor)
    export_and_read_back(instructor)
    assert [line["what"] for line in map(json.loads, (root / "memo1949-log.jsonl").read_text(encoding="utf-8").splitlines())] == ["drop", "remark"]


def begin(instructor: Instructor) -> None:
    """Set the course up, enter the class, hand out every unit from Formgrader's list, with a deadline."""
    root = instructor.lab.root
    assert "made: source/mediation" in instructor.types("memo1949 course .")
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(LATE_DAYS)
    assert "30" in instructor.types("memo1949 roster class.csv")
    frame = instructor.formgrader()
    for unit in UNITS:
        press(frame, "education", unit)
        instructor.due(unit, DUE)
    frame.get_by_role("link", name="Manage Students").click()
    expect(frame.locator("tbody tr")).to_have_count(30)


def hand_in(instructor: Instructor, unit: str, system: str, seed: int) -> None:
    """Let the class answer, and collect what the learning system makes of it: each file is placed, or listed with a reason."""
    root = instructor.lab.root
    done = thirty.work(root, unit, seed)
    blank = (root / "release" / unit / f"{unit}.ipynb").read_bytes()
    for own in done.values():
        own["first"] = blank
    other = next(name for name in UNITS if name != unit)
    archive, useless = thirty.uploads(unit, done, system, (root / "release" / other / f"{other}.ipynb").read_bytes())
    (root / f"{unit}.zip").write_bytes(archive)
    (root / "times.csv").write_bytes(thirty.times(LATE_BY_TWO_DAYS))
    times = " --times times.csv" if system == "Moodle" else ""
    said = instructor.types(f"memo1949 collect {unit}.zip --unit {unit}{times}", code=1)
    refused = {line.removeprefix("not taken: ").split(": ")[0] for line in said.splitlines() if line.startswith("not taken: ")}
    assert {name for name in refused if "answers" not in name} == {name for name in useless if "answers" not in name}, said
    absent = {*thirty.DAMAGED, thirty.ABSENT}
    placed = {path.parent.parent.name for path in root.glob(f"submitted/*/{unit}/{unit}.ipynb")}
    assert placed == {one.id for one in thirty.members() if one.number not in absent}
    assert f"{unit}: nothing yet from {', '.join(one.id for one in thirty.members() if one.number in absent)}" in said
    assert not (root.parent / f"{unit}.ipynb").exists() and not (root.parent.parent / f"{unit}.ipynb").exists()
    for number in thirty.TWICE:
        counted = root / "submitted" / thirty.members()[number].id / unit / f"{unit}.ipynb"
        assert counted.read_bytes() == done[number][f"{unit}.ipynb"]


def grade(instructor: Instructor, unit: str) -> None:
    """Grade the unit: every submission has a verdict, and none of them is an error of ours."""
    root = instructor.lab.root
    instructor.types(f"memo1949 grade {unit} --report {unit}.json", code=1)
    report = json.loads((root / f"{unit}.json").read_text(encoding="utf-8"))
    assert len(report["submissions"]) == 26 and not [row for row in report["rows"] if row["verdict"] == "our error"]


def mark_by_hand(instructor: Instructor) -> None:
    """Mark an essay on Formgrader's page with the keyboard, and all else that waits as that page would."""
    frame = instructor.formgrader()
    frame.get_by_role("link", name="Manual Grading").click()
    for text in ("mediation", "mediation", "Submission #1"):
        frame.get_by_role("link", name=text, exact=True).last.click()
    frame.locator("input.score").last.wait_for()
    instructor.page.frames[-1].wait_for_function("() => formgrader.loaded && formgrader.grades.loaded && formgrader.comments.loaded")
    for field, typed, where in (("input.score", "2", "grade"), ("textarea.comment", COMMENT, "comment")):
        with instructor.page.expect_response(lambda answer, where=where: f"/api/{where}/" in answer.url and answer.request.method == "PUT"):
            frame.locator(field).last.fill(typed)
            frame.locator(field).last.press("Tab")
    for unit in UNITS:
        say(f"marking what waits in {unit}")
        for notebook in instructor.asks(f"submitted_notebooks/{unit}/{unit}"):
            if notebook["needs_manual_grade"]:
                for one in instructor.asks(f"grades?submission_id={notebook['id']}"):
                    if one["needs_manual_grade"]:
                        instructor.marks(one["id"], min(1.5, one["max_score"]))


def correct_a_key(instructor: Instructor) -> None:
    """Exchange the right option with a wrong one in source/: what students hold stays current, and marks go up and down as was foretold."""
    root = instructor.lab.root
    path = root / "source" / "mediation" / "mediation.ipynb"
    text = path.read_text(encoding="utf-8")
    for old, new in (('key=\\"reiterated\\"', 'key=\\"leaking\\"'), ('\\"leaking\\": \\"Takes', '\\"reiterated\\": \\"Takes')):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    assert "is current and holds no key" in instructor.types("memo1949 release mediation --check")
    before = gradebook(root)
    told = instructor.types("memo1949 remark mediation --check", code=1)
    assert gradebook(root) == before
    done = instructor.types("memo1949 remark mediation")
    foretold, changed = ([line.split() for line in text.splitlines() if "→" in line] for text in (told, done))
    assert foretold == changed != []
    assert {line[0] for line in changed} == {student for (student, unit), score in gradebook(root).items() if score != before[student, unit]}


def drop_a_question(instructor: Instructor) -> None:
    """Take a question out of the total for everyone, and let nbgrader itself grade one who hands in after that: 0 of 0 for it."""
    root = instructor.lab.root
    question = next(row for row in json.loads((root / "yugoslavia.json").read_text(encoding="utf-8"))["rows"] if row["verdict"] != "to mark by hand")
    total = points(root, "yugoslavia")
    assert "gain" in instructor.types(f"memo1949 remark yugoslavia --drop {question['question']} --drop-as out --check", code=1)
    assert points(root, "yugoslavia") == total
    instructor.types(f"memo1949 remark yugoslavia --drop {question['question']} --drop-as out")
    assert points(root, "yugoslavia") == total - question["points"]
    late = thirty.members()[thirty.ABSENT].id
    shutil.copytree(root / "submitted" / thirty.members()[0].id / "yugoslavia", root / "submitted" / late / "yugoslavia")
    instructor.types(f"nbgrader autograde yugoslavia --student {late}")
    grades = Course(root, settings=False).grades("yugoslavia", late)
    assert grades[question["question"]]["max_score"] == grades[question["question"]]["auto_score"] == 0


def points(root: Path, unit: str) -> float:
    """Return the points of a unit, as Formgrader's list has them."""
    with Course(root, settings=False).gradebook() as book:
        return book.find_assignment(unit).max_score


def give_feedback(instructor: Instructor) -> None:
    """Write everybody's pages: each graded submission has one, with the comment that was typed, and what was dropped is said."""
    root = instructor.lab.root
    for unit in UNITS:
        instructor.types(f"memo1949 feedback {unit}")
        pages = {path.parent.parent.name: path.read_text(encoding="utf-8") for path in root.glob(f"feedback/*/{unit}/{unit}.html")}
        assert set(pages) >= {one.id for one in thirty.members() if one.number not in {*thirty.DAMAGED, thirty.ABSENT}}
        assert all("dropped for the whole class" in page for page in pages.values()) == (unit == "yugoslavia")
    assert sum(COMMENT in page.read_text(encoding="utf-8") for page in root.glob("feedback/*/mediation/mediation.html")) == 1


def report(instructor: Instructor) -> None:
    """Write the report on the term, and one without names, in which no name or id is anywhere."""
    root = instructor.lab.root
    instructor.types("memo1949 report --all")
    instructor.types("memo1949 report mediation --anonymous --to anonymous")
    named, nameless = ("".join(path.read_text(encoding="utf-8") for path in sorted((root / folder).iterdir())) for folder in ("report", "anonymous"))
    for one in thirty.members():
        assert one.id in named and one.id not in nameless and one.last not in nameless, one


def export_and_read_back(instructor: Instructor) -> None:
    """Export for each system, read the files without our code, and find the gradebook's marks, and nbgrader's own export's."""
    root = instructor.lab.root
    for kind in ("canvas", "moodle", "csv"):
        instructor.types(f"memo1949 export --format {kind} --to {kind}.csv --force")
    instructor.types("nbgrader export --to nbgrader.csv")
    wanted = gradebook(root)
    assert len([score for score in wanted.values() if score is not None]) == 26 * len(UNITS) + 1
    assert marks(root / "canvas.csv", "SIS Login ID") == marks(root / "moodle.csv", "Username") == wanted
    ours, theirs = ({(row["student_id"], row["assignment"]): row for row in rows(root / name)} for name in ("csv.csv", "nbgrader.csv"))
    for key, score in wanted.items():
        if score is not None:
            assert float(ours[key]["score"]) == score
            for column in ("raw_score", "late_submission_penalty", "max_score"):
                assert float(ours[key][column]) == pytest.approx(float(theirs[key][column])), (key, column)


def gradebook(root: Path) -> dict[tuple[str, str], float | None]:
    """Return what counts for each student and unit: the score without what lateness costs; None where nothing was handed in."""
    found = {(one.id, unit): None for one in thirty.members() for unit in UNITS}
    with Course(root, settings=False).gradebook() as book:
        for assignment in book.assignments:
            late = {submission.student_id for submission in assignment.submissions if submission.total_seconds_late}
            assert late == {thirty.members()[number].id for number in thirty.LATE}
            for submission in assignment.submissions:
                assert (submission.late_submission_penalty > 0) == (submission.student_id in late and submission.score > 0)
                found[submission.student_id, assignment.name] = round(max(0.0, submission.score - submission.late_submission_penalty), 6)
    return found


def marks(path: Path, column: str) -> dict[tuple[str, str], float | None]:
    """Return the marks that a file for a learning system holds."""
    return {
        (row[column], unit): float(row[unit]) if row[unit] else None
        for row in rows(path) if row[column]
        for unit in UNITS
    }  # fmt: skip


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file of comma-separated values."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
