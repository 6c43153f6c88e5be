"""What a student handed in, read with care: it may be anything."""

import json
import logging
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils

from ..keys import NOT_JSON

_MOST_BYTES, _MOST_NOTEBOOK = 200_000_000, 50_000_000


class Unreadable(Exception):
    """A submission that a person must look at; the message says why."""


def files(folder: Path, ignore: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a submission besides its notebooks; raises Unreadable for links, which might lead anywhere."""
    if folder.is_symlink():
        raise Unreadable(f"{folder.name} is a link, not a folder. A person must look.")
    left = _MOST_BYTES
    for name in utils.find_all_files(str(folder), [*ignore, "*.ipynb"]):
        left -= _size(Path(name), os.path.relpath(name, folder))
        if left < 0:
            raise Unreadable(f"The submission holds more than {_MOST_BYTES // 1_000_000} megabytes.")
        yield Path(name).relative_to(folder).as_posix(), Path(name).read_bytes()


def _size(path: Path, called: str) -> int:
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        raise Unreadable(f"{called} is a link or no ordinary file. A person must look.")
    return status.st_size


def text(path: Path) -> str:
    """Return a notebook's text; raises Unreadable."""
    if _size(path, path.name) > _MOST_NOTEBOOK:
        raise Unreadable(f"{path.name} has more than {_MOST_NOTEBOOK // 1_000_000} megabytes.")
    try:
        return _whole(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name} is damaged: it is not text in UTF-8.") from error


def _whole(text: str) -> str:
    """Return JSON in which half characters, which no file can hold, are question marks."""
    if "\\ud" in text.lower():
        with suppress(ValueError, RecursionError):
            return json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8", "replace").decode()
    return text


def notebook(name: str, text: str) -> NotebookNode:
    """Read a notebook; raises Unreadable."""
    log = logging.getLogger("traitlets")
    level, log.level = log.level, logging.CRITICAL
    try:
        made = nbformat.reads(text, as_version=4)
        _, made = nbformat.validator.normalize(made)
        nbformat.validate(made)
        return made
    except RecursionError as error:
        raise Unreadable(f"{name} is damaged: it is nested too deep to be a notebook.") from error
    except nbformat.reader.NotJSONError as error:
        raise Unreadable(NOT_JSON.format(name)) from error
    except Exception as error:  # nbformat raises all sorts for what is no notebook
        raise Unreadable(f"{name} is damaged: {str(error).splitlines()[0][:150] if str(error) else type(error).__name__}") from error
    finally:
        log.level = level
