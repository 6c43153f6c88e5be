"""The folders of a course that no student's code may see: its own, and the exchange where students hand in."""

import os
from pathlib import Path

from .configuration import read
from .places import places
from .running import opened


def private(course: Path) -> list[Path]:
    """Return a course's directory, its root and its exchange, by its configuration. Raises CourseError for no directory."""
    root = places(course).root
    try:
        config = read(course)
    except Exception:  # a configuration is a program: whatever it does not do here, it may do in nbgrader
        config = opened(course).config
    exchange = [str(config.get(section, {}).get(name, "")) for section, name in (("Exchange", "root"), ("TransferApp", "exchange_directory"))]
    return [Path(os.path.abspath(course / folder)) for folder in dict.fromkeys(["", root, *filter(None, exchange)])]
