"""Course directories with submissions, and grading them by nbgrader and by us, for the tests."""

import shutil
import subprocess
import sys
from pathlib import Path

from grading.course import Course, succeed
from grading.notebooks import read, write
from memo1949.grading.grader.grading import Told, Wish, grade
from memo1949.grading.sandbox import isolation as walls
from memo1949.grading.sandbox.sandbox import Sandbox

from .assignments import Assignment


def hand_out(course: Course, name: str, assignment: Assignment) -> None:
    """Put an assignment into a course and release it."""
    for stem, made in assignment.notebooks.items():
        write(course.root / "source" / name / f"{stem or name}.ipynb", made)
    for file, content in assignment.files.items():
        (course.root / "source" / name / file).write_text(content, encoding="utf-8")
    succeed(course.api.generate_assignment(name))


def hand_in(course: Course, name: str, assignment: Assignment) -> None:
    """Write the submissions of an assignment."""
    for student, changes in assignment.students.items():
        folder = course.root / "submitted" / student.replace(" ", "-") / name
        for stem in assignment.notebooks:
            if f"-{stem}" in changes:
                continue
            made = read(course.root / "release" / name / f"{stem or name}.ipynb")
            for cell in made.cells:
                cell.source = changes.get(cell.id, cell.source)
            write(folder / f"{stem or name}.ipynb", made)
        for file, content in {**assignment.files, **assignment.theirs.get(student, {})}.items():
            (folder / file).write_text(content, encoding="utf-8")


def graded_by_nbgrader(course: Course, name: str) -> None:
    """Grade all submissions with nbgrader, one after the other."""
    for folder in sorted((course.root / "submitted").glob(f"*/{name}")):
        succeed(course.api.autograde(name, folder.parent.name, create=True))


def graded_by_nbgraders_command(course: Course, name: str) -> None:
    """Grade all submissions with nbgrader's command, as an instructor does."""
    program = "from nbgrader.apps.nbgraderapp import main; main()"
    command = [sys.executable, "-c", program, "autograde", name, "--create"]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def graded_by_us(root: Path, name: str, **wish: object) -> Told:
    """Grade with the strongest isolation there is."""
    with Sandbox(walls.chosen(None)) as sandbox:
        return grade(Wish(root, name, **wish), sandbox)


def twin(course: Course, root: Path) -> Course:
    """Return a copy of a course."""
    shutil.copytree(course.root, root)
    return Course(root, settings=False)


def marks(course: Course) -> dict[tuple, object]:
    """Return everything that grading writes into the gradebook, but ids."""
    found: dict[tuple, object] = {}
    with course.gradebook() as gradebook:
        for assignment in gradebook.assignments:
            for submission in gradebook.assignment_submissions(assignment.name):
                for notebook in submission.notebooks:
                    key = (assignment.name, submission.student.id, notebook.name)
                    found[*key, "late"] = (notebook.late_submission_penalty, submission.total_seconds_late)
                    for grade_ in notebook.grades:
                        found[*key, grade_.name] = (grade_.auto_score, grade_.manual_score, grade_.needs_manual_grade, grade_.score)
                    for comment in notebook.comments:
                        found[*key, comment.name, "comment"] = comment.auto_comment
    return found
