"""The registers: who, what and where is named in the document, under which names, and how other sources know them."""

from dataclasses import dataclass
from functools import lru_cache

from .tables import rows


@dataclass(frozen=True, slots=True)
class Name:
    """One form of a name. `kind`: document, pinyin, wade-giles, characters, other, editor."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody or something in the register.

    `part`: the part played in it; `who`: one line from outside it; `reference`: where that can be read, empty for what any
    handbook says.
    """

    id: str
    name: str
    variants: tuple[Name, ...]
    part: str
    who: str
    reference: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Person(Entry):
    """A person of the document."""


@dataclass(frozen=True, slots=True)
class Organisation(Entry):
    """A party, body or group of the document."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the document. `kind`: city, province, region, country, continent; coordinates in degrees, None without a point.

    `note` says what the point stands for, where that is not plain; `reference` where its coordinates come from.
    """

    id: str
    name: str
    variants: tuple[Name, ...]
    kind: str
    latitude: float | None
    longitude: float | None
    note: str
    reference: str


@lru_cache(maxsize=1)
def persons() -> dict[str, Person]:
    """Return the persons by id. The narrator is one of them, unnamed as the text leaves him."""
    return {row["id"]: Person(**_entry(row)) for row in rows("registers/persons.csv")}


@lru_cache(maxsize=1)
def organisations() -> dict[str, Organisation]:
    """Return the parties, bodies and groups by id."""
    return {row["id"]: Organisation(**_entry(row)) for row in rows("registers/organisations.csv")}


@lru_cache(maxsize=1)
def places() -> dict[str, Place]:
    """Return the places by id."""
    return {row["id"]: Place(**_entry(row) | {way: _degrees(row[way]) for way in ("latitude", "longitude")}) for row in rows("registers/places.csv")}


def _degrees(written: str) -> float | None:
    """Return a coordinate, None where none is given."""
    return float(written) if written else None


def _entry(row: dict[str, str]) -> dict[str, object]:
    """Return a row's fields; variants are written "kind: name | kind: name"."""
    parts = (part.partition(": ") for part in row["variants"].split(" | ") if part)
    return {**row, "variants": tuple(Name(name, kind) for kind, _, name in parts)}
