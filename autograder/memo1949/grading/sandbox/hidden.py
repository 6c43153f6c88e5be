"""What lies inside a folder that students' code may read, and is not for it: nbgrader's exchange, settings, the course.

All of /usr can be read behind the walls, since Python and what it loads lie about there; so does nbgrader's exchange unless
a course says otherwise, with everybody's work in it, and a configuration there may hold the gradebook's password.
"""

import os
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_ALWAYS = ("/usr/local/share/nbgrader", "/usr/local/etc", "/usr/etc")
_PARTS = ("bin", "sbin", "lib", "lib32", "lib64", "libexec", "include", "share", "pyvenv.cfg")  # of a folder that holds Python and a course


def always() -> tuple[Path, ...]:
    """Return the folders that are hidden whatever is graded: the usual exchange, and where Jupyter's programs look for settings."""
    settings = [Path(prefix, "etc", "jupyter") for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix)]
    named = [os.environ.get("JUPYTER_CONFIG_DIR", ""), *os.environ.get("JUPYTER_CONFIG_PATH", "").split(os.pathsep)]
    return tuple(dict.fromkeys([*map(Path, _ALWAYS), *settings, *map(Path, filter(os.path.isabs, named))]))


def in_sight(shared: Iterable[Path], hidden: Iterable[Path]) -> list[Path]:
    """Return the hidden folders that there are inside what is shared, outermost first, under each name that leads there."""
    real = [folder.resolve() for folder in hidden]
    found = {path / folder.relative_to(path.resolve()) for path in shared for folder in real if folder.is_relative_to(path.resolve())}
    return sorted((path for path in found if path.is_dir()), key=lambda path: (len(path.parts), path))


def shown_again(python: Iterable[Path], hidden: Collection[Path]) -> list[Path]:
    """Return what of Python lies inside hidden folders: an environment in a course's folder, a course in an environment's."""
    inside = {path for path in python if any(folder in path.parents for folder in hidden)}
    parts = {path / part for path in python if path in hidden for part in _PARTS}
    return sorted(path for path in inside - set(hidden) | parts if path.exists())


def without(path: Path, hidden: Collection[Path]) -> Iterator[Path]:
    """Yield a folder, or where something hidden lies inside, what else is in it: Landlock can give, and not take away."""
    if path in hidden:
        return
    if not any(path in folder.parents for folder in hidden):
        yield path
        return
    with suppress(OSError):
        for entry in sorted(path.iterdir()):
            if not entry.is_symlink():  # it may lead out, or to what is hidden; where it leads is shared by its own name or not at all
                yield from without(entry, hidden)


def all_without(shared: Iterable[Path], python: Iterable[Path], hidden: Iterable[Path]) -> list[Path]:
    """Return what Landlock is to share so that nothing hidden is in it, and all of Python is."""
    real = {folder.resolve() for folder in hidden}
    paths = [path.resolve() for path in shared]
    again = shown_again({path.resolve() for path in python}, {folder for folder in real if any(folder.is_relative_to(path) for path in paths)})
    return list(dict.fromkeys(part for path in [*paths, *again] for part in without(path, real)))
