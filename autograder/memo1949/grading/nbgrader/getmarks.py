"""Getting marks: what the gradebook knows of each cell and of the student, put into the notebook for feedback."""

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import GetGrades

from ..grader.dropping import Dropped, dropped


class GetMarks(GetGrades):
    """nbgrader's step, which also tells whether a person still has to mark a cell, or has, which questions are dropped, and the
    student's name."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Read scores, comments, penalty and name from the gradebook."""
        self._dropped: dict[tuple[str, str], Dropped] | None = None
        nb, resources = super().preprocess(nb, resources)
        with self.gradebook:
            student = self.gradebook.find_student(self.student_id)
            names = [name for name in (student.first_name, student.last_name) if name]
            resources["nbgrader"]["student_name"] = " ".join(names)
        return nb, resources

    def _get_score(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._get_score(cell, resources)
        if self._dropped is None:
            self._dropped = dropped(self.gradebook, self.assignment_id)
        if one := self._dropped.get((self.notebook_id, cell.metadata["nbgrader"]["grade_id"])):
            cell.metadata.nbgrader["dropped"] = one.way
        grade = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        cell.metadata.nbgrader["pending"] = grade.needs_manual_grade and grade.manual_score is None
        cell.metadata.nbgrader["by_hand"] = grade.manual_score is not None and grade.auto_score is not None
