"""Making pages: the steps of nbgrader's generate_feedback on notebooks read as they are, with marks that are read already."""

import filecmp
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import GenerateFeedback
from nbgrader.utils import find_all_files

from ..settings import FEEDBACK
from .exporter import FeedbackExporter, render
from .page import page_of
from .scores import Marks, enter

WRITTEN, CURRENT = "written", "current"


class Maker:
    """Makes the pages of one unit, student by student. What is the same for the class is worked out once a process."""

    def __init__(self, app: NbGrader, unit: str, marks: Mapping[tuple[str, str], Marks], reveal: Mapping[str, Mapping[str, str]], force: bool) -> None:
        """Take the course's settings, the class's marks, and what to say of blanks: {notebook: {question: HTML}}."""
        self.coursedir, self.unit, self.marks, self.reveal, self.force = app.coursedir, unit, marks, reveal, force
        self.converter = GenerateFeedback(coursedir=app.coursedir, parent=app)
        self.language = FeedbackExporter(parent=self.converter).language
        # GetMarks, the first, is what `marks` has done for the whole class.
        self.steps = [_class(name)(parent=self.converter) for name in FEEDBACK[1:]]

    @property
    def ours(self) -> bool:
        """Whether the course makes its pages by our steps alone; else only nbgrader itself can make them."""
        made, steps = self.converter.exporter_class, [step if isinstance(step, str) else f"{step.__module__}.{step.__qualname__}" for step in self.converter.preprocessors]
        hooks = self.converter.pre_convert_hook or self.converter.post_convert_hook
        return made is FeedbackExporter and steps == list(FEEDBACK) and not hooks

    def folder(self, student: str) -> Path:
        """Return where a student's pages are."""
        return Path(self.coursedir.format_path(self.coursedir.feedback_directory, student, self.unit))

    def autograded(self, student: str) -> Path:
        """Return where a student's autograded notebooks are."""
        return Path(self.coursedir.format_path(self.coursedir.autograded_directory, student, self.unit))

    def write(self, student: str) -> str:
        """Write a student's pages, all or none; return WRITTEN, or CURRENT when they say already what they should say.

        Raises OSError, and KeyError or ValueError for a notebook that is not as the gradebook has it.
        """
        source, target = self.autograded(student), self.folder(student)
        pages = {f"{path.stem}.html": self.page(student, path).encode("utf-8", "replace") for path in sorted(source.glob("*.ipynb"))}
        if not pages:
            raise ValueError(f"there is no notebook in {source}")
        stale = {name: content for name, content in pages.items() if self.force or not _says(target / name, content)}
        files = [(path, place) for path, place in self._companions(source, target) if self.force or not _same(path, place)]
        target.mkdir(parents=True, exist_ok=True)
        for name, content in stale.items():
            _replace(target / name, content)
        # The timestamp last: it is what nbgrader takes for the sign that a folder is current.
        for path, place in sorted(files, key=lambda pair: pair[0].name == "timestamp.txt"):
            place.parent.mkdir(parents=True, exist_ok=True)
            _replace(place, path)
        if stale or files:
            self.converter.set_permissions(self.unit, student)
        return WRITTEN if stale else CURRENT

    def page(self, student: str, path: Path) -> str:
        """Return one page as HTML text."""
        nb = read(path)
        about = {"student": student, "assignment": self.unit, "notebook": path.stem}
        enter(nb, about, self.marks[student, path.stem])
        resources = {"nbgrader": about, "metadata": {"name": path.stem, "path": str(path.parent)}}
        for step in self.steps:
            nb, resources = step.preprocess(nb, resources)
        resources["memo1949"]["reveal"] = self.reveal.get(path.stem, {})
        return render(page_of(nb, resources), self.language)

    def _companions(self, source: Path, target: Path) -> Iterator[tuple[Path, Path]]:
        """Yield the other files of a submission, which nbgrader keeps beside the pages: releasing wants two of them."""
        for name in find_all_files(str(source), [*self.coursedir.ignore, "*.ipynb"]):
            yield Path(name), target / Path(name).relative_to(source)


def read(path: Path) -> NotebookNode:
    """Return a notebook as nbformat reads it; today's format without the checks, which grading has made."""
    text = path.read_text(encoding="utf-8")
    loaded = json.loads(text, object_hook=NotebookNode)  # nbformat would walk through it all once more
    return nbformat.v4.rwbase.rejoin_lines(loaded) if loaded.get("nbformat") == 4 else nbformat.reads(text, as_version=4)


def _class(name: str) -> type:
    module, _, attribute = name.rpartition(".")
    return getattr(import_module(module), attribute)


def _says(path: Path, content: bytes) -> bool:
    """Say whether a file holds exactly that."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _same(path: Path, place: Path) -> bool:
    """Say whether two files are equal."""
    return place.is_file() and filecmp.cmp(path, place, shallow=False)


def _replace(target: Path, content: bytes | Path) -> None:
    """Write a file whole or not at all."""
    temporary = target.with_name(f".{target.name}.new")
    try:
        if isinstance(content, bytes):
            temporary.write_bytes(content)
        else:
            shutil.copyfile(content, temporary)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
