"""Whose upload a file is, told from the names that learning systems and students give to files and folders.

Canvas names the files of an archive `lastnamefirstname_[LATE_]userid_fileid_name`, the name in small letters and without
signs, or `anon_…` for anonymous marking (lib/content_zipper.rb of instructure/canvas-lms). Moodle makes a folder
`Full name_number_assignsubmission_file_` for each student (without the last underscore since 4.1), or begins the file's name
with it, where the number is of the assignment's and not of the student (mod/assign/classes/downloader.php of moodle/moodle).
Elsewhere students put their id, email or name into the name themselves.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_CANVAS = re.compile(r"(?P<name>.*?[^\W_].*?)_(?P<late>LATE_)?(?P<user>\d+)_(?P<file>\d+)_(?P<rest>.+)")
_ANONYMOUS = re.compile(r"anon_\w+_\d+_.+")
_MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+(_?$|_(?P<rest>.+))")


@dataclass(frozen=True, slots=True)
class Person:
    """A student, as the gradebook has them."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a file is. `student` is "" when that cannot be told, and `why` says so; `system` is Canvas, Moodle or "".

    `late` is Canvas's word; `stem` the name without what the system put before it.
    """

    student: str
    why: str
    system: str
    late: bool
    stem: str


class People:
    """The students of a course, to be found by whatever names them."""

    def __init__(self, persons: Iterable[Person], named: Mapping[str, str] | None = None) -> None:
        """Take the students, and what a person says of names that do not tell: {name in the archive: student}."""
        self.persons = tuple(persons)
        self._named = {_letters(name): student for name, student in (named or {}).items()}
        self._by_lms = {person.lms_user_id: person.id for person in self.persons if person.lms_user_id}
        self._ids = [(re.compile(rf"(?<![^\W_]){re.escape(_folded(person.id))}(?![^\W_])"), person.id) for person in self.persons]

    def owner(self, path: tuple[str, ...]) -> Owner:
        """Tell whose the file at `path` is."""
        system, late, stem, found, users = "", False, path[-1], set(), set()
        said: list[str] = []
        for part in path:
            moodle, canvas = _MOODLE.fullmatch(part), _CANVAS.fullmatch(part)
            if _ANONYMOUS.fullmatch(part) and not moodle:
                return Owner("", "Canvas has taken the names out (anonymous marking): download again with names", "Canvas", False, part)
            match = moodle or canvas
            said.append(match["name"] if match else part)
            if not match:
                continue
            system = "Moodle" if moodle else "Canvas"
            stem = match["rest"] or part if part == path[-1] else stem
            if not moodle:
                late |= bool(canvas["late"])
                users.add(canvas["user"])
            known = None if moodle else self._by_lms.get(canvas["user"])
            found |= {known} if known else self._called(match["name"], users, exactly=True)
        if not found:  # what only looks like a system's name is searched for ids, not for the names of others
            found = set().union(*(self._called(part, users) for part in said)) or set().union(*(self._ids_in(part) for part in path))
        return self._concluded(found, Owner("", "", system, late, stem), said)

    def one(self, *names: str) -> str:
        """Return the student who is called by one of these names exactly (id, email, name); "" when none or several are."""
        for name in filter(None, names):
            found = {self._by_lms[name]} if name in self._by_lms else self._called(name, set(), exactly=True)
            if len(found) == 1:
                return found.pop()
        return ""

    def _concluded(self, found: set[str], owner: Owner, said: list[str]) -> Owner:
        if len(found) == 1:
            return Owner(found.pop(), "", owner.system, owner.late, owner.stem)
        if found:
            why = f"it may be by {' or '.join(sorted(found))}: --as NAME=ID says by whom"
        else:
            why = f"no student of the gradebook is named here (“{said[0]}”): enter them with memo1949 roster, or --as NAME=ID says by whom"
        return Owner("", why, owner.system, owner.late, owner.stem)

    def _ids_in(self, text: str) -> set[str]:
        """Return the students whose ids stand in a text, between signs that no id has; of s1 and s1.b the longer."""
        found = {student for pattern, student in self._ids if pattern.search(_folded(text))}
        return {one for one in found if not any(one != other and one.casefold() in other.casefold() for other in found)}

    def _called(self, name: str, users: set[str], exactly: bool = False) -> set[str]:
        """Return the students whom a name means: by what was said of it, by id, by email, by their own name.

        `users` are the numbers that Canvas gives: who has another number is another person of the same name.
        """
        words = _words(name)
        runs = {"".join(words)} if exactly else {"".join(words[at:to]) for at in range(len(words)) for to in range(at + 1, len(words) + 1)}
        named = {student for known, student in self._named.items() if known in runs}
        folded = _folded(name)
        ids = {student for pattern, student in self._ids if pattern.fullmatch(folded)} if exactly else self._ids_in(name)
        mails = {person.id for person in self.persons if person.email and _letters(person.email) in runs}
        others = (person for person in self.persons if not (users and person.lms_user_id and person.lms_user_id not in users))
        return named or ids or mails or {person.id for person in others if _is_named(person, runs, exactly)}


def _is_named(person: Person, runs: set[str], exactly: bool) -> bool:
    """Say whether one of these runs of words is a student's name, in either order, with or without their id.

    A name in Chinese may stand among other words without a space. A name of one word in Latin letters is looked for only
    where nothing else stands: it may be a word.
    """
    first, last, own = _letters(person.first_name), _letters(person.last_name), _letters(person.id)
    one_word = len(_words(f"{person.first_name} {person.last_name}")) < 2
    for full in {first + last, last + first} - {""}:
        if full.isascii():
            if runs & {full, own + full, full + own} and (exactly or not one_word):
                return True
        elif any(full in run for run in runs) and (not exactly or runs & {full, own + full, full + own}):
            return True
    return False


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _letters(text: str) -> str:
    """Return a name's letters and digits alone, without accents, as systems and keyboards leave them."""
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    """Return a name's words, each without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(sign for sign in apart if not unicodedata.combining(sign)))
