"""What lies in an archive of uploads, read without trusting it: nothing is unpacked to disk, and what cannot be had is said.

Zips lie in zips; names may climb out, be links, or be written in an encoding that the archive does not name; a small file may
claim to hold terabytes. Sizes are counted as they are read, since what an archive says of itself may be a lie.
"""

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from .decoding import encoding_of

LARGEST = 50_000_000  # bytes in one file: a notebook of ours has a hundred thousand
ALTOGETHER = 1_000_000_000
MOST_FILES = 20_000
_DEEPEST = 3
_RATIO = 200  # deflate reaches 1,032; a notebook, even a repetitive one, far less
_UNICODE_NAME, _TIMES = 0x7075, 0x5455
_UNSEEN = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints")
_WANTED = (".ipynb", ".json", ".txt", ".zip")  # some browsers save mediation.ipynb.txt
_OTHER_ARCHIVES = (".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz")


@dataclass(frozen=True, slots=True)
class Item:
    """A file found: the names on the way to it, its bytes, when the outermost archive says it is from (UTC)."""

    path: tuple[str, ...]
    data: bytes
    when: datetime

    @property
    def name(self) -> str:
        """Where it was found, in words."""
        return "/".join(self.path)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not taken, and why."""

    name: str
    why: str


class ArchiveError(Exception):
    """The archive as a whole cannot be read."""


@dataclass(slots=True)
class _Budget:
    """What may still be read of one archive."""

    bytes: int = field(default_factory=lambda: ALTOGETHER)
    files: int = field(default_factory=lambda: MOST_FILES)


@dataclass(frozen=True, slots=True)
class _Place:
    """How deep we are, on the way through which names, and the time that the outermost archive gives."""

    path: tuple[str, ...] = ()
    depth: int = 0
    when: datetime | None = None
    budget: _Budget = field(default_factory=_Budget)


def items(path: Path) -> Iterator[Item | Refused]:
    """Yield what an archive holds: a zip, a folder (some browsers unpack by themselves), or a single notebook.

    Raises ArchiveError when it is none of these, OSError when it cannot be opened.
    """
    if path.is_dir():
        yield from _in_folder(path)
    elif path.suffix.lower() == ".ipynb":
        yield from _file(path, (path.name,), _Place())
    elif zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield from _in_zip(file, _Place())
    else:
        raise ArchiveError(f"{path.name} is neither a zip, nor a folder, nor a notebook.")


def _in_folder(folder: Path) -> Iterator[Item | Refused]:
    place = _Place()
    for path in sorted(folder.rglob("*")):
        names = tuple(unicodedata.normalize("NFC", part) for part in path.relative_to(folder).parts)
        if path.is_symlink():
            yield Refused("/".join(names), "a link, not a file")
        elif path.is_file() and not _unseen(names):
            yield from _file(path, names, place)


def _file(path: Path, names: tuple[str, ...], place: _Place) -> Iterator[Item | Refused]:
    status = path.stat()
    when = datetime.fromtimestamp(status.st_mtime, UTC).replace(tzinfo=None)
    why = _unwanted(names[-1]) or _too_large(status.st_size, place.budget)
    if why:
        yield Refused("/".join(names), why)
    else:
        yield from _opened(names, path.read_bytes(), _Place((), 0, when, place.budget))


def _opened(names: tuple[str, ...], data: bytes, place: _Place) -> Iterator[Item | Refused]:
    """Yield a file, or what is in it when it is a zip."""
    if not (names[-1].lower().endswith(".zip") and zipfile.is_zipfile(io.BytesIO(data))):
        yield Item(names, data, place.when)
    elif place.depth >= _DEEPEST:
        yield Refused("/".join(names), f"a zip in a zip, more than {_DEEPEST} deep: unpack it and look")
    else:
        yield from _in_zip(io.BytesIO(data), _Place(names, place.depth + 1, place.when, place.budget))


def _in_zip(file: io.BufferedIOBase, place: _Place) -> Iterator[Item | Refused]:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        if not place.path:
            raise ArchiveError(f"The zip is damaged: {error}") from error
        yield Refused("/".join(place.path), f"a damaged zip ({error})")
        return
    with archive:
        for info in archive.infolist():
            names = (*place.path, *_names(info))
            place.budget.files -= 1
            if place.budget.files < 0:
                yield Refused("/".join(place.path) or "the rest of the archive", f"more than {MOST_FILES:,} files: that is no class's uploads")
                return
            if info.is_dir() or _unseen(names):
                continue
            why = _hostile(info, names[len(place.path) :]) or _unwanted(names[-1]) or _too_large(info.file_size, place.budget, info.compress_size)
            data = b"" if why else _read(archive, info, place.budget)
            if why or isinstance(data, str):
                yield Refused("/".join(names), why or data)
            else:
                yield from _opened(names, data, _Place((), place.depth, place.when or _when(info), place.budget))


def _hostile(info: zipfile.ZipInfo, names: tuple[str, ...]) -> str:
    """Say what keeps an entry from being read at all; "" when nothing does."""
    mode = info.external_attr >> 16
    raw = _raw_name(info).replace("\\", "/")
    if ".." in names or raw.startswith("/") or raw[1:2] == ":":
        return "its path climbs out of the archive"
    if stat.S_ISLNK(mode):
        return "a link, not a file"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "not an ordinary file"
    if info.flag_bits & 0x1:
        return "locked with a password"
    return ""


def _unwanted(name: str) -> str:
    """Say why a file of this name is of no use; "" when it may be."""
    lower = name.lower()
    if lower.endswith(_OTHER_ARCHIVES):
        return "an archive that is no zip: unpack it, and collect the folder"
    return "" if lower.endswith(_WANTED) else "not a notebook"


def _too_large(size: int, budget: _Budget, packed: int | None = None) -> str:
    """Say that a file is too large to be a student's work; "" when it is not."""
    if size > LARGEST:
        return f"{size // 1_000_000:,} megabytes: too large for a notebook"
    if packed is not None and size > 1_000_000 and size > _RATIO * packed:
        return f"a zip bomb: {packed:,} bytes that claim to be {size:,}"
    return "the archive holds too much altogether" if size > budget.bytes else ""


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> bytes | str:
    """Return the bytes of an entry, or why there are none."""
    most = min(LARGEST, budget.bytes)
    try:
        with archive.open(info) as file:
            data = file.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        return f"damaged ({error})"
    budget.bytes -= len(data)
    return data if len(data) <= most else "too large for a notebook"


