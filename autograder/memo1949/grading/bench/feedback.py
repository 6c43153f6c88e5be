"""Feedback pages of a simulated class by `nbgrader generate_feedback` and by `memo1949 feedback`, in one run: times, and whether they say the same."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from .grading import Timed, course_of, module, timed

LIMIT = 10  # times as fast as nbgrader: what `memo1949 feedback` has to be

_PART = re.compile(r'<section class="question" id="([^"]*)".*?</section>', re.S)
_STYLE = re.compile(r"<style>.*?</style>", re.S)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Compared:
    """A class's pages made both ways: the times, how many parts of pages were compared, and those that differ, in words."""

    unit: str
    nbgrader: Timed
    ours: Timed
    parts: int
    differing: tuple[str, ...]

    @property
    def ratio(self) -> float:
        """How many times as fast as nbgrader."""
        return self.nbgrader.each / self.ours.each


def compare(unit: str, students: int, isolation: str | None, say: Callable[[str], None]) -> Compared:
    """Grade `students` simulated submissions of a unit, then make their pages both ways, on copies of one course.

    Both start as commands and pay for their own start. Raises CourseError, and CalledProcessError when a command fails.
    """
    with course_of(unit, students) as course:
        say(f"{unit}: memo1949 grade, {students} submissions ...")
        timed([*module("memo1949"), "grade", unit, *(["--isolation", isolation] if isolation else [])], course, students)
        other = course.with_name("nbgrader")
        shutil.copytree(course, other)
        say(f"{unit}: nbgrader generate_feedback, {students} pages ...")
        theirs = timed([*module("nbgrader"), "generate_feedback", unit], other, students)
        say(f"{unit}: memo1949 feedback, {students} pages ...")
        ours = timed([*module("memo1949"), "feedback", unit], course, students)
        return Compared(unit, theirs, ours, *difference(other / "feedback", course / "feedback"))


def difference(theirs: Path, ours: Path) -> tuple[int, tuple[str, ...]]:
    """Compare two folders of pages; return how many parts were compared, and the parts that differ or are not there."""
    expected, found = (_parts(folder) for folder in (theirs, ours))
    differing = [key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key)]
    return len(expected), tuple(sorted(" / ".join(key) for key in differing))


def _parts(folder: Path) -> dict[tuple[str, str], str]:
    """Return the text of each question on each page, and of what stands before the questions, under "head"."""
    found = {}
    for path in sorted(folder.glob("*/*/*.html")):
        page, name = _STYLE.sub("", path.read_text(encoding="utf-8")), str(path.relative_to(folder))
        found[name, "head"] = _words(page.partition('<main id="answers"')[0])
        found |= {(name, part[1]): _words(part[0]) for part in _PART.finditer(page)}
    return found


def _words(html: str) -> str:
    """Return what a reader reads, with single spaces."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def as_text(compared: Compared) -> str:
    """Return times, ratio, and what differs, for a terminal."""
    lines = [f"{compared.unit}: {compared.ours.students} feedback pages", "", f"  {'':<28}{'seconds':>10}{'ms each':>10}{'computing, s':>15}{'largest process, MB':>22}"]
    for name, one in (("nbgrader generate_feedback", compared.nbgrader), ("memo1949 feedback", compared.ours)):
        lines.append(f"  {name:<28}{one.seconds:>10.1f}{one.each * 1000:>10.1f}{one.processor:>15.1f}{one.megabytes:>22.0f}")
    lines += ["", f"  {compared.ratio:.1f} times as fast as nbgrader generate_feedback (wanted: {LIMIT}), with {compared.nbgrader.processor / compared.ours.processor:.1f} times less computing."]
    if compared.differing:
        return "\n".join([*lines, f"  {len(compared.differing)} of {compared.parts} parts of pages differ:", *(f"    {part}" for part in compared.differing[:20])])
    return "\n".join([*lines, f"  All {compared.parts} parts of pages, question by question and the marks, say the same."])
