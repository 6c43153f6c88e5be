"""Attempts on disk: the last one of each student in submitted/STUDENT/UNIT/, where graders look, all others in attempts/.

A submission is put in place whole or not at all, and one that gives way is moved, never deleted. Doing it twice changes nothing.
What was graded of a submission that changed leaves autograded/, where it would keep nbgrader and us from grading it anew: both
skip what lies there unless both times are known. Scores given by hand are in the gradebook and stay.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from ..nbgrader.places import Places
from .collection import Attempt

ATTEMPTS = "attempts"
STAMP = "timestamp.txt"  # nbgrader's name for it
NEW, REPLACES, EARLIER, SAME, RETIMED = "new", "replaces", "earlier", "there already", "there already, time corrected"
_HALF = ".collecting-"


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of an attempt, and the folder, as seen from the course directory, that holds it."""

    attempt: Attempt
    outcome: str
    folder: str


def filed(where: Places, attempts: Sequence[Attempt], check: bool = False) -> list[Filed]:
    """Put attempts, sorted by student and unit, in their places; with `check`, only say where they would go."""
    done: list[Filed] = []
    for _, own in groupby(attempts, key=lambda attempt: (attempt.student, attempt.unit)):
        *earlier, last = own
        done += [_kept(where, attempt, check) for attempt in earlier]
        done.append(_placed(where, last, check))
    return done


def _placed(where: Places, attempt: Attempt, check: bool) -> Filed:
    """Put a student's last attempt where it belongs: in submitted/, unless a later one is there."""
    target = where.folder(where.submitted_directory, attempt.student, attempt.unit)
    there = target.is_dir()
    if there and _files(target) == dict(attempt.files):
        return _same(where, attempt, target, check)
    if there and (_stored(where, attempt) or attempt.order < _order(target)):
        return _kept(where, attempt, check)
    if not check:
        half = _written(target.parent, attempt)
        if there:
            _stored_away(where, target, attempt)
        half.rename(target)
        _to_grade_anew(where, attempt)
    return Filed(attempt, REPLACES if there else NEW, _seen(where, target))


def _same(where: Places, attempt: Attempt, target: Path, check: bool) -> Filed:
    """Leave what is there; a time that is known now and was not is written down."""
    before = (target / STAMP).read_text(encoding="utf-8") if (target / STAMP).is_file() else ""
    now = _stamp(attempt)
    if now and now != before:
        if not check:
            half = target / f"{STAMP}.new"
            half.write_text(now, encoding="utf-8")
            half.replace(target / STAMP)
            _to_grade_anew(where, attempt)
        return Filed(attempt, RETIMED, _seen(where, target))
    return Filed(attempt, SAME, _seen(where, target))


def _kept(where: Places, attempt: Attempt, check: bool) -> Filed:
    """Keep an attempt that does not count in attempts/, once."""
    target = where.folder(where.submitted_directory, attempt.student, attempt.unit)
    if target.is_dir() and _files(target) == dict(attempt.files):
        return Filed(attempt, SAME, _seen(where, target))
    stored = _stored(where, attempt)
    if stored:
        return Filed(attempt, SAME, _seen(where, stored))
    folder = _free(where, attempt.student, attempt.unit, attempt.order)
    if not check:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _written(folder.parent, attempt).rename(folder)
    return Filed(attempt, EARLIER, _seen(where, folder))


def _written(parent: Path, attempt: Attempt) -> Path:
    """Write an attempt into a folder that nobody looks at yet, to be renamed."""
    parent.mkdir(parents=True, exist_ok=True)
    for left in parent.glob(f"{_HALF}*"):
        shutil.rmtree(left)
    half = Path(tempfile.mkdtemp(prefix=_HALF, dir=parent))
    half.chmod(0o755)
    moment = attempt.order.replace(tzinfo=UTC).timestamp()
    for name, data in attempt.files.items():
        (half / name).write_bytes(data)
        os.utime(half / name, (moment, moment))  # by which a later archive's attempts are told to be later
    if _stamp(attempt):
        (half / STAMP).write_text(_stamp(attempt), encoding="utf-8")
    return half


def _stored_away(where: Places, target: Path, attempt: Attempt) -> None:
    """Move what is in submitted/ to attempts/."""
    folder = _free(where, attempt.student, attempt.unit, _order(target))
    folder.parent.mkdir(parents=True, exist_ok=True)
    target.rename(folder)


def _to_grade_anew(where: Places, attempt: Attempt) -> None:
    """Take what was graded of an earlier state out of the graders' way."""
    graded = where.folder(where.autograded_directory, attempt.student, attempt.unit)
    if graded.is_dir():
        for path in (graded, *graded.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)  # nbgrader leaves its files read-only
        shutil.rmtree(graded)


def _stored(where: Places, attempt: Attempt) -> Path | None:
    """Return the folder in attempts/ that holds just this; None when none does."""
    folders = sorted(_attempts(where, attempt.student, attempt.unit).glob("[!.]*"))
    return next((folder for folder in folders if _files(folder) == dict(attempt.files)), None)


def _free(where: Places, student: str, unit: str, order: datetime) -> Path:
    """Return a folder in attempts/ that is not there yet, called after a time (UTC)."""
    top = _attempts(where, student, unit)
    return next(folder for name in _names(order) if not (folder := top / name).exists())


def _attempts(where: Places, student: str, unit: str) -> Path:
    return Path(where.root, ATTEMPTS, student, unit)


def _seen(where: Places, folder: Path) -> str:
    return Path(os.path.relpath(folder, where.root)).as_posix()


def _names(order: datetime) -> Iterator[str]:
    name, number = order.strftime("%Y%m%d-%H%M%S"), 1
    yield name
    while True:
        number += 1
        yield f"{name}-{number}"


def _order(folder: Path) -> datetime:
    """Return when the newest notebook in a folder is from."""
    newest = max((path.stat().st_mtime for path in folder.glob("*.ipynb")), default=0.0)
    return datetime.fromtimestamp(newest, UTC).replace(tzinfo=None)


def _files(folder: Path) -> dict[str, bytes]:
    """Return what a folder holds besides the time."""
    paths = (path for path in folder.iterdir() if path.is_file() and path.name != STAMP and not path.name.startswith("."))
    return {path.name: path.read_bytes() for path in paths}


def _stamp(attempt: Attempt) -> str:
    """Return when an attempt counts as handed in, as nbgrader writes it; "" when that is not known."""
    when = attempt.moment.when
    return f"{when:%Y-%m-%d %H:%M:%S} UTC" if when else ""
