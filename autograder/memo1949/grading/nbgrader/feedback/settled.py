"""What a course has settled about its feedback pages: where things are, what is hidden, in which language.

Read without nbgrader where that can be done, since loading it takes longer than making the pages of a class.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from ..places import NAMED, Places, asked
from ..settings import EXPORTER, FEEDBACK

if TYPE_CHECKING:
    from nbgrader.apps.baseapp import NbGrader

# nbgrader's own defaults, by section and name. A test compares them with nbgrader's.
DEFAULTS: Mapping[str, Mapping[str, object]] = {
    "CourseDirectory": {
        "db_url": "",
        **{one.name: one.default for one in fields(Places) if one.name in NAMED},
        "student_id_exclude": "",
        "ignore": [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback"],
    },
    "GenerateFeedback": {"permissions": 644},
    "FeedbackExporter": {"language": "en"},
    "ClearHiddenTests": {"begin_test_delimeter": "BEGIN HIDDEN TESTS", "end_test_delimeter": "END HIDDEN TESTS"},
    "ClearMarkScheme": {"begin_mark_scheme_delimeter": "BEGIN MARK SCHEME", "end_mark_scheme_delimeter": "END MARK SCHEME"},
}
# What else may be said in those sections without a page coming out otherwise.
_INDIFFERENT = {
    "CourseDirectory": {"course_id", "solution_directory", "source_with_tests_directory", "include", "max_file_size", "max_dir_size"},
    "ClearHiddenTests": {"enforce_metadata"},
    "ClearMarkScheme": {"enforce_metadata", "check_attachment_leakage"},
}
# Sections that nbgrader would ask about a page as well. If one of them says anything, nbgrader is asked.
SECTIONS = frozenset((
    *DEFAULTS,
    "BaseConverter", "GetMarks", "GetGrades", "StripHidden", "WithholdLeaks", "PlainErrors", "NbGraderPreprocessor", "Preprocessor", "Exporter", "NbConvertBase",
    "FilesWriter", "WriterBase",
    "NbGrader", "JupyterApp", "Application", "SingletonConfigurable", "LoggingConfigurable", "Configurable",
    # Names of older versions, which nbgrader translates.
    "Feedback", "NbGraderConfig", "BasicConfig", "BaseNbGraderApp", "BaseApp", "BaseNbConvertApp",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settled:
    """What has been settled. `ours`: pages are made by our steps and settings alone; `permissions`: of files, in octal digits."""

    where: Places
    excluded: frozenset[str]
    ignore: tuple[str, ...]
    language: str
    begin: tuple[str, str]
    end: tuple[str, str]
    permissions: int
    ours: bool
    share: Callable[[str, str], None] | None = None  # how nbgrader opens folders to a group of instructors, by unit and student

    @property
    def mode(self) -> int:
        """The permissions of files, as a number."""
        return int(str(self.permissions), 8)

    def students(self, step: str, unit: str) -> set[str]:
        """Return who has a folder for a unit in a step, but for those whom the course leaves out."""
        return self.where.students(step, unit).keys() - self.excluded


def lightly(course: Path) -> Settled | None:
    """Return what a course has settled, read without nbgrader; None where nbgrader itself must be asked."""
    from ..configuration import read

    try:
        return _of(str(course), read(course))
    except Exception:  # a configuration is a program: what it cannot do here, it may do in nbgrader
        return None


def _of(root: str, said: Mapping) -> Settled | None:
    """Return what a configuration settles; None when it says anything that only nbgrader knows how to take."""
    of = said.get("GenerateFeedback", {})
    if of.get("exporter_class") != EXPORTER or of.get("preprocessors") != list(FEEDBACK):
        return None
    known: dict[str, Mapping] = {}
    for section in SECTIONS & said.keys():
        rest = {name: value for name, value in said[section].items() if name not in _INDIFFERENT.get(section, ())}
        if section == "GenerateFeedback":
            rest.pop("exporter_class"), rest.pop("preprocessors")
        wanted = DEFAULTS.get(section, {})
        if any(name not in wanted or type(value) is not type(wanted[name]) for name, value in rest.items()):
            return None
        known[section] = rest
    values = {section: {**defaults, **known.get(section, {})} for section, defaults in DEFAULTS.items()}
    return _settled(root, values)


def _settled(root: str, values: Mapping[str, Mapping]) -> Settled:
    """Return it of values, all of which are of the types they should be."""
    course, hidden, scheme = values["CourseDirectory"], values["ClearHiddenTests"], values["ClearMarkScheme"]
    return Settled(
        Places(course["db_url"] or f"sqlite:///{os.path.join(root, 'gradebook.db')}", root, **{name: course[name] for name in NAMED}),
        frozenset(filter(None, course["student_id_exclude"].split(","))),
        tuple(course["ignore"]),
        values["FeedbackExporter"]["language"],
        (hidden["begin_test_delimeter"], scheme["begin_mark_scheme_delimeter"]),
        (hidden["end_test_delimeter"], scheme["end_mark_scheme_delimeter"]),
        values["GenerateFeedback"]["permissions"],
        True,
    )


def by_nbgrader(app: "NbGrader") -> Settled:
    """Return what a course has settled, asked of nbgrader's application for it."""
    from nbgrader.converters import GenerateFeedback

    from ..striphidden import StripHidden
    from .exporter import FeedbackExporter

    directory = app.coursedir
    converter = GenerateFeedback(coursedir=directory, parent=app)
    begin, end = StripHidden(parent=converter).delimiters
    return Settled(
        asked(directory),
        frozenset(filter(None, directory.student_id_exclude.split(","))),
        tuple(directory.ignore),
        FeedbackExporter(parent=converter, config=converter.config).language,
        begin,
        end,
        converter.permissions,
        _is_ours(converter),
        converter.set_permissions if directory.groupshared else None,
    )


def _is_ours(converter: object) -> bool:
    """Say whether a course makes its pages by our steps alone, all of them; else only nbgrader itself can make them."""
    from .exporter import FeedbackExporter

    steps = [step if isinstance(step, str) else f"{step.__module__}.{step.__qualname__}" for step in converter.preprocessors]
    if converter.exporter_class is not FeedbackExporter or steps != list(FEEDBACK) or converter.pre_convert_hook or converter.post_convert_hook:
        return False
    from traitlets.utils.importstring import import_item

    return all(import_item(name)(parent=converter).enabled for name in FEEDBACK)
