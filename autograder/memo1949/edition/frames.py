"""The edition as pandas tables, for counting and comparing. pandas is imported when a table is asked for."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from .annotations import LAYERS, annotations
from .registers import organisations, persons
from .segments import paragraphs, section_at, sentences

if TYPE_CHECKING:
    import pandas

TABLES = ("sentences", "paragraphs", "annotations", "register-persons", "register-organisations", *LAYERS)


def frame(name: str) -> pandas.DataFrame:
    """Return a table: "sentences", "paragraphs", "annotations", a layer ("voices", "persons", "dates" …) or a register.

    Layers have one row an annotation, with its number of words and the section and sentence it lies in; "register-persons"
    and "register-organisations" one row an entry, with its variants as text. Raises KeyError for another name.
    """
    import pandas as pd

    if name not in TABLES:
        raise KeyError(f"There is no table {name!r}. Tables: {', '.join(TABLES)}.")
    if name in ("sentences", "paragraphs"):
        parts = sentences() if name == "sentences" else paragraphs()
        columns = ["id", "section", "start", "end", "words", "text"]
        rows = [(part.id, section_at(part.start).id, part.start, part.end, len(part.text.split()), " ".join(part.text.split())) for part in parts]
        return pd.DataFrame(rows, columns=columns)
    if name.startswith("register-"):
        entries = persons() if name == "register-persons" else organisations()
        rows = [{**asdict(entry), "variants": "; ".join(variant.text for variant in entry.variants)} for entry in entries.values()]
        return pd.DataFrame(rows)
    notes = annotations(None if name == "annotations" else name)
    rows = [{**asdict(note), "words": len(note.quote.split()), "section": section_at(note.start).id, "sentence": _sentence_at(note.start)} for note in notes]
    return pd.DataFrame(rows)


def _sentence_at(position: int) -> str:
    """Return the id of the sentence that a position lies in, "" in a heading."""
    return next((part.id for part in sentences() if part.start <= position < part.end), "")
