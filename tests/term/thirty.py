"""A class of thirty, and how its work comes out of a learning system: renamed, packed, twice, late, damaged, and with rubbish beside it."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from memo1949.grading.simulation import make_class

FIRST = ("Amina", "José", "Zoë", "Łukasz", "Noor", "Søren")
LAST = ("Alvarez", "Çelik", "Müller", "O'Brien", "Nguyễn")
CHINESE = {4: "李小龙", 16: "王敏"}
WHEN = datetime(2026, 11, 20, 12, 0, 0)

# Who does what besides handing in, by the student's number in the class.
ALONE, TWICE, ZIPPED, LATE, DAMAGED, ABSENT = (3, 15, 27), (6,), (7, 8), (9, 18), (1, 13, 25), 29


@dataclass(frozen=True, slots=True)
class Member:
    """One of the class: number, nbgrader's id, first and last name, and the learning system's id."""

    number: int
    id: str
    first: str
    last: str
    lms: str

    @property
    def full(self) -> str:
        """The name as Moodle writes it."""
        return f"{self.first} {self.last}".strip()

    @property
    def squeezed(self) -> str:
        """The name as Canvas puts it before a file's: last name first, in small letters, letters alone."""
        return "".join(sign for sign in (self.last + self.first).lower() if sign.isalnum())


def members() -> list[Member]:
    """Return the class."""
    named = [("", CHINESE[at]) if at in CHINESE else (FIRST[at % 6], LAST[at % 5]) for at in range(30)]
    return [Member(at, f"s{101 + at}", first, last, str(9001 + at)) for at, (first, last) in enumerate(named)]


def canvas_list() -> bytes:
    """Return the class as Canvas exports it, and as Excel saved it afterwards."""
    lines = ["Student,ID,SIS User ID,SIS Login ID,Section", "    Points Possible,,,,"]
    for one in members():
        name = f'"{one.last}, {one.first}"' if one.first else one.last
        lines.append(f"{name},{one.lms},U{one.number},{one.id},History 101")
    return ("\r\n".join([*lines, '"Student, Test",9999,,,History 101']) + "\r\n").encode("utf-8-sig")


def times(late: dict[int, datetime]) -> bytes:
    """Return a list of times as Moodle's grading worksheet has it, for those who are late."""
    rows = [f'{members()[number].full},"{when:%A, %d %B %Y, %I:%M %p}"' for number, when in late.items()]
    return "\n".join(["Full name,Last modified (submission)", *rows, ""]).encode()


def work(course: Path, unit: str, seed: int) -> dict[int, dict[str, bytes]]:
    """Let the simulated class answer a unit; return what each has on their own computer, {number: {file: bytes}}."""
    made = make_class(course, unit, 30, seed)
    found = {}
    for number, student in enumerate(made):
        found[number] = {path.name: path.read_bytes() for path in student.folder.iterdir() if path.name != "timestamp.txt"}
        shutil.rmtree(student.folder.parent)
    return found


def uploads(unit: str, handed_in: dict[int, dict[str, bytes]], system: str, other: bytes) -> tuple[bytes, set[str]]:
    """Return the archive that a learning system makes of a class's work, and the files in it that are of no use.

    `system` is "Canvas" or "Moodle"; `other` is a notebook of another unit.
    """
    files = [entry for one in members() if one.number != ABSENT for entry in _one(one, unit, handed_in[one.number], system)]
    stray = _stray(unit, members()[2], system, other)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [*files, *stray]:
            archive.writestr(zipfile.ZipInfo(name, WHEN.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    damaged = {name for name, _ in files if any(_of(members()[number], name, system) for number in DAMAGED)}
    return out.getvalue(), damaged | {name for name, _ in stray}


def _of(one: Member, name: str, system: str) -> bool:
    return name.startswith(f"{one.full}_" if system == "Moodle" else f"{one.squeezed}_")


def _one(one: Member, unit: str, own: dict[str, bytes], system: str) -> Iterator[tuple[str, bytes]]:
    """Yield what one student uploaded, under the names that the system gives."""
    book = own[f"{unit}.ipynb"]
    if one.number in TWICE:  # the first try was the notebook as it was handed out, without an answer
        yield _name(one, 1, f"{unit}.ipynb", system), own["first"]
    if one.number in ZIPPED:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name in {*own} - {"first"}:
                archive.writestr(f"my work/{name}", own[name])
        yield _name(one, 2, "all of it.zip", system), packed.getvalue()
    elif one.number in ALONE:
        yield _name(one, 2, f"{unit} (1).ipynb", system), book
    else:
        yield _name(one, 2, f"{unit}-1.ipynb" if one.number in TWICE else f"{unit}.ipynb", system), book
        if "answers.json" in own:
            yield _name(one, 3, "answers.json", system), own["answers.json"]


def _name(one: Member, number: int, name: str, system: str) -> str:
    if system == "Moodle":
        return f"{one.full}_{700 + one.number}_assignsubmission_file_/{name}"
    late = "LATE_" if one.number in LATE else ""
    return f"{one.squeezed}_{late}{one.lms}_{4000 + 10 * one.number + number}_{name}"


def _stray(unit: str, one: Member, system: str, other: bytes) -> list[tuple[str, bytes]]:
    """Return what lies in every such archive, and what an enemy would put there."""
    return [
        (_name(one, 4, "photo of my notes.pdf", system), b"%PDF-1.7"),
        (_name(one, 5, "the other one.ipynb", system), other),
        (_name(one, 6, "bomb.ipynb", system), b" " * 40_000_000),
        (f"nobody at all/{unit}.ipynb", other),
        (f"../../{unit}.ipynb", other),
    ]
