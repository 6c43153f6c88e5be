"""The bibliography: every work that a register, a lesson's card or an assignment refers to, and the way from a reference to it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .tables import rows

# “Li Li-san”; “Ch'ü Ch'iu-pai”, in …: an article alone belongs to the work that is named after it.
_ARTICLE = re.compile(r"“[^“”]+”")
_URL = re.compile(r"https?://[^\s)>\]]+")


@dataclass(frozen=True, slots=True)
class Work:
    """A work, archive or dictionary.

    `year` is that of publication, or of writing for an unpublished paper; "online" for what is always added to, "" where
    it is not known. `published`: where; `url`: its address or the beginning of its documents' addresses, "" for none.
    `names`: the other words by which references name it, beside its title.
    """

    id: str
    author: str
    title: str
    year: str
    published: str
    url: str
    names: tuple[str, ...]

    def named_in(self, text: str) -> bool:
        """Say whether a reference names this work, in whole words: vol. V is not named by vol. VIII."""
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in (self.title, *self.names))


@lru_cache(maxsize=1)
def bibliography() -> dict[str, Work]:
    """Return the works by id."""
    return {row["id"]: Work(**row | {"names": tuple(filter(None, row["names"].split(" | ")))}) for row in rows("registers/bibliography.csv")}


def cited(reference: str) -> tuple[Work, ...]:
    """Return the works that a reference names, in the bibliography's order; its parts stand between semicolons.

    The stars and links of Markdown do no harm. Raises LookupError for a part that names no work of the bibliography, and
    for an address that is not one of the works it names.
    """
    found: dict[str, Work] = {}
    for part in _parts(reference):
        words = _URL.sub("", part)
        named = [work for work in bibliography().values() if work.named_in(words)]
        if not named:
            raise LookupError(f"No work of the bibliography is named in {part!r}. Add it to registers/bibliography.csv, or write it as it stands there.")
        for address in _URL.findall(part):
            if not any(work.url and address.startswith(work.url) for work in named):
                raise LookupError(f"{address} is no address of {', '.join(work.id for work in named)}, named in {part!r}.")
        found |= {work.id: work for work in named}
    return tuple(work for work in bibliography().values() if work.id in found)


def _parts(reference: str) -> list[str]:
    """Return the parts of a reference that name a work each, without Markdown's stars."""
    whole = " ".join(reference.replace("*", "").removeprefix("- ").split())
    parts, waiting = [], ""
    for part in re.split(r"; (?![^(]*\))", whole):
        if _ARTICLE.fullmatch(part.strip()):
            waiting += f"{part}; "
        else:
            parts.append(waiting + part)
            waiting = ""
    return parts + ([waiting] if waiting else [])
