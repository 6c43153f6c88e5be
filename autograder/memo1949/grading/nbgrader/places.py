"""Where a course keeps its gradebook and its folders, by its own configuration, read without loading nbgrader."""

import os
import re
from dataclasses import dataclass
from glob import escape, glob
from pathlib import Path
from typing import TYPE_CHECKING

from .configuration import read
from .running import CourseError, opened

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory

_STRUCTURE = os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")
NAMED = ("directory_structure", "source_directory", "release_directory", "submitted_directory", "autograded_directory", "feedback_directory")
_NAMES = ("db_url", "root", *NAMED)
# Sections of older configurations, which nbgrader itself translates.
_OLD = ("NbGrader", "NbGraderConfig", "BasicConfig", "BaseNbGraderApp", "BaseApp", "TransferApp", "BaseNbConvertApp")


@dataclass(frozen=True, slots=True)
class Places:
    """A course's database URL, its root and how folders are arranged under it. Names and defaults are nbgrader's."""

    db_url: str
    root: str
    directory_structure: str = _STRUCTURE
    source_directory: str = "source"
    release_directory: str = "release"
    submitted_directory: str = "submitted"
    autograded_directory: str = "autograded"
    feedback_directory: str = "feedback"

    def folder(self, step: str, student: str, unit: str) -> Path:
        """Return where a step keeps a student's unit, as nbgrader's CourseDirectory says."""
        return Path(self._at(step, student, unit))

    def source(self, unit: str) -> Path:
        """Return where a unit's source notebooks are."""
        return self.folder(self.source_directory, ".", unit)

    def students(self, step: str, unit: str) -> dict[str, Path]:
        """Return the folders that there are of a step for a unit, by student."""
        return {student: folder for student, _, folder in self.every(step, unit)}

    def every(self, step: str, unit: str = "", student: str = "") -> list[tuple[str, str, Path]]:
        """Return (student, unit, folder) for every folder that there is of a step, sorted, of one unit or student or of all."""
        named = re.escape(self._at(step, "\0", "\1")).replace("\0", r"(?P<student>[^/\\]+)", 1).replace("\1", r"(?P<unit>[^/\\]+)", 1)
        paths = glob(escape(self._at(step, student or "\0", unit or "\1")).replace("\0", "*").replace("\1", "*"))
        found = [(match["student"], match["unit"], Path(path)) for path in paths if os.path.isdir(path) and (match := re.fullmatch(named, path))]
        return sorted(one for one in found if not unit or one[1] == unit)

    def _at(self, step: str, student: str, unit: str) -> str:
        return os.path.join(self.root, self.directory_structure.format(nbgrader_step=step, student_id=student, assignment_id=unit))


def asked(directory: "CourseDirectory") -> Places:
    """Return the places that nbgrader itself names."""
    return Places(**{name: getattr(directory, name) for name in _NAMES})


def places(course: Path) -> Places:
    """Return the places of a course directory; nbgrader is asked for what cannot be read without it. Raises CourseError for no directory."""
    if not course.is_dir():
        raise CourseError(f"There is no directory {course}. Name the course directory with --course.")
    try:
        config = read(course)
    except Exception:  # a configuration is a program: whatever it does not do here, it may do in nbgrader
        config = None
    if config is None or any(config.get(name) for name in _OLD):
        return asked(opened(course).coursedir)
    said = {name: str(value) for name, value in config.get("CourseDirectory", {}).items() if name in _NAMES}
    root = os.path.abspath(said.pop("root", course))
    return Places(**{"db_url": f"sqlite:///{os.path.abspath(os.path.join(root, 'gradebook.db'))}", "root": root, **said})
