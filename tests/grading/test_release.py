"""release/ from source/: what nbgrader makes, current, key-free, and never replaced by something faulty."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from memo1949 import cli
from memo1949.grading.nbgrader.running import CourseError
from memo1949.grading.release import release, units

from .course import CHECKOUT, Course
from .notebooks import SECRET, asked, essay, graded, locked, notebook, ordinary, solution, text, write


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with one ordinary assignment in source/, and no release."""
    made = Course(tmp_path / "course")
    write(made.root / "source" / "sums" / "sums.ipynb", ordinary())
    return made


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder with their bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_release_has_the_bytes_that_nbgrader_writes(course: Course) -> None:
    """`memo1949 release` and `nbgrader generate_assignment` make the same files, byte for byte."""
    assert release(course.root, "sums").changed == ("sums.ipynb",)
    ours = files(course.root / "release")
    nbgrader = [str(Path(sys.executable).with_name("nbgrader")), "generate_assignment", "sums", "--force"]
    subprocess.run(nbgrader, cwd=course.root, check=True, capture_output=True)
    assert files(course.root / "release") == ours
    assert release(course.root, "sums", check=True).changed == ()


def test_release_leaves_the_gradebook_alone(course: Course) -> None:
    """Generating a release for comparison enters nothing in the gradebook."""
    release(course.root, "sums")
    with course.gradebook() as gradebook:
        assert gradebook.assignments == []


def test_the_projects_own_releases_are_current() -> None:
    """Every release/ in the project is what its source/ makes, holds no key, and its sample solution earns all points."""
    results = [release(CHECKOUT, unit, check=True) for unit in units(CHECKOUT)]
    assert [
        (result.unit, result.problems, result.changed) for result in results if result.problems or result.changed
    ] == []


def test_check_writes_nothing_and_tells(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """`--check` exits 1 and names the command for a release out of date, 0 for a current one; it never writes."""
    place = ["release", "sums", "--course", str(course.root)]
    assert cli.main([*place, "--check"]) == 1
    assert "Run: memo1949 release sums" in capsys.readouterr().out
    assert not (course.root / "release").exists()
    assert cli.main(place) == 0
    assert cli.main([*place, "--check"]) == 0
    assert "is current and holds no key" in capsys.readouterr().out


def test_all_units_when_none_is_named(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a name every unit of source/ is released."""
    write(course.root / "source" / "words" / "words.ipynb", notebook(text("title", "# Words")))
    assert cli.main(["release", "--course", str(course.root)]) == 0
    assert sorted(path.name for path in (course.root / "release").iterdir()) == ["sums", "words"]


def test_a_unit_that_is_not_there_is_wrong_use(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt unit exits 2 and says which there are; so does a directory without source/."""
    assert cli.main(["release", "sum", "--course", str(course.root)]) == 2
    assert "There: sums." in capsys.readouterr().err
    assert cli.main(["release", "--course", str(course.root.parent)]) == 2
    assert "memo1949 course DIR" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "said"), [("answers.json", "Delete it"), ("notes.txt", "copy it to every student")])
def test_stray_files_are_refused(course: Course, name: str, said: str) -> None:
    """Whatever nbgrader would copy along with the notebook is refused, and the old release stays as it is."""
    release(course.root, "sums")
    before = files(course.root / "release")
    (course.root / "source" / "sums" / name).write_text("x")
    (problem,) = release(course.root, "sums").problems
    assert name in problem and said in problem
    assert files(course.root / "release") == before


def test_what_nbgrader_ignores_is_no_stray(course: Course) -> None:
    """Checkpoints that JupyterLab leaves in source/ are not released and not complained of."""
    write(course.root / "source" / "sums" / ".ipynb_checkpoints" / "sums-checkpoint.ipynb", ordinary())
    assert release(course.root, "sums").problems == ()
    assert list(files(course.root / "release")) == ["sums/sums.ipynb"]


def test_files_that_are_no_longer_made_go(course: Course) -> None:
    """release/UNIT holds what source/ makes and nothing else."""
    stale = course.root / "release" / "sums" / "old.ipynb"
    write(stale, notebook())
    assert release(course.root, "sums", check=True).changed == ("old.ipynb", "sums.ipynb")
    release(course.root, "sums")
    assert not stale.exists()


