"""`memo1949 feedback`: the pages that nbgrader writes, letter by letter, faster; blanks opened on demand; nobody's failure stops the others."""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser import new_context
from grader.classes import graded_by_us
from grading import tiny
from grading.course import Course
from grading.notebooks import graded, notebook, read, solution, write
from memo1949 import cli
from memo1949.grading.grader import book
from memo1949.grading.nbgrader.feedback.scores import marks_of

UNIT = "mediation"  # the tiny unit, under the name that the help's example has
BLANK = tiny.EVENING


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A graded class: right, mixed with a blank, nothing, curious; with a name, a late penalty, a comment and a score by hand."""
    made = Course(tmp_path_factory.mktemp("feedback"))
    made.assign(UNIT, tiny.unit())
    right, mixed = tiny.answers(**tiny.ALL_RIGHT), tiny.answers(**tiny.MIXED)
    made.submit(UNIT, "student-01", {"counting-code": tiny.GOOD_CODE, "tiny-essay": "Nobody, *says* Mao."}, right)
    made.submit(UNIT, "student-02", {"counting-code": 'counts = {"Mao": 1, "Zhou": 1}'}, mixed)
    made.submit(UNIT, "student-03", {"counting-code": "counts = undefined"})
    made.submit(UNIT, "student-04", {"counting-code": "print(open('mediation.ipynb').read(), In)"}, mixed)
    made.submit(UNIT, "other", {"counting-code": "import pandas as pd\npd.DataFrame({'a': [1]})"}, mixed)
    for student in ("student-01", "student-02"):
        folder = made.root / "submitted" / student / UNIT
        (folder / "timestamp.txt").write_text("2026-11-23 14:00:00.0 UTC")
        (folder / "submission_secret.txt").write_text("a secret")
    graded_by_us(made.root, UNIT)
    with made.gradebook() as gradebook:
        gradebook.find_submission_notebook(UNIT, UNIT, "student-02").late_submission_penalty = 0.25
        essay = gradebook.find_grade("tiny-essay", UNIT, UNIT, "student-01")
        essay.manual_score, essay.needs_manual_grade = 3, False
        gradebook.find_comment("tiny-essay", UNIT, UNIT, "student-01").manual_comment = "Good, *but* short."
        student = gradebook.find_student("student-01")
        student.first_name, student.last_name = "Xiaolong", "李"
        gradebook.db.commit()
    return made


@pytest.fixture
def here(course: Course, monkeypatch: pytest.MonkeyPatch) -> Iterator[Course]:
    """The course as working directory; its feedback is gone afterwards."""
    monkeypatch.chdir(course.root)
    yield course
    for path in sorted((course.root / "feedback").glob("**/*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def page(course: Course, student: str) -> Path:
    """Return where a page is."""
    return course.root / "feedback" / student / UNIT / f"{UNIT}.html"


def files(course: Course) -> dict[str, bytes]:
    """Return all files of feedback/."""
    folder = course.root / "feedback"
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.glob("**/*")) if path.is_file()}


def test_every_file_is_as_nbgrader_writes_it(here: Course) -> None:
    """Pages and what lies beside them are nbgrader's to the letter: names, penalties, comments, marks by hand, withheld output."""
    for folder in sorted((here.root / "autograded").iterdir()):
        here.feedback(UNIT, folder.name)
    theirs = files(here)
    for path in (here.root / "feedback").glob("**/*"):
        if path.is_file():
            path.unlink()
    assert cli.main(["feedback", UNIT, "--jobs", "2"]) == 0
    assert files(here) == theirs
    assert len([name for name in theirs if name.endswith(".html")]) == 5


def test_nothing_heavy_is_loaded(here: Course) -> None:
    """Where a course is set up as ours is, neither nbgrader nor nbconvert nor SQLAlchemy is loaded: that would take most of the time."""
    heavy = {"nbgrader", "nbconvert", "nbformat", "sqlalchemy", "tornado", "jsonschema", "pandas", "ipywidgets"}
    code = f"import sys; from memo1949.cli import main; code = main(['feedback', {UNIT!r}, '--jobs', '2']); sys.exit(code or ' '.join({heavy} & sys.modules.keys()) or 0)"
    done = subprocess.run([sys.executable, "-c", code], cwd=here.root, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"Feedback for {UNIT}: 5 pages written") and len([name for name in files(here) if name.endswith(".html")]) == 5


def test_any_database_gives_the_same_marks(here: Course) -> None:
    """Marks read through SQLAlchemy, as those of PostgreSQL are, are those read from SQLite's file."""
    from sqlalchemy import create_engine

    url = f"sqlite:///{here.root / 'gradebook.db'}"
    with book.opened(url) as plainly:
        read = marks_of(plainly, UNIT)
    engine = create_engine(url)
    with book.within(engine) as through:
        assert marks_of(through, UNIT) == read
    engine.dispose()
    assert len(read) == 5 and read["student-02", UNIT].late_penalty == 0.25


