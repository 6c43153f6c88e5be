"""Re-marking: a corrected key reaches gradebook, kept answers, notebooks and feedback, as grading anew would have it."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import compute_checksum

from grading.course import Course
from memo1949 import cli, shipped
from memo1949.grading import log
from memo1949.grading.course import set_up
from memo1949.grading.grader import cores, remarking
from memo1949.grading.grader.corrections import checksum
from memo1949.grading.grader.remarking import remark
from memo1949.grading.grader.splicing import Piece, splice
from memo1949.grading.grader.writing import result_output
from memo1949.grading.nbgrader.places import places
from memo1949.grading.nbgrader.running import opened
from memo1949.grading.simulation import grading, make_class

from .classes import graded_by_us, marks

UNIT, STUDENTS = "mediation", 24
WHY, COUNTS = "mediation-why", "mediation-counts"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose class of 24 is graded, a late one among them; copied by each test."""
    root = tmp_path_factory.mktemp("remark") / "course"
    set_up(root)
    with open(root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write("\nimport sys\nsys.path.insert(0, str(Path(__file__).parent))\nc.AssignLatePenalties.plugin_class = 'halving.Halving'\n")
    (root / "halving.py").write_text(
        "from nbgrader.plugins import BasePlugin\n\n\nclass Halving(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n        return score / 2\n"
    )
    with grading.at_desk(root) as desk:
        grading.hand_out(desk, UNIT)
        with desk.gradebook as gradebook:
            gradebook.update_or_create_assignment(UNIT, duedate="2026-10-05 20:00:00 UTC")
    make_class(root, UNIT, STUDENTS)
    graded_by_us(root, UNIT)
    return root


@pytest.fixture
def course(graded: Path, tmp_path: Path) -> Path:
    """A copy of the graded course."""
    return shutil.copytree(graded, tmp_path / "course")


def corrected(course: Path, cell: str, *changes: tuple[str, str]) -> None:
    """Change a test cell in source/; each change must hit."""
    path = course / "source" / UNIT / f"{UNIT}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    found = next(one for one in notebook["cells"] if one["id"] == cell)
    source = "".join(found["source"])
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    found["source"] = source.splitlines(keepends=True)
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


# The key of a choice, and of the result of code, each exchanged with what was a misreading.
OTHER_CHOICE = (WHY, ('key="reiterated"', 'key="leaking"'), ('"leaking": "Takes the subject', '"reiterated": "Takes the subject'))
OTHER_RESULT = (COUNTS, ('"editor": 1}', '"editor": 41}'), ('("editor", 41)', '("editor", 1)'))


def plain(course: Path) -> dict:
    """Everything in the gradebook that grading writes, penalties included."""
    return marks(Course(course, settings=False))


@pytest.mark.slow
def test_remarking_gives_what_grading_anew_gives(course: Path, tmp_path: Path) -> None:
    """After two corrected keys, of a choice and of code's result, gradebook and autograded notebooks are as if graded so."""
    for correction in (OTHER_CHOICE, OTHER_RESULT):
        corrected(course, *correction)
    before, other = plain(course), shutil.copytree(course, tmp_path / "anew")
    result = remark(course, UNIT)
    assert sorted(result.questions) == sorted([WHY, COUNTS]) and result.left == []
    assert len(result.changed) > 10 and plain(course) != before
    with grading.at_desk(other) as desk:
        grading.hand_out(desk, UNIT)
    graded_by_us(other, UNIT, force=True)
    assert plain(course) == plain(other)
    for path in sorted(course.glob(f"autograded/*/{UNIT}/{UNIT}.ipynb")):
        assert shown(path) == shown(other / path.relative_to(course)), path.parent.parent.name
    penalties = {key: value for key, value in plain(course).items() if key[-1] == "late" and value[0]}
    assert penalties, "somebody is late in this class"


def shown(path: Path) -> dict:
    """What the test cells of an autograded notebook show."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return {cell["id"]: cell.get("outputs") for cell in cells if cell["id"] in (WHY, COUNTS)}


@pytest.mark.slow
def test_a_check_writes_nothing_and_says_who_changes(course: Path) -> None:
    """`--check` prints each student with the score before and after, exits with 1, and leaves every file as it was."""
    corrected(course, *OTHER_CHOICE)
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file() and path.suffix != ".lock"}
    command = [sys.executable, "-m", "memo1949", "remark", UNIT, "--check", "--course", str(course)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert re.search(rf"student-01  {WHY}: 2 → 1 of 2", done.stdout)
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.slow
def test_remarking_twice_changes_nothing_more(course: Path) -> None:
    """A second call finds nothing to do; grading what is newer goes on with the corrected key; the log has one entry."""
    corrected(course, *OTHER_CHOICE)
    remark(course, UNIT)
    once = plain(course)
    assert remark(course, UNIT).corrections == []
    graded_by_us(course, UNIT, force=True)
    assert plain(course) == once
    assert [(entry["what"], entry["questions"]) for entry in log.entries(course)] == [("remark", [WHY])]


@pytest.mark.slow
def test_a_persons_score_stays(course: Path) -> None:
    """Where a person gave a score, that score goes on to count."""
    with Course(course, settings=False).gradebook() as gradebook:
        grade = gradebook.find_grade(WHY, UNIT, UNIT, "student-01")
        grade.manual_score = 1.75
        gradebook.db.commit()
    corrected(course, *OTHER_CHOICE)
    remark(course, UNIT)
    auto, manual, _, score = plain(course)[UNIT, "student-01", UNIT, WHY]
    assert (auto, manual, score) == (1.0, 1.75, 1.75)


@pytest.mark.slow
def test_another_question_is_left_alone(course: Path) -> None:
    """A question whose wording or points changed is not what students answered: it keeps its marks, and is named."""
    path = course / "source" / UNIT / f"{UNIT}.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("the word “leaking”", "the word “leak”"), encoding="utf-8")
    before = plain(course)
    result = remark(course, UNIT)
    assert [line for line in result.left if line.startswith(f"{WHY}: students were given it in other words")]
    assert result.corrections == [] and plain(course) == before


@pytest.mark.slow
def test_a_feedback_page_is_written_anew(course: Path) -> None:
    """Who has a feedback page gets a new one with the corrected mark, and who has none gets none."""
    with grading.at_desk(course) as desk:
        assert desk.generate_feedback(UNIT, "student-01")["success"]
    page = course / "feedback" / "student-01" / UNIT / f"{UNIT}.html"
    before = page.read_text(encoding="utf-8")
    corrected(course, *OTHER_CHOICE)
    done = subprocess.run([sys.executable, "-m", "memo1949", "remark", UNIT, "--course", str(course)], capture_output=True, text=True)
    assert done.returncode == 0 and "Feedback pages written anew: 1." in done.stdout, done.stderr
    assert page.read_text(encoding="utf-8") != before
    assert [path.parent.name for path in course.glob(f"feedback/*/{UNIT}")] == ["student-01"]


@pytest.mark.slow
def test_cut_short_it_is_called_again(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ended in the midst of the notebooks, or before the gradebook is written, a second call completes it; no notebook is ever half written."""
    corrected(course, *OTHER_CHOICE)
    whole = shutil.copytree(course, tmp_path / "whole")
    students = [one.student for one in remark(whole, UNIT).corrections]
    splice, before = remarking.splice, plain(course)
    for last in (students[1], students[-2]):

        def cut(path: Path, cells: dict, last: str = last) -> None:
            if path.parent.parent.name == last:
                (path.parent / f".{path.name}.new").write_text("half of a noteb", encoding="utf-8")
                (path.parent / f".{path.name}.new").chmod(0o444)
                raise KeyboardInterrupt
            splice(path, cells)

        monkeypatch.setattr(remarking, "splice", cut)
        with pytest.raises(KeyboardInterrupt):
            remark(course, UNIT)
        assert plain(course) == before
    monkeypatch.setattr(remarking, "splice", splice)
    remark(course, UNIT)
    assert plain(course) == plain(whole)
    for path in sorted(whole.glob(f"autograded/*/{UNIT}/*")):
        assert (course / path.relative_to(whole)).read_bytes() == path.read_bytes()
    assert not list(course.glob(f"autograded/*/{UNIT}/.*.new"))


@pytest.mark.slow
def test_it_loads_neither_nbgrader_nor_sqlalchemy(course: Path) -> None:
    """Marking a class again takes less time than loading either, so it does without where nobody's late penalty changes."""
    with Course(course, settings=False).gradebook() as gradebook:
        gradebook.update_or_create_assignment(UNIT, duedate=None)
    corrected(course, *OTHER_CHOICE)
    program = "import sys; from memo1949.cli import main; code = main(sys.argv[1:]); print(code, sorted({'nbgrader', 'sqlalchemy', 'nbformat', 'pandas', 'IPython'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program, "remark", UNIT, "--course", str(course)], capture_output=True, text=True)
    assert "were marked again" in done.stdout and done.stdout.endswith("\n0 []\n"), done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("least", [100, 1], ids=["one process", "two"])
def test_a_damaged_notebook_stops_nobody(least: int, course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    """A class is marked again although autograded notebooks are cut off, or are JSON and no notebook; each is named once, with how to make it anew."""
    monkeypatch.setattr(cores, "_LEAST", least)
    folders = sorted((course / "autograded").glob(f"*/{UNIT}"))
    for folder, text in zip(folders[-2:], ('{"cells": [\n  {\n   "cell_ty', "[1]"), strict=True):
        (folder / f"{UNIT}.ipynb").chmod(0o644)
        (folder / f"{UNIT}.ipynb").write_text(text)
    corrected(course, *OTHER_CHOICE)
    assert cli.main(["remark", UNIT, "--course", str(course)]) == 1
    told = capsys.readouterr().out.partition("Left alone:")[2]
    for folder in folders[-2:]:
        student = folder.parent.name
        assert told.count(f"{student}: autograded/{student}/{UNIT}/{UNIT}.ipynb is damaged") == 1 and f"--force --student {student}" in told
    assert "reiterated" in (folders[0] / f"{UNIT}.ipynb").read_text(encoding="utf-8")
    assert cli.main(["remark", UNIT, "--course", str(course), "--check"]) == 0


@pytest.mark.parametrize("command", [f"report {UNIT}", f"remark {UNIT}", f"feedback {UNIT} --reveal --force", "guide keys.html --source source"])
def test_a_source_that_is_no_json(command: str, course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    """Where a merge has left its marks in the source notebook, every command that reads keys says which file it is, and from which line."""
    monkeypatch.chdir(course)
    path = course / "source" / UNIT / f"{UNIT}.ipynb"
    path.write_text("{\n<<<<<<< HEAD\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert cli.main(command.split()) == 2
    assert f"The source notebook {UNIT}.ipynb is damaged (not valid JSON), from line 2 on." in capsys.readouterr().err


def test_any_layout_is_spliced(tmp_path: Path) -> None:
    """Cells are exchanged in a notebook that another program has laid out as in one of ours, all at once; the rest stays as it is."""
    cells = [nbformat.v4.new_code_cell(f"old {name}", id=name, execution_count=number) for number, name in enumerate("abc", 3)]
    notebook = nbformat.v4.new_notebook(cells=[*cells, nbformat.v4.new_markdown_cell("“Text”: \\n\n  }", id="d")])
    pieces = {name: Piece(f"new “{name}”\nend", lambda number: [result_output(0.5, number)]) for name in ("c", "a")}
    expected = nbformat.from_dict(notebook)
    for at, name in ((0, "a"), (2, "c")):
        expected.cells[at].source, expected.cells[at].outputs = f"new “{name}”\nend", [nbformat.from_dict(result_output(0.5, 3 + at))]
    for name, text in (("ours", nbformat.writes(notebook) + "\n"), ("theirs", json.dumps(notebook, indent=4))):
        path = tmp_path / f"{name}.ipynb"
        path.write_text(text, encoding="utf-8")
        path.chmod(0o444)
        splice(path, pieces)
        assert path.read_text(encoding="utf-8") == nbformat.writes(expected) + "\n"
        assert path.stat().st_mode & 0o777 == 0o444
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ours.ipynb", "theirs.ipynb"]


def test_checksums_are_nbgraders() -> None:
    """What is written as the checksum of a corrected test cell is what nbgrader makes of it."""
    cells = [cell for path in sorted(shipped.source().glob("*/*.ipynb")) for cell in nbformat.read(path, as_version=4).cells]
    graded = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert len(graded) > 50
    for cell in graded:
        assert checksum(cell.source, cell) == compute_checksum(cell)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "c.CourseDirectory.root = ROOT + '/inner'\nc.CourseDirectory.feedback_directory = 'returned'",
        "c.CourseDirectory.db_url = 'postgresql+psycopg://teacher@host/marks'\nc.CourseDirectory.directory_structure = '{nbgrader_step}/{assignment_id}/{student_id}'",
        "c.NbGrader.db_url = 'sqlite:////elsewhere/marks.db'\nc.NbGrader.autograded_directory = 'marked'",
        "from memo1949.grading.nbgrader import configure\nconfigure(c)\nc.Autograde.autograde_preprocessors[0]\nc.CourseDirectory.autograded_directory = 'marked'",
    ],
)
def test_a_courses_places_are_nbgraders(tmp_path: Path, said: str) -> None:
    """Database and folders are those that nbgrader takes for the same configuration, an old or a wilful one too."""
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\nROOT = {str(tmp_path)!r}\n{said}\n", encoding="utf-8")
    found, expected = places(tmp_path), opened(tmp_path).coursedir
    assert (found.db_url, found.root) == (expected.db_url, expected.root)
    for step in ("autograded_directory", "feedback_directory"):
        assert str(found.folder(getattr(found, step), "someone", UNIT)) == expected.format_path(getattr(expected, step), "someone", UNIT)
