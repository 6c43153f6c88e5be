"""What the document states at a place of it, gathered in tables: events, claims, and how those named in it stand to each other."""

from dataclasses import dataclass
from functools import lru_cache

from .annotations import voice_at
from .segments import section_at
from .tables import placed_rows


@dataclass(frozen=True, slots=True)
class Statement:
    """Something stated in text[start:end], which is `quote`. `certainty` (high, medium, low) is that of our reading."""

    id: str
    start: int
    end: int
    quote: str
    certainty: str

    @property
    def section(self) -> str:
        """The id of the section that it stands in."""
        return section_at(self.start).id

    @property
    def voice(self) -> str:
        """Whose words the record gives there: a value of the layer "voices"."""
        return voice_at(self.start)


@dataclass(frozen=True, slots=True)
class Event(Statement):
    """Something that happened, as the document tells it.

    `date`: when, by the document, in EDTF ("" when it does not say); `said_by`: who says so, a person's id. `others`: what
    other sources say, `other_date` their date, `reference` where; all three are empty where nothing was looked up.
    """

    name: str
    date: str
    said_by: str
    others: str = ""
    other_date: str = ""
    reference: str = ""
    note: str = ""

    @property
    def begins(self) -> str:
        """The first day, month or year that the document gives for it, "" without one: sorts events as they happened."""
        return next((part for part in self.date.split("/") if part not in ("", "..")), "")


@dataclass(frozen=True, slots=True)
class Claim(Statement):
    """A claim of the document, held against other sources.

    `claim`: what is claimed, in our words; `by`: who claims it, a register's id or "editor"; `checked`: against what;
    `result`: agrees, agrees-in-part, differs, not-independent (agrees, but from the same mouth) or open; `finding`: what came
    out; `reference`: where that can be read. `certainty` is that of the finding.
    """

    claim: str
    by: str
    checked: str
    result: str
    finding: str
    reference: str


@dataclass(frozen=True, slots=True)
class Relation(Statement):
    """How one of those named stands to another: `source` to `target`, both register ids, as somebody says in the document.

    `kind` and its `value`: "knows" (present, together, secret, liaison, letter …), "judges" (warm, critical, hostile); for
    the map of parties "contact", "closest", "no-contact", "strong", "wish", "plan", "warning", "request".
    """

    kind: str
    source: str
    target: str
    value: str
    resp: str
    note: str = ""


@lru_cache(maxsize=1)
def events() -> dict[str, Event]:
    """Return the events by id, in the order in which they are told."""
    return {row["id"]: Event(**row) for row in placed_rows("registers/events.csv")}


@lru_cache(maxsize=1)
def claims() -> dict[str, Claim]:
    """Return the claims by id, in the order of the text."""
    return {row["id"]: Claim(**row) for row in placed_rows("registers/claims.csv")}


RELATIONS = ("knows", "judges", "contact", "closest", "no-contact", "strong", "wish", "plan", "warning", "request")


@lru_cache(maxsize=1)
def _relations() -> tuple[Relation, ...]:
    return tuple(Relation(**row) for row in placed_rows("registers/relations.csv"))


def relations(kind: str | None = None) -> tuple[Relation, ...]:
    """Return the relations in the order of the text, of one kind or all; raises KeyError for an unknown kind."""
    if kind is not None and kind not in RELATIONS:
        raise KeyError(f"There is no relation {kind!r}. Relations: {', '.join(RELATIONS)}.")
    return tuple(one for one in _relations() if kind in (None, one.kind))
