"""Where a course keeps its gradebook and its folders, by its own configuration, read without loading nbgrader."""

import os
from dataclasses import dataclass
from pathlib import Path

from .configuration import read
from .running import CourseError, opened

_STRUCTURE = os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")
_NAMES = ("db_url", "root", "directory_structure", "autograded_directory", "feedback_directory")
# Sections of older configurations, which nbgrader itself translates.
_OLD = ("NbGrader", "NbGraderConfig", "BasicConfig", "BaseNbGraderApp", "BaseApp", "TransferApp", "BaseNbConvertApp")


@dataclass(frozen=True, slots=True)
class Places:
    """A course's database URL, its root and how folders are arranged under it. The names are nbgrader's."""

    db_url: str
    root: str
    directory_structure: str = _STRUCTURE
    autograded_directory: str = "autograded"
    feedback_directory: str = "feedback"

    def folder(self, step: str, student: str, unit: str) -> Path:
        """Return where a step keeps a student's unit, as nbgrader's CourseDirectory says."""
        return Path(self.root, self.directory_structure.format(nbgrader_step=step, student_id=student, assignment_id=unit))


def places(course: Path) -> Places:
    """Return the places of a course directory; nbgrader is asked for what cannot be read without it. Raises CourseError for no directory."""
    if not course.is_dir():
        raise CourseError(f"There is no directory {course}. Name the course directory with --course.")
    try:
        config = read(course)
    except Exception:  # a configuration is a program: whatever it does not do here, it may do in nbgrader
        config = None
    if config is None or any(config.get(name) for name in _OLD):
        directory = opened(course).coursedir
        return Places(**{name: getattr(directory, name) for name in _NAMES})
    said = {name: str(value) for name, value in config.get("CourseDirectory", {}).items() if name in _NAMES}
    root = os.path.abspath(said.pop("root", course))
    return Places(**{"db_url": f"sqlite:///{os.path.abspath(os.path.join(root, 'gradebook.db'))}", "root": root, **said})
