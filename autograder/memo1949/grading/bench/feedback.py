"""Feedback pages of a simulated class by `nbgrader generate_feedback` and by `memo1949 feedback`, in one run: times, and whether they are the same."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    """A class's pages made both ways: the times, how many pages were compared, and what differs, in words."""

    unit: str
    nbgrader: Timed
    ours: Timed
    pages: int
    differing: tuple[str, ...]

    @property
    def ratio(self) -> float:
        """How many times as fast as nbgrader."""
        return self.nbgrader.each / self.ours.each


def compare(unit: str, students: int, isolation: str | None, say: Callable[[str], None]) -> Compared:
    """Grade `students` simulated submissions of a unit, then make their pages both ways, on copies of one course.

    Both start as commands and pay for their own start, but for compiling what they import, which happens once in the life of
    an installation: each has made one page before. Raises CourseError, and CalledProcessError when a command fails.
    """
    with course_of(unit, students) as course, _compiled(course.with_name("bytecode")):
        say(f"{unit}: memo1949 grade, {students} submissions ...")
        timed([*module("memo1949"), "grade", unit, *(["--isolation", isolation] if isolation else [])], course, students)
        other = course.with_name("nbgrader")
        shutil.copytree(course, other)
        for command, where in (("nbgrader", "generate_feedback"), other), (("memo1949", "feedback"), course):
            timed([*module(command[0]), command[1], unit, "--student", next((where / "autograded").iterdir()).name], where, 1)
            shutil.rmtree(where / "feedback")
        say(f"{unit}: nbgrader generate_feedback, {students} pages ...")
        theirs = timed([*module("nbgrader"), "generate_feedback", unit], other, students)
        say(f"{unit}: memo1949 feedback, {students} pages ...")
        ours = timed([*module("memo1949"), "feedback", unit], course, students)
        return Compared(unit, theirs, ours, *difference(other / "feedback", course / "feedback"))


@contextmanager
def _compiled(folder: Path) -> Iterator[None]:
    """Let Python keep what it compiles, in a folder of its own for the while, whatever the environment says."""
    before = {name: os.environ.pop(name, None) for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")}
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)
    try:
        yield
    finally:
        os.environ.pop("PYTHONPYCACHEPREFIX")
        os.environ.update({name: value for name, value in before.items() if value is not None})


def difference(theirs: Path, ours: Path) -> tuple[int, tuple[str, ...]]:
    """Compare two folders of pages, byte for byte; return how many pages were compared, and what differs: pages, and which parts of them."""
    names = {str(path.relative_to(folder)) for folder in (theirs, ours) for path in folder.glob("*/*/*.html")}
    differing = []
    for name in sorted(names):
        expected, found = (_content(folder / name) for folder in (theirs, ours))
        if expected != found:
            one, other = _parts(expected), _parts(found)
            differing += [f"{name} / {part}" for part in sorted(one.keys() | other.keys()) if one.get(part) != other.get(part)] or [f"{name}, but its words do not"]
    return len(names), tuple(differing)


def _content(path: Path) -> str:
    """Return a page; "" when there is none."""
    return path.read_bytes().decode("utf-8") if path.is_file() else ""


def _parts(page: str) -> dict[str, str]:
    """Return the text of each question on a page, and of what stands before the questions, under "head"."""
    page = _STYLE.sub("", page)
    return {"head": _words(page.partition('<main id="answers"')[0])} | {part[1]: _words(part[0]) for part in _PART.finditer(page)}


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
        return "\n".join([*lines, f"  Of {compared.pages} pages, these differ:", *(f"    {part}" for part in compared.differing[:20])])
    return "\n".join([*lines, f"  All {compared.pages} pages are the same, byte for byte."])