def _unseen(names: tuple[str, ...]) -> bool:
    """Say whether a file is one that computers leave behind, of which nobody wants to hear."""
    return any(name in _UNSEEN or name.startswith("._") for name in names)


def _raw_name(info: zipfile.ZipInfo) -> str:
    """Return an entry's name as its writer meant it: without the flag for UTF-8, zipfile takes every name for cp437."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    said = _extra(info, _UNICODE_NAME)
    try:
        data = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    if len(said) > 5 and said[0] == 1 and struct.unpack("<L", said[1:5])[0] == zlib.crc32(data):
        return said[5:].decode("utf-8", "replace")
    return data.decode(encoding_of(data, "cp437"), "replace")


def _names(info: zipfile.ZipInfo) -> tuple[str, ...]:
    """Return the names on an entry's path, accents composed (Macs take them apart)."""
    parts = unicodedata.normalize("NFC", _raw_name(info)).replace("\\", "/").split("/")
    return tuple(part for part in parts if part not in ("", ".")) or ("(no name)",)


def _when(info: zipfile.ZipInfo) -> datetime:
    """Return an entry's time in UTC: from the field that says so, else from the clock of whoever made the archive, taken for ours."""
    said = _extra(info, _TIMES)
    if len(said) >= 5 and said[0] & 1:
        return datetime.fromtimestamp(struct.unpack("<L", said[1:5])[0], UTC).replace(tzinfo=None)
    try:
        return datetime(*info.date_time).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return datetime(1980, 1, 1)


def _extra(info: zipfile.ZipInfo, wanted: int) -> bytes:
    """Return one of the extra fields of an entry, b"" when it is not there."""
    rest = info.extra
    while len(rest) >= 4:
        kind, size = struct.unpack("<HH", rest[:4])
        if kind == wanted:
            return rest[4 : 4 + size]
        rest = rest[4 + size :]
    return b""
