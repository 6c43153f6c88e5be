"""The feedback pages of a student that nbgrader has released into the exchange.

They all lie in one folder under names that nobody can guess: a hash of the secret that a submission carries and of the
notebook's name, or, as nbgrader did it before there were secrets, of the notebook that was handed in. So they are found as long
as the submission is there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path

from nbgrader.utils import make_unique_key, notebook_hash

SECRET, STAMP = "submission_secret.txt", "timestamp.txt"  # nbgrader's names


@dataclass(frozen=True, slots=True)
class Released:
    """A student's pages, and whether there may be more that nothing leads to."""

    pages: tuple[Path, ...]
    unsure: bool


def released(exchange: Path, course: str, student: str, folders: Iterable[Path], units: Iterable[str]) -> Released:
    """Return the pages in a course's folder of an exchange that belong to what a student's folders hold."""
    there = {path.name: path for path in (exchange / course / "feedback").glob("*.html")}
    if not course or not there:
        return Released((), False)
    folders, units = list(folders), list(units)
    secrets = {text for folder in folders for path in folder.rglob(SECRET) if (text := _text(path))}
    notebooks = {path.stem for folder in folders for kind in ("ipynb", "html") for path in folder.rglob(f"*.{kind}")}
    found = {f"{notebook_hash(secret=secret, notebook_id=name)}{end}.html" for secret in secrets for name in notebooks for end in ("", "-tmp")}
    unsure = False
    for folder in folders:
        for path in folder.rglob("*.ipynb"):
            if not (path.parent / SECRET).is_file():
                old = set(_old_names(path, course, student, units)) & there.keys()
                unsure = unsure or not old
                found |= old
    return Released(tuple(sorted(there[name] for name in found & there.keys())), unsure and bool(there.keys() - found))


def _old_names(path: Path, course: str, student: str, units: Iterable[str]) -> Iterator[str]:
    """Yield what an older nbgrader called the page of a notebook, whichever unit it is of."""
    content, stamp = md5(path.read_bytes(), usedforsecurity=False), _text(path.parent / STAMP)
    yield f"{content.hexdigest()}.html"
    for unit in units:
        whole = content.copy()
        whole.update(make_unique_key(course, unit, path.stem, student, stamp).encode())
        yield f"{whole.hexdigest()}.html"


def _text(path: Path) -> str:
    """Return a file's text, "" for none."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
