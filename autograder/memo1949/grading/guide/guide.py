"""The guide put together: units in the order of their lessons, then the glossary, the names and the works."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ... import edition
from ...edition import Claim, Organisation, Person, Place, Work
from .. import keys
from ..keys import UnitKeys
from ..simulation.written import written
from .answers import Answer, answer
from .lessons import Lesson, lesson
from .plans import Plans, plans

_SOLUTION = re.compile(r"^### (?:BEGIN|END) SOLUTION\s*?$\n?", re.M)
_NAMED = re.compile(r"\*(\d\d [^*]+)\*")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its lesson (None when no lesson is named by the assignment), plans, keys, essay, and what scholarship says.

    `task` and `samples` are the essay's, in Markdown. `claims` are those of the record that other sources were held
    against, in the sections that the lesson opens with. `works` are those that lesson and assignment refer to.
    """

    id: str
    title: str
    lesson: Lesson | None
    plans: Plans | None
    answers: tuple[Answer, ...]
    skills: tuple[tuple[str, int, float], ...]
    points: float
    essay_points: float
    task: str
    samples: str
    claims: tuple[Claim, ...]
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The whole page. `glossary` is (term, its meanings), a meaning being Markdown and the units that explain it so."""

    units: tuple[Unit, ...]
    glossary: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]
    persons: tuple[Person, ...]
    organisations: tuple[Organisation, ...]
    places: tuple[Place, ...]

    @property
    def works(self) -> list[tuple[Work, list[str]]]:
        """The works that units refer to, each with the ids of these units."""
        found = ((work, [unit.id for unit in self.units if work in unit.works]) for work in edition.bibliography().values())
        return [(work, units) for work, units in found if units]


def guide_of(lessons: Path, source: Path, only: Sequence[str] = ()) -> Guide:
    """Read the guide from the folders of lessons and of assignments, of all units or of those named in `only`.

    Nothing is run. Raises KeyError for a unit that is not there, QuestionError for keys and UnreadableNotebook for lessons
    that cannot be read.
    """
    there = {path.stem: path for path in sorted(source.glob("*/*.ipynb")) if path.stem == path.parent.name}
    if unknown := [name for name in only if name not in there]:
        raise KeyError(f"There is no unit {unknown[0]!r}. There are: {', '.join(there) or 'none'}.")
    read = {found.title: found for found in map(lesson, sorted(lessons.glob("*.ipynb")))}
    units = sorted((_unit(path, read) for name, path in there.items() if not only or name in only), key=_order)
    return Guide(
        tuple(units),
        tuple(_glossary(units)),
        tuple(edition.persons().values()),
        tuple(edition.organisations().values()),
        tuple(edition.places().values()),
    )


def _order(unit: Unit) -> tuple[bool, str, str]:
    return unit.lesson is None, unit.lesson.file if unit.lesson else "", unit.id


def _unit(path: Path, read: dict[str, Lesson]) -> Unit:
    held, samples = keys.load(path), written(path, keys.load(path))
    cells = {cell.get("id", ""): "".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]}
    title = cells.get("title", "")
    taught = next((read[name] for name in _NAMED.findall(title) if name in read), None)
    essays = "\n\n".join(_SOLUTION.sub("", cells[name]).strip() for name in held.manual)
    return Unit(
        held.unit,
        next(iter(re.findall(r"^# (?:Assignment: )?(.+)$", title, re.M)), held.unit),
        taught,
        plans(held.unit, taught) if taught else None,
        tuple(answer(keyed, samples.code.get(f"{name}-code", {}).get("right", "")) for name, keyed in held.questions.items()),
        tuple(_skills(held)),
        held.points,
        sum(held.manual.values()),
        cells.get("essay-task", ""),
        essays,
        _claims(taught) if taught else (),
        _works([*cells.values(), *(taught.cells.values() if taught else ())]),
    )


def _skills(held: UnitKeys) -> list[tuple[str, int, float]]:
    """Return (skill, number of questions, points) in the order in which they come."""
    asked = [keyed.asked for keyed in held.questions.values()]
    names = dict.fromkeys(one.skill for one in asked)
    return [(name, sum(one.skill == name for one in asked), sum(one.points for one in asked if one.skill == name)) for name in names]


def _claims(taught: Lesson) -> tuple[Claim, ...]:
    """Return the claims of the sections that the lesson's first reader shows.

    Where it shows the whole record they are those that other sources do not simply bear out: the others have their unit.
    """
    first = next(source for source in taught.cells.values() if source.startswith("reader("))
    sections = re.findall(r'"([a-z-]+)"', first.partition("layers")[0])
    every = edition.claims().values()
    if not sections:
        return tuple(claim for claim in every if claim.result not in ("agrees", "agrees-in-part"))
    return tuple(claim for claim in every if claim.section in sections)


def _works(sources: list[str]) -> tuple[Work, ...]:
    """Return the works that cards and further reading name."""
    named = set()
    for source in sources:
        for line in source.splitlines():
            if line.startswith(("> *", "- ")) and not line.startswith("> **"):
                try:
                    named |= {work.id for work in edition.cited(line.removeprefix("> "))}
                except LookupError:
                    continue  # a list item that is no reference
    return tuple(work for work in edition.bibliography().values() if work.id in named)


def _glossary(units: list[Unit]) -> list[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]]:
    """Return the words of all lessons by the alphabet, each with its meanings; lessons that explain it alike share one."""
    found: dict[str, dict[str, list[str]]] = {}
    for unit in units:
        for word in unit.lesson.words if unit.lesson else ():
            found.setdefault(word.term, {}).setdefault(word.meaning, []).append(unit.id)
    return [
        (term, tuple((meaning, tuple(names)) for meaning, names in found[term].items()))
        for term in sorted(found, key=lambda term: re.sub(r"\W", "", term).casefold())
    ]
