"""Sorting an archive of uploads: each file finds its student, unit and attempt, or a place on the list of what is not taken."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from .archive import Item, Refused
from .assignments import Assignments, NoNotebook, Part
from .identity import Owner, People
from .timing import Moment, moment

ANSWERS = "answers.json"
_COPY = re.compile(r"[ _-]?\(?(\d{1,3})\)?$")  # mediation (1), mediation-2, as browsers and Canvas count
_ANSWERS = re.compile(r"answers[ _-]?\(?\d{0,3}\)?\.json", re.I)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a student handed in of one unit at one time: the files, {name in the unit's folder: bytes}, and where they were found.

    `order` is when it comes among the student's attempts, `moment` when it counts as handed in.
    """

    student: str
    unit: str
    files: Mapping[str, bytes]
    origin: str
    order: datetime
    moment: Moment


@dataclass(slots=True)
class Sorted:
    """What became of an archive: attempts, a student's in the order of their making, and what was not taken."""

    attempts: list[Attempt] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    """A notebook or a record of answers, with all that its name and content tell."""

    item: Item
    owner: Owner
    unit: str
    target: str
    folder: tuple[str, ...]
    copy: int


@dataclass(frozen=True, slots=True)
class Terms:
    """By what an archive is sorted: the class, the units, the one unit that is wanted ("" for all), deadlines and known times."""

    people: People
    assignments: Assignments
    unit: str = ""
    due: Mapping[tuple[str, str], datetime | None] = field(default_factory=dict)
    times: Mapping[str, datetime] = field(default_factory=dict)


def sorted_out(found: Iterable[Item | Refused], terms: Terms) -> Sorted:
    """Sort what an archive holds; reads bytes, writes nothing."""
    result, notebooks, answers = Sorted(), [], []
    for one in found:
        if isinstance(one, Refused):
            result.refused.append(one)
            continue
        owner = terms.people.owner(one.path)
        is_answers = bool(_ANSWERS.fullmatch(owner.stem))
        placed = _answers(one, owner, terms) if is_answers else _notebook(one, owner, terms)
        if isinstance(placed, str):
            result.refused.append(Refused(one.name, placed))
        else:
            (answers if is_answers else notebooks).append(placed)
    by_owner = sorted(notebooks, key=lambda one: (one.owner.student, one.unit))
    for (student, unit), own in groupby(by_owner, key=lambda one: (one.owner.student, one.unit)):
        beside = [one for one in answers if one.owner.student == student and one.unit in ("", unit)]
        result.attempts += _attempts(list(own), beside, terms)
        answers = [one for one in answers if one not in beside]
    result.refused += [Refused(one.item.name, "answers without a notebook") for one in answers]
    return result


def _notebook(item: Item, owner: Owner, terms: Terms) -> _Found | str:
    """Place a notebook, or say why it cannot be placed."""
    try:
        part = terms.assignments.recognised(item.data, owner.stem)
    except NoNotebook as error:
        return str(error)
    if terms.unit and part.unit != terms.unit:
        return f"the wrong unit: it is the notebook of {part.unit}, not of {terms.unit}"
    return owner.why or _found(item, owner, part)


def _found(item: Item, owner: Owner, part: Part) -> _Found:
    stem = re.split(r"\.(?:ipynb|json|txt|zip)", owner.stem, maxsplit=1, flags=re.I)[0]
    copy = _COPY.search(stem)
    number = int(copy[1]) if copy and stem[: copy.start()].casefold().endswith(part.notebook.casefold()) else 0
    return _Found(item, owner, part.unit, f"{part.notebook}.ipynb", item.path[:-1], number)


def _answers(item: Item, owner: Owner, terms: Terms) -> _Found | str:
    """Place a record of answers, or say why it cannot be placed."""
    unit = terms.assignments.unit_of_answers(item.data)
    if terms.unit and unit and unit != terms.unit:
        return f"the wrong unit: it holds answers to {unit}, not to {terms.unit}"
    copy = _COPY.search(owner.stem.rpartition(".")[0])
    return owner.why or _Found(item, owner, unit, ANSWERS, item.path[:-1], int(copy[1]) if copy else 0)


def _attempts(notebooks: list[_Found], answers: list[_Found], terms: Terms) -> list[Attempt]:
    """Return the attempts of one student at one unit, the last one last.

    An attempt is one copy of each notebook of the unit. Answers go with the last attempt of the folder they lie in, and
    those with no notebook beside them with the last of all.
    """
    notebooks.sort(key=lambda one: (one.item.when, one.copy))
    rounds: list[list[_Found]] = []
    for one in notebooks:
        free = next((held for held in rounds if all(other.target != one.target for other in held)), None)
        rounds.append([one]) if free is None else free.append(one)
    beside: list[dict[str, bytes]] = [{} for _ in rounds]
    for one in sorted(answers, key=lambda one: (one.item.when, one.copy)):
        same = [at for at, held in enumerate(rounds) if any(other.folder == one.folder for other in held)]
        beside[same[-1] if same else -1][ANSWERS] = one.item.data
    return [_attempt(held, extra, terms) for held, extra in zip(rounds, beside, strict=True)]


def _attempt(held: list[_Found], extra: dict[str, bytes], terms: Terms) -> Attempt:
    last = max(held, key=lambda one: one.item.when)
    student, unit = last.owner.student, last.unit
    due = terms.due.get((student, unit), terms.due.get(("", unit)))
    files = {one.target: one.item.data for one in held} | extra
    when = moment(last.owner, last.item.when, due, terms.times.get(student))
    return Attempt(student, unit, files, last.item.name, last.item.when, when)
