"""Deleting a student: nothing of that student is left, and nothing of anybody else is touched."""

import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.utils import notebook_hash

from grading.course import Course
from memo1949.grading import log
from memo1949.grading.course import set_up
from memo1949.grading.grader.forgetting import _exchange, forget
from memo1949.grading.nbgrader.running import CourseError, opened
from memo1949.grading.simulation import grading, make_class

from .classes import graded_by_us, marks

UNIT, GONE, STAYS = "mediation", "student-04", "student-01"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A graded course of four with feedback, a log that names the one who is to go, and an exchange."""
    root = tmp_path / "course"
    set_up(root)
    exchange = tmp_path / "exchange"
    for student in (GONE, STAYS):
        (exchange / "memo1949" / "inbound" / f"{student}+{UNIT}+2026-10-05 20:00:00 UTC").mkdir(parents=True)
    with open(root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(f"\nc.Exchange.root = {str(exchange)!r}\n")
    with grading.at_desk(root) as desk:
        grading.hand_out(desk, UNIT)
    make_class(root, UNIT, 4)
    graded_by_us(root, UNIT)
    with grading.at_desk(root) as desk:
        desk.generate_feedback(UNIT, GONE)
    log.note(root, "remark", unit=UNIT, changes=[[GONE, "mediation-why", 1, 2], [STAYS, "mediation-why", 2, 1]])
    return root


@pytest.mark.slow
def test_nothing_of_the_student_is_left(course: Path) -> None:
    """No file name, no file's content and no byte of the gradebook names the student any more; the others' marks are as before."""
    before = {key: value for key, value in marks(Course(course, settings=False)).items() if key[1] != GONE}
    assert GONE.encode() in (course / "gradebook.db").read_bytes()
    lines = "\n".join(forget(course, GONE))
    for part in ("submitted", "autograded", "feedback", "inbound", "the gradebook", log.NAME):
        assert part in lines
    assert marks(Course(course, settings=False)) == before
    top = course.parent
    assert [path for path in top.rglob("*") if GONE in str(path.relative_to(top))] == []
    assert [path for path in top.rglob("*") if path.is_file() and GONE.encode() in path.read_bytes()] == []
    assert log.entries(course)[-1]["changes"] == [[STAYS, "mediation-why", 2, 1]]
    assert (course / "submitted" / STAYS / UNIT).is_dir()


@pytest.mark.slow
def test_a_check_deletes_nothing(course: Path) -> None:
    """`--check` lists what would go, exits with 1 and leaves all of it."""
    command = [sys.executable, "-m", "memo1949", "forget", GONE, "--check", "--course", str(course)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1 and done.stdout.startswith(f"Would be deleted of {GONE}:")
    assert (course / "submitted" / GONE / UNIT).is_dir() and GONE.encode() in (course / "gradebook.db").read_bytes()


@pytest.mark.slow
def test_what_is_no_student_is_refused(tmp_path: Path) -> None:
    """A path, a pattern and an unknown id delete nothing and say so."""
    set_up(tmp_path / "course")
    for student in ("../student-01", "*", "", "..", "nobody"):
        with pytest.raises(CourseError, match=r"is not the id|Nothing is here"):
            forget(tmp_path / "course", student)


def arranged(root: Path, structure: str) -> Path:
    """Make a course that arranges its folders in some way, where two have handed in and got feedback, with released pages of three ages."""
    Course(root)
    exchange = root.parent / "exchange"
    with open(root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(f"\nc.Exchange.root = {str(exchange)!r}\nc.CourseDirectory.directory_structure = {structure!r}\n")
    out = exchange / "memo1949" / "feedback"
    out.mkdir(parents=True)
    with Course(root, settings=False).gradebook() as gradebook:
        gradebook.add_assignment(UNIT)
        for student in (GONE, STAYS):
            gradebook.add_student(student)
    for student in (GONE, STAYS):
        for step in ("submitted", "autograded", "feedback"):
            folder = root / structure.format(nbgrader_step=step, assignment_id=UNIT, student_id=student)
            folder.mkdir(parents=True)
            (folder / ("page.html" if step == "feedback" else f"{UNIT}.ipynb")).write_text("{}")
            (folder / "submission_secret.txt").write_text(f"secret of {student}")
        late = exchange / "memo1949" / "inbound" / f"{student}+{UNIT}+2026-10-05 20:00:00 UTC"
        late.mkdir(parents=True)
        (late / f"{UNIT}.ipynb").write_text(f"by {student}")
        (late / "timestamp.txt").write_text("2026-10-05 20:00:00 UTC")
        key = f"memo1949+{UNIT}+{UNIT}+{student}+2026-10-05 20:00:00 UTC"
        for name in (notebook_hash(secret=f"secret of {student}", notebook_id=UNIT), notebook_hash(str(late / f"{UNIT}.ipynb"), key), notebook_hash(str(late / f"{UNIT}.ipynb"))):
            (out / f"{name}.html").write_text(f"feedback for {student}")
    return root


@pytest.mark.parametrize(
    "structure",
    ["{nbgrader_step}/{student_id}/{assignment_id}", "{nbgrader_step}/{assignment_id}/{student_id}", "{nbgrader_step}/{assignment_id}_{student_id}", "all/{student_id}/of/{assignment_id}/{nbgrader_step}"],
)
def test_however_folders_are_arranged(tmp_path: Path, structure: str) -> None:
    """Folders of every arrangement and released feedback of every age go, and the other student's stay."""
    root = arranged(tmp_path / "course", structure)
    (tmp_path / "course" / "submitted" / f"other_{GONE}").mkdir(parents=True)  # no unit of that name is known
    before = [path for path in tmp_path.rglob("*") if STAYS in str(path) or (path.is_file() and STAYS in path.read_text(errors="ignore"))]
    lines = "\n".join(forget(root, GONE))
    assert "3 released feedback pages" in lines and "perhaps" not in lines
    left = [path for path in tmp_path.rglob("*") if GONE in str(path.relative_to(tmp_path)) or (path.is_file() and GONE.encode() in path.read_bytes())]
    assert left == [tmp_path / "course" / "submitted" / f"other_{GONE}"]
    assert [path for path in before if not path.exists()] == []


def test_pages_that_nothing_leads_to_are_told(tmp_path: Path) -> None:
    """Where a submission carries no secret and no page is found by its notebook, it is said where pages may remain, and none is guessed at."""
    root = arranged(tmp_path / "course", "{nbgrader_step}/{student_id}/{assignment_id}")
    for path in root.rglob("submission_secret.txt"):
        path.unlink()
    out = tmp_path / "exchange" / "memo1949" / "feedback"
    lines = forget(root, GONE)
    assert "perhaps not all" in lines[-1] and str(out) in lines[-1] and len(list(out.iterdir())) == 4


def test_the_exchange_is_nbgraders_own_where_the_course_says_nothing(tmp_path: Path) -> None:
    """Without c.Exchange.root the place is nbgrader's default."""
    Course(tmp_path / "course")
    assert _exchange(opened(tmp_path / "course")) == Path("/usr/local/share/nbgrader/exchange")
