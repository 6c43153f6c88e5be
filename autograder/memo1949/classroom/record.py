"""The answer record: answers.json beside the notebook, one entry a question, written whole or not at all."""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .problems import RecordError

NAME = "answers.json"
FORMAT, VERSION = "memo1949 answers", 1
_MOST, _MOST_FILE = 100_000, 4_000_000  # characters of one answer, bytes of all


@dataclass(frozen=True, slots=True)
class Saved:
    """One saved answer: the value (plain data, None when cleared), the supporting quotation, and when (ISO 8601, UTC)."""

    value: object
    quote: str
    saved: str

    @property
    def time(self) -> str:
        """The hour and minute on this machine's clock, as the student sees it: 14:03."""
        return datetime.fromisoformat(self.saved).astimezone().strftime("%H:%M")


class Record:
    """The answers of one folder. Reads what is there, never writes until an answer is given.

    Every write reads the file again first and changes only the answers given here, under a lock, so that two notebooks,
    tabs or kernels on one folder do not undo each other. The file is replaced by a finished temporary one (`os.replace`
    after fsync), so that a kill or a full disk leaves the old file whole.
    """

    def __init__(self, folder: Path | str) -> None:
        """Take the folder in which answers.json lies or will lie."""
        self.path = Path(folder).resolve() / NAME
        self.problem: str | None = None
        self._pending: dict[str, Saved] = {}

    def read(self) -> dict[str, Saved]:
        """Return {question id: Saved}: the file, with answers on top that could not be written yet.

        A damaged file gives none and sets `problem`; it stays where it is until the next answer is saved, and is then
        kept aside under another name.
        """
        return {**self._read_file(), **self._pending}

    def get(self, question: str) -> Saved | None:
        """Return the saved answer of a question, None if there is none (or it was cleared)."""
        saved = self.read().get(question)
        return None if saved is None or (saved.value is None and not saved.quote) else saved

    def unsaved(self, question: str) -> bool:
        """Say whether a question's last answer could not be written yet."""
        return question in self._pending

    def save(self, question: str, value: object, quote: str = "", over: Saved | None = None) -> Saved:
        """Write one answer at once and return it; raises RecordError, and keeps the answer for the next try.

        `over` is an answer to the same question that lies elsewhere, in a seal: this one is the newer, whatever clocks say.
        """
        saved = _later(Saved(value, quote, datetime.now(UTC).isoformat()), over, self._pending.get(question))
        self._pending[question] = saved
        try:
            with self._lock():
                there = self._read_file()
                saved = self._pending[question] = _later(saved, there.get(question))
                answers = {**there, **self._pending}
                if self.problem:
                    self._set_aside()
                self._write(answers)
                self.problem = None
        except OSError as error:
            raise RecordError(
                f"Not saved: {self.path.name} could not be written ({error.strerror or error}). What was saved before is "
                "still there, and this answer is kept while this notebook runs: make room or mend the folder, then "
                "change the answer again."
            ) from error
        self._pending.clear()
        return saved

    def _read_file(self) -> dict[str, Saved]:
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            self.problem = None
            return {}
        except OSError as error:
            raise RecordError(f"The saved answers in {self.path.name} cannot be read ({error.strerror or error}). Ask your instructor for help.") from error
        try:
            if len(content) > _MOST_FILE:
                raise ValueError(f"{len(content) // 1_000_000} megabytes are too many")
            answers = from_json(json.loads(content))
        except (ValueError, RecursionError) as error:
            self.problem = (
                f"The saved answers in {self.path.name} are damaged ({error}). They are kept: the next answer that you give "
                "moves the damaged file aside under another name. Tell your instructor."
            )
            return {}
        self.problem = None
        return answers

    def _set_aside(self) -> None:
        """Give a damaged file a name of its own, so that nothing of it is lost."""
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
        os.replace(self.path, self.path.with_name(f"answers.damaged-{stamp}.json"))

    def _write(self, answers: dict[str, Saved]) -> None:
        handle, temporary = tempfile.mkstemp(prefix=".answers-", suffix=".tmp", dir=self.path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                json.dump(to_json(answers), file, ensure_ascii=False, indent=1)
                file.write("\n")
                file.flush()
                os.fsync(file.fileno())
            # mkstemp makes files that only their owner may read; nbgrader's collectors must read this one.
            os.chmod(temporary, 0o644)
            os.replace(temporary, self.path)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise

    def _lock(self) -> object:
        """Return a lock for this folder. It lies in the machine's temporary folder: beside the notebook it would be submitted."""
        from filelock import FileLock

        name = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        owner = os.getuid() if hasattr(os, "getuid") else "user"
        try:
            return FileLock(Path(tempfile.gettempdir()) / f"memo1949-{owner}-{name}.lock", timeout=5)
        except OSError:  # pragma: no cover - no temporary folder at all
            return FileLock(self.path.with_name(".answers.lock"), timeout=5)


def to_json(answers: dict[str, Saved]) -> dict:
    """Return the record's JSON: format, version, and the answers in the order of their ids."""
    entries = {name: {"value": s.value, "quote": s.quote, "saved": s.saved} for name, s in sorted(answers.items())}
    return {"format": FORMAT, "version": VERSION, "answers": entries}


def from_json(content: object) -> dict[str, Saved]:
    """Return the answers of a record's JSON; raises ValueError that says what is wrong with it."""
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError("this is not a record of memo1949 answers")
    if content.get("version") != VERSION:
        raise ValueError(f"version {content.get('version')!r} of the record is not known here; update memo1949")
    entries = content.get("answers")
    if not isinstance(entries, dict):
        raise ValueError("the record has no answers in it")
    return {name: _entry(name, entry) for name, entry in entries.items()}


def _entry(name: str, entry: object) -> Saved:
    if not isinstance(entry, dict) or not isinstance(entry.get("quote", ""), str) or not isinstance(entry.get("saved"), str):
        raise ValueError(f"the entry of {name!r} is not an answer")
    moment = datetime.fromisoformat(entry["saved"])
    if moment.tzinfo is None:
        raise ValueError(f"the time of {name!r} has no time zone")
    _check_text(name, entry)
    try:
        return Saved(entry.get("value"), entry.get("quote", ""), moment.astimezone(UTC).isoformat())
    except OverflowError:
        raise ValueError(f"the time of {name!r} is out of all calendars") from None


def _check_text(name: str, entry: dict) -> None:
    """Raise ValueError for what no browser and no question of ours saves, and no file or gradebook can hold."""
    quote = entry.get("quote", "")
    try:
        text = json.dumps([entry.get("value"), quote], ensure_ascii=False)
        text.encode("utf-8")
    except (UnicodeEncodeError, RecursionError):
        text = ""
    if not text or len(text) > _MOST or "\0" in quote:
        raise ValueError(f"the entry of {name!r} is too long, too deep, or no text")


def newer(one: dict[str, Saved], other: dict[str, Saved]) -> tuple[dict[str, Saved], list[str]]:
    """Merge two copies of the answers, question by question the newer, and list the questions on which they differ."""
    merged, differing = dict(one), []
    for name, saved in other.items():
        mine = one.get(name)
        if mine is not None and (mine.value, mine.quote) != (saved.value, saved.quote):
            differing.append(name)
        if mine is None or moment(saved) > moment(mine):
            merged[name] = saved
    return merged, sorted(differing)


def _later(saved: Saved, *known: Saved | None) -> Saved:
    """Return an answer with a time after those known: a machine whose clock was ahead may have saved one in our future."""
    latest = max((moment(one) for one in known if one is not None), default=None)
    if latest is None or moment(saved) > latest:
        return saved
    with suppress(OverflowError):  # at the end of all calendars; of two copies with one time the file's counts
        latest += timedelta(microseconds=1)
    return replace(saved, saved=latest.isoformat())


def moment(saved: Saved) -> datetime:
    """Return when an answer was saved, as a point in time."""
    return datetime.fromisoformat(saved.saved)
