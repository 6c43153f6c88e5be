"""A course with two small units and a class, and archives as learning systems and people make them."""

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import nbformat

from grading import tiny
from grading.course import Course
from grading.notebooks import essay, graded, notebook, read, solution
from memo1949 import cli
from memo1949.grading.desk.enrolment import enrol
from memo1949.grading.desk.roster import Entry

CLASS = (
    Entry("s123", "Jane", "Doe", "jane@example.org", "9001"),
    Entry("s124", "José", "Núñez", "jose@example.org", "9002"),
    Entry("s125", "", "李小龙", "li@example.org", "9003"),
    Entry("s126", "Zoë", "Müller", "zoe@example.org", "9004"),
)
WHEN = datetime(2026, 11, 20, 12, 0, 0)


def course(root: Path) -> Course:
    """Return a course that has released two units and entered a class."""
    made = Course(root)
    made.assign("tiny", tiny.unit())
    made.assign("sums", notebook(solution("total", "total = 3"), graded("total-test", "assert total == 3", "", 2), essay("why", "Because.", 3)))
    enrol(root, CLASS)
    return made


def handed_in(made: Course, unit: str = "tiny", **changes: str) -> bytes:
    """Return a notebook as a student hands it in, with the sources of some cells changed (- written as _)."""
    book = read(made.root / "release" / unit / f"{unit}.ipynb")
    for cell in book.cells:
        cell.source = changes.get(cell.id.replace("-", "_"), cell.source)
    return (nbformat.writes(book) + "\n").encode()


def zipped(files: dict[str, bytes], when: datetime = WHEN) -> bytes:
    """Return a zip with these files, all of one local time, as a system's download is."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, when.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


class Unflagged(zipfile.ZipInfo):
    """An entry whose name is in an encoding that the archive does not name, as old programs write it."""

    def __init__(self, name: str, encoding: str) -> None:
        """Take the name and the encoding."""
        super().__init__(name, WHEN.timetuple()[:6])
        self.encoding = encoding

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode(self.encoding), self.flag_bits & ~0x800


def unflagged(files: dict[str, bytes], encoding: str) -> bytes:
    """Return a zip whose names are in an encoding that it does not name."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(Unflagged(name, encoding), data)
    return out.getvalue()


def collect(made: Course, data: bytes, *words: str, name: str = "uploads.zip") -> int:
    """Write an archive and collect it as the command does; returns the exit code."""
    path = made.root.parent / name
    path.write_bytes(data)
    return cli.main(["collect", str(path), "--course", str(made.root), *words])


def tree(root: Path) -> dict[str, bytes]:
    """Return what lies in submitted/ and attempts/."""
    folders = [root / "submitted", root / "attempts"]
    return {path.relative_to(root).as_posix(): path.read_bytes() for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()}
