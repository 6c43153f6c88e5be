"""Keeping what a student handed in from being run on our side by a test that was not made with enemies in mind.

A test may unpickle a student's file, execute it, import it by its path, or start it as a program. Beside the keys that must not
be: it is stopped, and the cell goes to a person. Python tells of such things by audit events (PEP 578); what a library does by
other means (`yaml.unsafe_load`, code in C) raises none, so this is a fence and no wall.
"""

import os
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

RUNNABLE = (".py", ".ipy", ".pyc", ".so", ".pkl", ".pickle", ".sh")
_TEXT = (".csv", ".tsv", ".txt", ".json", ".ipynb", ".md", ".html", ".xml", ".yaml", ".png", ".jpg", ".svg")
_MOST = 20_000_000  # bytes that are remembered of a file
_PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn")

# What a pickle may name: containers, times, numbers, and what numpy and pandas put their tables together with.
_HARMLESS: Mapping[str, re.Pattern] = {
    pattern: re.compile(names)
    for pattern, names in {
        r"builtins": r"slice|set|frozenset|complex|bytearray|range|list|dict|tuple|int|float|str|bytes|bool|object",
        r"collections": r"OrderedDict|defaultdict|Counter|deque",
        r"datetime": r"date|datetime|time|timedelta|timezone",
        r"decimal|fractions|uuid": r"Decimal|Fraction|UUID",
        r"_codecs": r"encode",
        r"copyreg": r"_reconstructor",
        r"numpy": r"ndarray|dtype",
        r"numpy\._?core\.(multiarray|numeric)": r"_reconstruct|scalar|_frombuffer",
        r"pandas\._libs\.(internals|arrays|interval|tslibs\.\w+)": r"_unpickle_block|__pyx_unpickle_\w+|[A-Z]\w*|_unpickle_timestamp",
        r"pandas(\.arrays)?": r"DataFrame|Series|\w*(Index|Dtype|Array)|Categorical|Timestamp|Timedelta|Interval|Period",
        r"pandas\.core\.(frame|series|internals|indexes|arrays|dtypes)(\.\w+)*": r"DataFrame|Series|\w*(Index|Manager|Array|Block|Dtype)|_new_\w*Index|new_block",
    }.items()
}


class RunsStudentWork(Exception):
    """A test would have run on our side what a student handed in."""


class Guard:
    """Watches what a test does with a student's files, from `start` on, in this process."""

    def __init__(self, folder: Path, given: frozenset[str]) -> None:
        """Watch the files in `folder`, but for `given`, which are the assignment's own."""
        self.folder, self.given = Path(os.path.realpath(folder)), given
        self.refused = 0
        self._seen: dict[str, bytes] = {}
        self._read: set[str] = set()  # names under which a student's text was compiled and not yet executed
        self._busy = self._tree = False
        self._cells = f"ipykernel_{os.getpid()}{os.sep}"
        self._events: dict[str, Callable] = {
            "open": self._open, "compile": self._compile, "exec": self._exec, "marshal.loads": self._marshal,
            "pickle.find_class": self._unpickle, "ctypes.dlopen": self._library, **dict.fromkeys(_PROGRAMS, self._program),
        }  # fmt: skip

    def start(self) -> None:
        """Watch until this process ends: an audit hook cannot be taken out."""
        sys.addaudithook(self._heard)

    def holds(self, text: object) -> None:
        """Remember a text of the student's that crossed as data: executing it would be executing their code."""
        if isinstance(text, str | bytes) and text.strip():
            self._seen[f"<data {len(self._seen)}>"] = _bytes(text)[:_MOST]

    def _heard(self, event: str, args: tuple) -> None:
        watch = self._events.get(event)
        if watch is None or self._busy:
            return
        self._busy = True
        try:
            watch(*args)
        finally:
            self._busy = False

    def _refuse(self, what: str) -> None:
        self.refused += 1
        raise RunsStudentWork(f"This test would {what} beside the keys, so it was stopped here. A person must mark it.")

    def _theirs(self, name: object) -> str:
        """Return the name of a student's file in the folder; "" for every other."""
        with suppress(TypeError, ValueError, OSError):
            path = os.path.realpath(os.fsdecode(name))
            inside = os.path.relpath(path, self.folder)
            if not inside.startswith("..") and inside not in self.given and os.path.isfile(path):
                return inside
        return ""

    def _open(self, path: object, *_: object) -> None:
        name = "" if isinstance(path, int) or path is None else self._theirs(path)
        if name and name not in self._seen:
            with suppress(OSError), open(self.folder / name, "rb") as file:
                self._seen[name] = file.read(_MOST)

    def _known(self, text: object) -> bool:
        """Say whether a text is a student's, or a piece of it, or has it in it."""
        if not isinstance(text, str | bytes):
            return False
        part = _bytes(text).strip()
        return _does(part) and any(part in whole or (_does(whole) and whole.strip() in part) for whole in self._seen.values())

    def _compile(self, source: object, filename: object, *_: object) -> None:
        name = os.fsdecode(filename) if isinstance(filename, str | bytes) else ""
        if self._cells in name:
            return
        if self._known(source) or self._theirs(name):
            self._read.add(name)
        # A tree that was parsed from a student's text may be looked at. Compiling one tells neither its text nor a name.
        self._tree = self._tree or (not isinstance(source, str | bytes) and "<unknown>" in self._read)

    def _exec(self, code: object) -> None:
        name = getattr(code, "co_filename", "")
        if self._cells in name:
            self._tree = False
        elif self._tree or name in self._read:
            self._tree = False
            self._read.discard(name)
            self._refuse("execute what the student wrote")

    def _marshal(self, data: object, *_: object) -> None:
        if isinstance(data, bytes) and self._seen and any(data in whole for whole in self._seen.values()):
            self._refuse("load compiled code of the student's")

    def _unpickle(self, module: str, name: str) -> None:
        said = (module.encode(), name.encode())
        if not any((Path(seen).suffix not in _TEXT and not seen.startswith("<")) or all(word in whole for word in said) for seen, whole in self._seen.items()):
            return  # it comes from a file of the assignment's
        if not any(re.fullmatch(pattern, module) and names.fullmatch(name) for pattern, names in _HARMLESS.items()):
            self._refuse(f"unpickle {module}.{name} from what the student handed in")

    def _library(self, name: object) -> None:
        if self._theirs(name):
            self._refuse("load a library of the student's")

    def _program(self, *args: object) -> None:
        """Stop a program that is, reads, or may pick up by itself, what the student handed in."""
        words = [word for arg in args for word in (arg if isinstance(arg, list | tuple) else [arg])]
        named = any(isinstance(word, str | bytes | os.PathLike) and (self._theirs(word) or self._known(word) or self._names_one(word)) for word in words)
        if named or any(self._theirs(path) and path.suffix in RUNNABLE for path in self.folder.rglob("*")):
            self._refuse("start a program on what the student handed in")

    def _names_one(self, word: object) -> bool:
        """Say whether a command line has the name of a student's file among its words."""
        return any(self._theirs(part) for part in re.split(rb"[\s'\";|&<>()]+", os.fsencode(word)) if part)


def _does(text: bytes) -> bool:
    """Say whether a text, taken for code, could do something: a number or a name cannot."""
    return any(sign in text for sign in (b"(", b"=", b"[", b"import"))


def _bytes(text: str | bytes) -> bytes:
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