def test_a_course_out_of_the_ordinary_gets_the_same_pages(here: Course) -> None:
    """With a setting that only nbgrader can take in, here for a group of instructors, pages and permissions are nbgrader's, too."""
    config = here.root / "nbgrader_config.py"
    kept = config.read_text(encoding="utf-8")
    config.write_text(f'{kept}\nc.CourseDirectory.groupshared = True\nc.FeedbackExporter.language = "de"\n', encoding="utf-8")
    try:
        here.feedback(UNIT, "student-01")
        theirs, modes = files(here), {path.stat().st_mode for path in page(here, "student-01").parent.iterdir()}
        assert b'<html lang="de">' in theirs[f"student-01/{UNIT}/{UNIT}.html"]
        assert cli.main(["feedback", UNIT, "--student", "student-01", "--force"]) == 0
        assert files(here) == theirs and {path.stat().st_mode for path in page(here, "student-01").parent.iterdir()} == modes
    finally:
        config.write_text(kept, encoding="utf-8")


def test_the_example_works_as_printed(here: Course, capsys: pytest.CaptureFixture) -> None:
    """What `memo1949 feedback --help` gives as an example writes the pages it names, and no other."""
    with pytest.raises(SystemExit):
        cli.main(["feedback", "--help"])
    example = capsys.readouterr().out.partition("Example: memo1949 ")[2]
    assert cli.main(shlex.split(example)) == 0
    assert sorted(path.name for path in (here.root / "feedback").iterdir()) == [f"student-0{number}" for number in range(1, 5)]


def test_what_is_current_is_left_alone(here: Course, capsys: pytest.CaptureFixture) -> None:
    """A second call touches nothing; a new comment makes that one page new; --force writes all."""
    assert cli.main(["feedback", UNIT]) == 0
    before = {student: os.stat(page(here, student)).st_mtime_ns for student in ("student-01", "student-02")}
    assert cli.main(["feedback", UNIT]) == 0
    assert "0 pages written, 5 current" in capsys.readouterr().out
    assert before == {student: os.stat(page(here, student)).st_mtime_ns for student in before}
    with here.gradebook() as gradebook:
        comment = gradebook.find_comment("tiny-essay", UNIT, UNIT, "student-01")
        kept, comment.manual_comment = comment.manual_comment, "Look again."
        gradebook.db.commit()
    assert cli.main(["feedback", UNIT]) == 0
    assert "1 pages written, 4 current" in capsys.readouterr().out
    assert "Look again." in page(here, "student-01").read_text(encoding="utf-8")
    with here.gradebook() as gradebook:
        gradebook.find_comment("tiny-essay", UNIT, UNIT, "student-01").manual_comment = kept
        gradebook.db.commit()
    assert cli.main(["feedback", UNIT, "--force"]) == 0
    assert "5 pages written, 0 current" in capsys.readouterr().out


def test_a_blank_stays_closed_unless_revealed(here: Course) -> None:
    """A question left blank shows no key; with --reveal an answer, the explanation and the passage in its place, but no code."""
    assert cli.main(["feedback", UNIT, "--student", "student-02"]) == 0
    closed = page(here, "student-02").read_text(encoding="utf-8")
    assert cli.main(["feedback", UNIT, "--student", "student-02", "--reveal"]) == 0
    opened = page(here, "student-02").read_text(encoding="utf-8")
    blank, filled = (content.partition(f'id="question-{BLANK}"')[2].partition('<section class="question"')[0].partition("Writing</h2>")[0] for content in (closed, opened))
    assert "Not answered." in blank and "Not answered." in filled
    for telling in (tiny.EXPLANATIONS[BLANK], "3 February 1949", "<mark>"):
        assert telling not in blank and telling in filled
    for content in (closed, opened):
        assert not any(hidden in content for hidden in tiny.HIDDEN)


def test_a_line_for_each_skill(here: Course) -> None:
    """The page sums up each skill that its questions name, in words and points."""
    assert cli.main(["feedback", UNIT, "--student", "student-02"]) == 0
    skills = page(here, "student-02").read_text(encoding="utf-8").partition('<h2 id="skills">')[2].partition("</table>")[0]
    grades = here.grades(UNIT, "student-02")
    earned = f"{grades[tiny.LEAK]['auto_score']:g}"
    assert f'<tr><th scope="row">source criticism</th><td>{earned}</td><td>2</td></tr>' in skills
    assert '<tr><th scope="row">dates</th><td>0</td><td>1</td></tr>' in skills


def test_one_failure_stops_nobody_else(here: Course, capsys: pytest.CaptureFixture) -> None:
    """An autograded file that is damaged, and a submission never graded, are named with a reason; the others get pages."""
    broken = here.root / "autograded" / "broken" / UNIT
    write(broken / f"{UNIT}.ipynb", read(here.root / "release" / UNIT / f"{UNIT}.ipynb"))
    (here.root / "submitted" / "late" / UNIT).mkdir(parents=True)
    try:
        assert cli.main(["feedback", UNIT]) == 1
    finally:
        (broken / f"{UNIT}.ipynb").unlink()
        broken.rmdir()
        (here.root / "submitted" / "late" / UNIT).rmdir()
    said = capsys.readouterr().out
    assert "5 pages written" in said and "late: it is not autograded" in said and "broken: " in said and "Traceback" not in said
    assert not page(here, "broken").exists()


