"""nbgrader course directories for the tests, and nbgrader's own steps run on them in this process."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.auth import Authenticator

from memo1949.grading.course import make_gradebook
from memo1949.grading.nbgrader.running import opened

from .notebooks import read, write

CHECKOUT = Path(__file__).parents[2]


class Course:
    """A course directory with what nbgrader does to it. Without `settings` it is plain nbgrader's."""

    def __init__(self, root: Path, settings: bool = True) -> None:
        """Make the directory, with this project's nbgrader_config.py or without any."""
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        if settings:
            shutil.copy(CHECKOUT / "nbgrader_config.py", root)
        if not (root / "gradebook.db").exists():
            (root / "gradebook.db").write_bytes(empty_gradebook())

    @property
    def api(self) -> NbGraderAPI:
        """nbgrader's interface, with the configuration of the directory as it is now."""
        app = opened(self.root)
        return NbGraderAPI(app.coursedir, Authenticator(parent=app), parent=app)

    def assign(self, unit: str, made: NotebookNode) -> Path:
        """Put an assignment into source/ and release it; returns the released notebook's path."""
        write(self.root / "source" / unit / f"{unit}.ipynb", made)
        succeed(self.api.generate_assignment(unit))
        return self.root / "release" / unit / f"{unit}.ipynb"

    def submit(self, unit: str, student: str, changes: dict[str, str] | None = None, answers: str = "") -> Path:
        """Hand a released notebook in, with the sources of some cells changed and, if given, an answers.json."""
        made = read(self.root / "release" / unit / f"{unit}.ipynb")
        for cell in made.cells:
            cell.source = (changes or {}).get(cell.id, cell.source)
        path = write(self.root / "submitted" / student / unit / f"{unit}.ipynb", made)
        if answers:
            (path.parent / "answers.json").write_text(answers, encoding="utf-8")
        return path

    def grade(self, unit: str, student: str) -> NotebookNode:
        """Autograde one submission; returns the autograded notebook."""
        succeed(self.api.autograde(unit, student))
        return read(self.root / "autograded" / student / unit / f"{unit}.ipynb")

    def feedback(self, unit: str, student: str) -> str:
        """Generate one student's feedback; returns the page."""
        succeed(self.api.generate_feedback(unit, student))
        return (self.root / "feedback" / student / unit / f"{unit}.html").read_text(encoding="utf-8")

    def gradebook(self) -> Gradebook:
        """Open the gradebook."""
        return Gradebook(f"sqlite:///{self.root / 'gradebook.db'}", "memo1949")

    def grades(self, unit: str, student: str) -> dict[str, dict]:
        """Return what the gradebook holds of each graded cell of one submission."""
        with self.gradebook() as gradebook:
            submission = gradebook.find_submission_notebook(unit, unit, student)
            return {grade.name: grade.to_dict() for grade in submission.grades}


@cache
def empty_gradebook() -> bytes:
    """Return an empty gradebook, made once: making one starts a program of its own."""
    with TemporaryDirectory() as folder:
        shutil.copy(CHECKOUT / "nbgrader_config.py", folder)
        make_gradebook(Path(folder))
        return (Path(folder) / "gradebook.db").read_bytes()


def succeed(result: dict) -> None:
    """Stop the test with nbgrader's log when one of its steps failed."""
    assert result["success"], result.get("log", "") + result.get("error", "")
