"""Making pages: what nbgrader's generate_feedback does by our steps, on notebooks and marks that are read without it."""

import filecmp
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path

from .errors import plain_errors
from .hidden import strip_all, withhold
from .node import read
from .page import page_of
from .rendering import render
from .scores import Marks, enter
from .settled import Settled

WRITTEN, CURRENT = "written", "current"


class Maker:
    """Makes the pages of one unit, student by student. What is the same for the class is worked out once a process."""

    def __init__(self, settled: Settled, unit: str, marks: Mapping[tuple[str, str], Marks], reveal: Mapping[str, Mapping[str, str]], force: bool) -> None:
        """Take the course's settings, the class's marks, and what to say of blanks: {notebook: {question: HTML}}."""
        self.settled, self.unit, self.marks, self.reveal, self.force = settled, unit, marks, reveal, force

    def write(self, student: str) -> str:
        """Write a student's pages, all or none; return WRITTEN, or CURRENT when they say already what they should say.

        Raises OSError, and KeyError or ValueError for a notebook that is not as the gradebook has it.
        """
        where = self.settled.where
        source, target = (where.folder(step, student, self.unit) for step in (where.autograded_directory, where.feedback_directory))
        pages = {f"{path.stem}.html": self.page(student, path).encode("utf-8", "replace") for path in sorted(source.glob("*.ipynb"))}
        if not pages:
            raise ValueError(f"there is no notebook in {source}")
        stale = {name: content for name, content in pages.items() if self.force or not _says(target / name, content)}
        files = [(path, place) for path, place in self._companions(source, target) if self.force or not _same(path, place)]
        target.mkdir(parents=True, exist_ok=True)
        for name, content in stale.items():
            _replace(target / name, content, self.settled.mode)
        # The timestamp last: it is what nbgrader takes for the sign that a folder is current.
        for path, place in sorted(files, key=lambda pair: pair[0].name == "timestamp.txt"):
            place.parent.mkdir(parents=True, exist_ok=True)
            _replace(place, path, self.settled.mode)
        if self.settled.share is not None and (stale or files):
            self.settled.share(self.unit, student)
        return WRITTEN if stale else CURRENT

    def page(self, student: str, path: Path) -> str:
        """Return one page as HTML text."""
        nb = read(path)
        about = {"student": student, "assignment": self.unit, "notebook": path.stem}
        enter(nb, about, self.marks[student, path.stem])
        withhold(nb, strip_all(nb, self.settled.begin, self.settled.end))
        for cell in nb.cells:
            plain_errors(cell)
        resources = {"nbgrader": about, "metadata": {"name": path.stem, "path": str(path.parent)}, "memo1949": {"reveal": self.reveal.get(path.stem, {})}}
        return render(page_of(nb, resources), self.settled.language)

    def _companions(self, source: Path, target: Path) -> Iterator[tuple[Path, Path]]:
        """Yield the other files of a submission, which nbgrader keeps beside the pages: releasing wants two of them."""
        for name in companions(source, (*self.settled.ignore, "*.ipynb")):
            yield source / name, target / name


def companions(folder: Path, ignore: tuple[str, ...]) -> Iterator[str]:
    """Yield the files in a folder and below, as nbgrader finds them: a pattern goes for names, and spares hidden ones unless it begins with a dot."""
    for at, folders, names in os.walk(folder):
        if _ignored(os.path.basename(at), ignore):
            folders.clear()
            continue
        for name in names:
            if not _ignored(name, ignore):
                yield os.path.relpath(os.path.join(at, name), folder)


def _ignored(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) and (pattern.startswith(".") or not name.startswith(".")) for pattern in patterns)


def _says(path: Path, content: bytes) -> bool:
    """Say whether a file holds exactly that."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _same(path: Path, place: Path) -> bool:
    """Say whether two files are equal."""
    return place.is_file() and filecmp.cmp(path, place, shallow=False)


def _replace(target: Path, content: bytes | Path, mode: int) -> None:
    """Write a file with its permissions, whole or not at all."""
    temporary = f"{target.parent}/.{target.name}.new"
    try:
        with open(temporary, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.read_bytes())
            os.fchmod(file.fileno(), mode)
        os.replace(temporary, target)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
