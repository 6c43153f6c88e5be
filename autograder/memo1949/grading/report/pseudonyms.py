"""Taking the names out: each student becomes a number that is the same in every report, and tells nothing of the alphabet."""

import builtins
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ..rows import NO_RESULT, STOPS
from .classwork import Classwork

KEY = ".memo1949-pseudonyms"
# So many that a newcomer to a class of hundreds hardly ever meets a number that is taken, and so changes nobody's.
_LEAST, _MOST = 1_000_000, 9_999_999
_ERROR = re.compile(rf"^({re.escape(STOPS)}|{re.escape(NO_RESULT)}): ([A-Za-z_]\w*)?.*$", re.S)
_FAILED = "could not be graded"


def numbered(course: Path, students: Iterable[str], keep: bool = True) -> dict[str, str]:
    """Return {id: "student 4172059"} for students of a course, in the order of these numbers.

    The number follows from the id and a random key that stays in the course directory, so that nobody without the key can
    reckon it out from a list of ids. With `keep` the key is written on first use; without it, numbers hold for this once.
    Raises OSError when the key cannot be read or written.
    """
    key = _key(course, keep)
    digests = sorted((hmac.new(key, student.encode(), hashlib.sha256).digest(), student) for student in set(students))
    given: dict[int, str] = {}
    for digest, student in digests:
        number = _LEAST + int.from_bytes(digest[:8], "big") % (_MOST - _LEAST + 1)
        while number in given:  # two of a number are rare; the second takes the next that is free
            number = number + 1 if number < _MOST else _LEAST
        given[number] = student
    return {student: f"student {number}" for number, student in sorted(given.items())}


def _key(course: Path, keep: bool) -> bytes:
    """Return the course's key; made anew where there is none, or where what is there is no key."""
    path = course / KEY
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
        if len(key) >= 16:
            return key
    except (FileNotFoundError, ValueError):
        pass
    key = secrets.token_bytes(32)
    if keep:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
    return key


def anonymous(work: Classwork, numbers: Mapping[str, str]) -> Classwork:
    """Return a class's work without names and ids, in the order of the numbers; what students wrote themselves is cut from remarks."""
    place = {name: at for at, name in enumerate(numbers.values())}
    rows = [replace(row, student=numbers[row.student], flags=tuple(dict.fromkeys(map(impersonal, row.flags)))) for row in work.rows]
    marks = {numbers[student]: replace(mark, student=numbers[student]) for student, mark in work.marks.items()}
    return replace(
        work,
        rows=tuple(sorted(rows, key=lambda row: place[row.student])),
        marks=dict(sorted(marks.items(), key=lambda pair: place[pair[0]])),
        names={},
        anonymous=True,
    )


def impersonal(flag: str) -> str:
    """Return a remark without anything that could name a person: an error's message, the path of a file."""
    if flag.startswith(_FAILED):
        return _FAILED
    if found := _ERROR.match(flag):
        known = found[2] if found[2] and isinstance(getattr(builtins, found[2], None), type) else "an error"
        return f"{found[1]}: {known}"
    return flag
