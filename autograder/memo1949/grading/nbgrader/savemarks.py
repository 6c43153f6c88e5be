"""Saving marks: an answer that a person must judge is queued for that person, not scored 0; an empty one is not queued."""

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import SaveAutoGrades
from nbgrader.utils import is_grade, is_solution

from memo1949.classroom.problems import NeedsReview

from ..essays.blank import NO_RESPONSE, nothing_in
from ..grader import dropping


def needs_review(cell: NotebookNode) -> bool:
    """Say whether a test cell ended with NeedsReview: no record of answers, or one that a machine cannot judge."""
    return any(
        output.output_type == "error" and output.ename == NeedsReview.__name__ for output in cell.get("outputs", [])
    )


class SaveMarks(SaveAutoGrades):
    """nbgrader's step, with three rules more.

    A test cell that raised NeedsReview has no automatic score. A written answer that is empty, or holds only the placeholder
    with other spaces, is what nbgrader makes of an untouched one: 0 points, "No response.", waiting for nobody. A question that
    was dropped for everyone counts for this student, too, what it counts for everyone.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Save scores and comments."""
        nb, resources = super().preprocess(nb, resources)
        graded = {(self.notebook_id, cell.metadata["nbgrader"]["grade_id"]) for cell in nb.cells if is_grade(cell)}
        dropping.settle(self.gradebook, self.assignment_id, self.student_id, graded)
        self.gradebook.close()
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._add_score(cell, resources)
        review = needs_review(cell)
        if not review and not self._left_blank(cell):
            return
        grade = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        grade.auto_score = None if review else 0.0
        # As nbgrader has it: a score that a person gave is to be looked at again when the work is graded again.
        grade.needs_manual_grade = review or grade.manual_score is not None
        self.gradebook.db.commit()

    def _add_comment(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._add_comment(cell, resources)
        if not self._left_blank(cell):
            return
        comment = self.gradebook.find_comment(
            cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        comment.auto_comment = NO_RESPONSE
        self.gradebook.db.commit()

    def _left_blank(self, cell: NotebookNode) -> bool:
        """Say whether nothing was written into a cell for a hand-marked answer."""
        if not (is_grade(cell) and is_solution(cell)):
            return False
        try:
            released = self.gradebook.find_source_cell(
                cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id
            ).source
        except MissingEntry:
            released = ""
        return nothing_in(cell.source, released)
