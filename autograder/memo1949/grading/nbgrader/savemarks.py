"""Saving marks: an answer that a person must judge is queued for that person, not scored 0."""

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import SaveAutoGrades

from memo1949.classroom.problems import NeedsReview


def needs_review(cell: NotebookNode) -> bool:
    """Say whether a test cell ended with NeedsReview: no record of answers, or one that a machine cannot judge."""
    return any(
        output.output_type == "error" and output.ename == NeedsReview.__name__ for output in cell.get("outputs", [])
    )


class SaveMarks(SaveAutoGrades):
    """nbgrader's step, with one rule more: a test cell that raised NeedsReview has no automatic score."""

    def _add_score(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._add_score(cell, resources)
        if not needs_review(cell):
            return
        grade = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        grade.auto_score = None
        grade.needs_manual_grade = True
        self.gradebook.db.commit()