def test_a_hidden_line_left_in_the_open_is_found(course: Course) -> None:
    """A line of a hidden test that also stands in a text cell is named with its cell."""
    made = ordinary()
    made.cells[2].source += f"\n\nDo not show: {SECRET}"
    write(course.root / "source" / "sums" / "sums.ipynb", made)
    (problem,) = release(course.root, "sums").problems
    assert "Cell total-test" in problem and "hidden line" in problem


def test_a_common_line_of_a_solution_is_no_secret(course: Course) -> None:
    """`import math`, in a solution and in the open elsewhere, gives nothing away."""
    made = notebook(
        locked("setup", "import math"),
        solution("area", "import math\narea = math.pi"),
        graded("pi", "", "assert area > 3", 1),
    )
    write(course.root / "source" / "sums" / "sums.ipynb", made)
    assert release(course.root, "sums").problems == ()


def test_the_sample_essay_is_not_released(course: Course) -> None:
    """A written answer without markers is a sample solution as a whole."""
    made = notebook(text("title", "# One"), essay("why", "The sample answer of the instructor.", 3))
    write(course.root / "source" / "sums" / "sums.ipynb", made)
    assert release(course.root, "sums").problems == ()
    assert b"sample answer" not in (course.root / "release" / "sums" / "sums.ipynb").read_bytes()


def test_a_key_outside_the_markers_is_found(course: Course) -> None:
    """A call of mark() that students could read is refused."""
    key = 'key="1949-02-03", explanation="The third."'
    ask_cell, test_cell = asked("sums-day", 'Date("Which day?")', key, 2, "dates")
    test_cell.source = test_cell.source.replace("### BEGIN HIDDEN TESTS\n", "").replace("\n### END HIDDEN TESTS", "")
    setup = locked("setup", "from memo1949 import Date, answered, ask, mark")
    made = notebook(setup, ask_cell, test_cell)
    write(course.root / "source" / "sums" / "sums.ipynb", made)
    assert any("BEGIN HIDDEN TESTS" in problem for problem in release(course.root, "sums").problems)


def test_points_that_differ_are_found(course: Course) -> None:
    """What ask() promises and what nbgrader gives must agree."""
    ask_cell, test_cell = asked("sums-day", 'Date("Which day?")', 'key="1949-02-03", explanation="The third."', 2)
    test_cell.metadata.nbgrader["points"] = 3
    write(course.root / "source" / "sums" / "sums.ipynb", notebook(ask_cell, test_cell))
    (problem,) = release(course.root, "sums").problems
    assert "2 points" in problem and "3" in problem


def test_a_sample_solution_that_falls_short_is_found(course: Course) -> None:
    """The instructor's own solution must earn every point before students are asked for it."""
    made = notebook(
        solution("half", "half = 1"), graded("half-test", "", "0.5", 1), graded("broken", "assert half == 2", "", 1)
    )
    write(course.root / "source" / "sums" / "sums.ipynb", made)
    short, broken = release(course.root, "sums").problems
    assert "earns 0.5 of 1 points" in short
    assert "AssertionError" in broken


def test_what_nbgrader_refuses_is_told_in_its_words(course: Course) -> None:
    """A hidden region that never ends stops nbgrader; its reason is the message."""
    made = ordinary()
    made.cells[4].source = "### BEGIN HIDDEN TESTS\nassert total([]) == 0"
    write(course.root / "source" / "sums" / "sums.ipynb", made)
    (problem,) = release(course.root, "sums").problems
    assert "nbgrader cannot generate sums" in problem and "No end hidden tests statement found" in problem


def test_a_directory_without_source_is_no_course(tmp_path: Path) -> None:
    """The error says how a course directory is made."""
    with pytest.raises(CourseError, match="memo1949 course DIR"):
        units(tmp_path)


def test_the_rehearsal_leaves_the_environment_as_it_was(course: Course) -> None:
    """Running the sample solution does not leave nbgrader's mark on this process."""
    release(course.root, "sums", check=True)
    assert "NBGRADER_EXECUTION" not in os.environ
