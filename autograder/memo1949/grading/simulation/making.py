"""Making a class: submitted/STUDENT/UNIT/ for each student, as nbgrader's `collect` would leave it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from ...classroom.record import NAME, Saved, to_json
from ...classroom.sealed import CELL
from ...classroom.sealing import sealed_source
from .. import keys
from .answers import answers_of, before_last_change, finished, prepared
from .profiles import CLASS, PROFILES, Profile
from .sheet import Sheet
from .written import texts_of, written


@dataclass(frozen=True, slots=True)
class Student:
    """A simulated student: id, profile, and the folder that was handed in."""

    id: str
    profile: Profile
    folder: Path


def make_class(course: Path, unit: str, students: int = len(CLASS), seed: int = 1949, profiles: Sequence[str] = CLASS) -> list[Student]:
    """Write the submissions of a simulated class and return its students.

    `course` holds source/UNIT and release/UNIT. `profiles` are names in PROFILES, gone through again for more students
    than there are. The same seed makes the same files. Raises FileExistsError rather than write over a submission.
    """
    source, released = (course / folder / unit / f"{unit}.ipynb" for folder in ("source", "release"))
    held = keys.load(source)
    questions, samples, sheet = prepared(held), written(source, held), Sheet.read(released)
    width = max(2, len(str(students)))
    made = []
    for number in range(students):
        profile = PROFILES[profiles[number % len(profiles)]]
        student = Student(f"student-{number + 1:0{width}}", profile, course / "submitted" / f"student-{number + 1:0{width}}" / unit)
        dice = Random(f"{seed}/{number}")
        answers = answers_of(questions, profile, dice)
        _hand_in(student, f"{unit}.ipynb", sheet, answers, texts_of(samples, profile, dice))
        made.append(student)
    return made


def _hand_in(student: Student, name: str, sheet: Sheet, answers: dict[str, Saved], texts: dict[str, str]) -> None:
    """Write one submission."""
    profile, folder = student.profile, student.folder
    folder.mkdir(parents=True)
    text = sheet.filled({**texts, CELL: _sealed(answers, profile)}, next(iter(texts), "") if profile.pasted else "")
    if profile.handed_in == "damaged":
        text = text[: len(text) * 2 // 3]
    (folder / name).write_text(text, encoding="utf-8", newline="\n")
    if profile.handed_in == "notebook":
        return
    if answers:
        record = json.dumps(to_json(answers), ensure_ascii=False, indent=1) + "\n"
        (folder / NAME).write_text(record, encoding="utf-8", newline="\n")
    when = finished(answers).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    (folder / "timestamp.txt").write_text(when, encoding="utf-8")


def _sealed(answers: dict[str, Saved], profile: Profile) -> str:
    """Return the source of the seal cell."""
    if not answers or profile.sealed == "no":
        return f"{CELL}()"
    return sealed_source(before_last_change(answers) if profile.sealed == "early" else answers)