def test_nbgrader_makes_what_we_cannot(here: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    """Where our way fails nbgrader writes the page, which is the same; where that fails too, the page that was there stays."""
    assert cli.main(["feedback", UNIT, "--student", "student-01"]) == 0
    ours = files(here)

    def fail(*_: object) -> None:
        raise ValueError("not of our forms")

    monkeypatch.setattr("memo1949.grading.nbgrader.feedback.making.Maker.write", fail)
    assert cli.main(["feedback", UNIT, "--student", "student-01"]) == 0
    assert "By nbgrader itself" in capsys.readouterr().out
    before = files(here)
    assert before == ours and not (here.root / ".memo1949-feedback").exists()
    notebook_ = here.root / "autograded" / "student-01" / UNIT / f"{UNIT}.ipynb"
    kept = notebook_.read_bytes()
    notebook_.chmod(0o644)
    notebook_.write_text("{broken")
    try:
        assert cli.main(["feedback", UNIT, "--student", "student-01"]) == 1
    finally:
        notebook_.write_bytes(kept)
    assert "student-01: " in capsys.readouterr().out and files(here) == before


def test_a_page_is_written_whole_or_not_at_all(here: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses, the old page stays as it was and nothing half-written lies beside it."""
    assert cli.main(["feedback", UNIT, "--student", "student-01"]) == 0
    before = files(here)

    def refuse(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("memo1949.grading.nbgrader.feedback.making.os.replace", refuse)
    monkeypatch.setattr("memo1949.grading.nbgrader.feedback.bynbgrader.Desk.replace", lambda *_: "no space left")
    assert cli.main(["feedback", UNIT, "--student", "student-01", "--force"]) == 1
    assert files(here) == before


@pytest.mark.slow
def test_whenever_it_is_killed_no_page_is_half_written(here: Course) -> None:
    """Killed after its first file, its second, and so on, it leaves files that are whole or not there; called again, nothing else beside them."""
    command = [sys.executable, "-m", "memo1949", "feedback", UNIT, "--jobs", "2"]
    assert cli.main(["feedback", UNIT]) == 0
    whole = files(here)
    for wanted in range(1, len(whole), 2):
        for path in (here.root / "feedback").glob("**/*"):
            if path.is_file():
                path.unlink()
        process = subprocess.Popen(command, cwd=here.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and len([path for path in (here.root / "feedback").glob("*/*/*") if path.suffix != ".new"]) < wanted:
            time.sleep(0.0005)
        process.kill()
        process.wait()
        found = {name: content for name, content in files(here).items() if not name.endswith(".new")}
        assert found.items() <= whole.items() and len(found) >= wanted - 1
    (here.root / ".memo1949-feedback" / "student-01").mkdir(parents=True)  # as a kill leaves it while nbgrader makes a page
    assert cli.main(["feedback", UNIT]) == 0
    assert files(here) == whole and not (here.root / ".memo1949-feedback").exists()


def test_a_course_with_pages_of_its_own_gets_them(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """Without our settings nbgrader itself makes the pages, in its own form."""
    plain = Course(tmp_path, settings=False)
    plain.assign("sums", notebook(solution("total", "total = 3"), graded("total-test", "assert total == 3", "", 2)))
    plain.submit("sums", "bob")
    plain.grade("sums", "bob")
    assert cli.main(["feedback", "sums", "--course", str(tmp_path)]) == 0
    assert "By nbgrader itself" in capsys.readouterr().out
    made = (tmp_path / "feedback" / "bob" / "sums" / "sums.html").read_text(encoding="utf-8")
    assert "memo1949-" not in made and "total-test" in made
    assert cli.main(["feedback", "sums", "--course", str(tmp_path), "--reveal"]) == 2


def test_nobody_graded_is_said(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """A unit without autograded work ends with what to do first."""
    Course(tmp_path)
    assert cli.main(["feedback", UNIT, "--course", str(tmp_path)]) == 2
    assert f"memo1949 grade {UNIT}" in capsys.readouterr().err


@pytest.mark.browser
def test_the_revealed_page_in_a_browser(here: Course, browser: object) -> None:
    """Opened from disk, on a desk and a phone, in light and dark, the page asks nobody for anything and axe finds nothing wrong; paper stays white."""
    from axe_playwright_python.sync_playwright import Axe

    assert cli.main(["feedback", UNIT, "--reveal"]) == 0
    papers = {}
    for width, scheme in ((1000, "light"), (360, "light"), (1000, "dark"), (360, "dark")):
        with new_context(browser, viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
            opened, requests = context.new_page(), []
            opened.on("request", lambda request, seen=requests: seen.append(request.url))
            opened.goto(page(here, "student-02").as_uri())
            results = Axe().run(opened)
            assert results.violations_count == 0, results.generate_report()
            assert opened.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
            for medium in ("screen", "print"):
                opened.emulate_media(media=medium)
                papers[scheme, medium] = opened.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert papers["dark", "screen"] != papers["light", "screen"] == papers["light", "print"] == papers["dark", "print"] == "rgb(255, 255, 255)"
