"""Formgrader's page: help beside each essay, and nothing of a student's that runs in the browser of the person who marks.

A preprocessor of the exporter that formgrader draws with. It works on a copy in memory, so nothing of a rubric or a sample
answer is ever written into autograded/ or feedback/.
"""

from html import escape
from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.preprocessors import Preprocessor
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import compute_checksum, is_grade, is_solution
from traitlets.config import Config

from ..grader.book import opened
from ..grader.dropping import read as read_drops
from ..nbgrader.feedback.markup import markdown
from .blank import STUB, nothing_in
from .guidance import Guidance, NoGuidance, guidance_of
from .harmless import harmless
from .panel import in_a_line, panel
from .reading import Reading, read

_OURS = "The help for marking is missing: it could not be made ({error}). The answer itself is complete; the server's log says more."

# Texts that formgrader may show as they are.
_RELEASED = """
    SELECT cell.name, cell.source FROM source_cell AS cell
    JOIN notebook ON notebook.id = cell.notebook_id JOIN assignment ON assignment.id = notebook.assignment_id
    WHERE assignment.name = :unit AND notebook.name = :notebook AND cell.locked = :locked
"""

_WAITS = "A score that you type waits until it counts again."


class MarkingView(Preprocessor):
    """Shows rubric, sample answers and checked quotations beside each essay; leaves every page that is not formgrader's alone."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Return the notebook as a grader shall see it. Never raises: what we cannot help with is shown without help."""
        if "submission_id" not in resources or "nbgrader" in resources:
            return nb, resources  # nbgrader's own feedback is drawn by the same class
        folder = Path(resources.get("metadata", {}).get("path") or ".")
        guidance, note = self._guidance(folder, resources)
        self._dropped = self._drops(folder, resources)
        released = self._released(folder, resources)
        instructors = [cell for cell in nb.cells if cell.cell_type == "markdown" and _is_as_released(cell, released)]
        task = "\n\n".join(cell.source for cell in instructors)
        nb.metadata.pop("widgets", None)
        for cell in nb.cells:
            self._tame(cell, folder)
            if cell.cell_type == "markdown" and not any(cell is one for one in instructors):
                cell.source = self._shown(cell, folder, guidance, note, task)
            elif cell.cell_type == "code" and (dropped := self._dropped.get(cell.metadata.get("nbgrader", {}).get("grade_id"))):
                cell.outputs.insert(0, new_output("display_data", {"text/html": f"<p><strong>{escape(f'{dropped} {_WAITS}')}</strong></p>"}))
        return nb, resources

    def _tame(self, cell: NotebookNode, folder: Path) -> None:
        """Make a cell's outputs harmless, or leave them out."""
        try:
            harmless(cell, folder)
        except Exception:
            self.log.exception("memo1949: outputs are left out")
            if cell.cell_type == "code":
                cell.outputs = []

    def _guidance(self, folder: Path, resources: ResourcesDict) -> tuple[dict[str, Guidance], str]:
        """Return the guidance for the essays of the notebook on the page, and why there is none."""
        try:
            return guidance_of(source_of(folder, resources["assignment_id"], resources["notebook_id"], self.config)), ""
        except NoGuidance as error:
            self.log.warning("memo1949: %s", error)
            return {}, str(error)
        except Exception as error:
            self.log.exception("memo1949: no help for marking")
            return {}, _OURS.format(error=type(error).__name__)

    def _drops(self, folder: Path, resources: ResourcesDict) -> dict[str, str]:
        """Return the questions of the notebook that were dropped for everyone, each with what that means."""
        try:
            with opened(course_of(folder, self.config).db_url) as book:
                return {name: one.means for (notebook, name), one in read_drops(book, resources["assignment_id"]).items() if notebook == resources["notebook_id"]}
        except Exception:
            self.log.exception("memo1949: whether questions were dropped is not known")
            return {}

    def _released(self, folder: Path, resources: ResourcesDict) -> dict[str, str]:
        """Return the locked cells of the notebook as the gradebook has them; none when it cannot be read, and then no text is trusted."""
        try:
            with opened(course_of(folder, self.config).db_url) as book:
                return dict(book.rows(_RELEASED, unit=resources["assignment_id"], notebook=resources["notebook_id"], locked=True))
        except Exception:
            self.log.exception("memo1949: which texts are the instructor's is not known")
            return {}

    def _shown(self, cell: NotebookNode, folder: Path, guidance: dict[str, Guidance], note: str, task: str) -> str:
        """Return what stands on the page for a text of the student's."""
        try:
            attachments = cell.get("attachments")
            if not (is_grade(cell) and is_solution(cell)):
                return in_a_line(markdown(cell.source, folder, attachments))
            try:
                return self._essay(cell, folder, guidance, note, task)
            except Exception as error:
                self.log.exception("memo1949: no help for marking")
                said = f"<p><strong>{escape(_OURS.format(error=type(error).__name__))}</strong></p>"
                return in_a_line(said + markdown(cell.source, folder, attachments))
        except Exception:
            self.log.exception("memo1949: a text is shown as it was typed")
            return in_a_line(f"<pre>{escape(str(cell.source))}</pre>")

    def _essay(self, cell: NotebookNode, folder: Path, guidance: dict[str, Guidance], note: str, task: str) -> str:
        about = cell.metadata.nbgrader
        stub = self.config.ClearSolutions.get("text_stub", STUB)
        blank = nothing_in(cell.source, str(stub)) or about.get("checksum") == compute_checksum(cell)
        attachments = cell.get("attachments")
        reading = Reading(markdown(cell.source, folder, attachments)) if blank else read(cell.source, folder, attachments, task)
        found = guidance.get(about.grade_id)
        if found is None and not note:
            note = f"The rubric and the sample answers are not to be found: source/ has no hand-marked answer called {about.grade_id}."
        if dropped := self._dropped.get(about.grade_id):
            note, blank = f"{dropped} {_WAITS} {note}".strip(), False
        return panel(about.grade_id, float(about.points), reading, found, note, blank)


def course_of(folder: Path, config: Config) -> CourseDirectory:
    """Return the course in which a notebook lies autograded in `folder`."""
    course = CourseDirectory(config=config)
    root = folder.resolve()
    for _ in Path(course.directory_structure).parts:
        root = root.parent
    course.root = str(root)
    return course


def source_of(folder: Path, unit: str, notebook: str, config: Config) -> Path:
    """Return where the source of a notebook should be, for one that lies autograded in `folder`, in whichever course that is."""
    course = course_of(folder, config)
    return Path(course.format_path(course.source_directory, ".", unit)) / f"{notebook}.ipynb"


def _is_as_released(cell: NotebookNode, released: dict[str, str]) -> bool:
    """Say whether a text is the instructor's: its own word for that, which anybody can write into a notebook, does not count.

    Nor is one with attachments: nbgrader restores a locked cell's text, and not what is attached to it.
    """
    about = cell.metadata.get("nbgrader", {})
    return bool(about.get("locked")) and not about.get("solution") and not cell.get("attachments") and released.get(about.get("grade_id")) == cell.source
