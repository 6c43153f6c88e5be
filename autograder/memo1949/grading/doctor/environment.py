"""The environment: versions, programs, sandbox, disk."""

import re
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from ..nbgrader.running import programs_found
from ..sandbox import isolation as walls
from .findings import ADVICE, GOOD, PROBLEM, Finding

_LEAST_FREE = 2_000_000_000  # bytes: room for a class of a few hundred, graded


def versions(course: Path) -> Iterator[Finding]:
    """Check Python, and each package that memo1949 asks for, for students and for graders."""
    wrong = False
    for text in requires("memo1949") or []:
        wanted = Requirement(text)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": "grading"}):
            continue
        try:
            there = version(wanted.name)
        except PackageNotFoundError:
            wrong = True
            yield Finding(PROBLEM, f"{wanted.name} is not installed.", "pip install 'memo1949[grading]'")
            continue
        if not wanted.specifier.contains(there, prereleases=True):
            wrong = True
            yield Finding(PROBLEM, f"{wanted.name} {there} is installed, {wanted.specifier} is wanted.", f"pip install --upgrade '{wanted.name}{wanted.specifier}'")
    if not wrong:
        python = ".".join(map(str, sys.version_info[:3]))
        yield Finding(GOOD, f"Python {python}, nbgrader {version('nbgrader')}, JupyterLab {version('jupyterlab')}: all packages are new enough.")


def programs(course: Path) -> Iterator[Finding]:
    """Check that the programs that nbgrader calls by name can be found from a shell."""
    for name, what in (("jupyter", "JupyterLab and nbgrader's own commands"), ("alembic", "making a gradebook with nbgrader's own commands")):
        if shutil.which(name):
            continue
        with programs_found():
            here = shutil.which(name)
        if here is None:
            yield Finding(PROBLEM, f"The program {name} is not installed ({what}).", "pip install 'memo1949[grading]'")
        else:
            yield Finding(ADVICE, f"The shell does not find {name} ({what}); memo1949's commands do.", f"Put {Path(here).parent} on the PATH, or activate the environment.")
    if shutil.which("jupyter") and shutil.which("alembic"):
        yield Finding(GOOD, "The programs jupyter and alembic are on the PATH.")


def isolation(course: Path) -> Iterator[Finding]:
    """Check which sandbox there is for students' code."""
    try:
        yield Finding(GOOD, f"Students' code can be shut in: {walls.chosen(None)}.")
    except walls.NoIsolation as error:
        yield Finding(PROBLEM, "There is no sandbox for students' code; memo1949 grade will refuse.", re.sub(r"\s+", " ", str(error)))


def disk(course: Path) -> Iterator[Finding]:
    """Check that there is room for grading."""
    free = shutil.disk_usage(course).free
    if free < _LEAST_FREE:
        yield Finding(PROBLEM, f"Only {free / 1e9:.1f} GB are free on this disk.", "Make room: grading a class writes about as much again as it handed in.")
    else:
        yield Finding(GOOD, f"{free / 1e9:.0f} GB are free on this disk.")
