"""The edition as pandas tables, for counting and comparing. pandas is imported when a table is asked for."""

from __future__ import annotations

from dataclasses import asdict, fields
from types import ModuleType
from typing import TYPE_CHECKING

from .annotations import LAYERS, Annotation, annotations
from .registers import organisations, persons, places
from .segments import paragraphs, section_at, sentences
from .statements import claims, events, relations

if TYPE_CHECKING:
    import pandas

_REGISTERS = {"register-persons": persons, "register-organisations": organisations, "register-places": places}
_STATEMENTS = ("events", "claims", "relations")
TABLES = ("sentences", "paragraphs", "annotations", *LAYERS, *_REGISTERS, *_STATEMENTS)


def frame(name: str) -> pandas.DataFrame:
    """Return one of the edition's tables; raises KeyError for another name.

    - "sentences", "paragraphs": one row a part, with its words.
    - a layer ("voices", "persons", "dates", "numbers" …), or "annotations" for all of them: one row an annotation, with its
      number of words and the section and sentence it lies in. The values of "numbers" are whole numbers.
    - "register-persons", "register-organisations", "register-places": one row an entry, with its variants as text.
    - "events" (`told`: first, second …; `begins`: for sorting them as they happened), "claims", "relations": one row a
      statement, with section and voice.
    """
    import pandas as pd

    if name not in TABLES:
        raise KeyError(f"There is no table {name!r}. Tables: {', '.join(TABLES)}.")
    if name in ("sentences", "paragraphs"):
        parts = sentences() if name == "sentences" else paragraphs()
        columns = ["id", "section", "start", "end", "words", "text"]
        rows = [(part.id, section_at(part.start).id, part.start, part.end, len(part.text.split()), " ".join(part.text.split())) for part in parts]
        return pd.DataFrame(rows, columns=columns)
    if name in _REGISTERS:
        entries = _REGISTERS[name]().values()
        return pd.DataFrame({**asdict(entry), "variants": "; ".join(variant.text for variant in entry.variants)} for entry in entries)
    if name == "events":
        return pd.DataFrame({"told": told, **asdict(event), "begins": event.begins, "section": event.section, "voice": event.voice} for told, event in enumerate(events().values(), 1))
    if name in _STATEMENTS:
        found = claims().values() if name == "claims" else relations()
        return pd.DataFrame({**asdict(one), "section": one.section, "voice": one.voice} for one in found)
    return _of_annotations(pd, name)


def _of_annotations(pd: ModuleType, name: str) -> pandas.DataFrame:
    """Return the table of a layer, or of all layers with the columns that they share."""
    notes = annotations(None if name == "annotations" else name)
    columns = [field.name for field in fields(Annotation if name == "annotations" else notes[0])]
    table = pd.DataFrame([[getattr(note, column) for column in columns] for note in notes], columns=columns)
    if name == "numbers":
        table["value"] = table["value"].astype(int)
    table["words"] = [len(note.quote.split()) for note in notes]
    table["section"] = [section_at(note.start).id for note in notes]
    table["sentence"] = [_sentence_at(note.start) for note in notes]
    return table


def _sentence_at(position: int) -> str:
    """Return the id of the sentence that a position lies in, "" in a heading."""
    return next((part.id for part in sentences() if part.start <= position < part.end), "")
