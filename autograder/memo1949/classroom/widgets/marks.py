"""What the reader says about places of the text: the edition's annotations in a student's words, and the register's entries."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ... import edition
from ..questions.date import in_words

SHOWN = ("voices", "persons", "organisations", "places", "dates", "brackets", "faults")
REGISTERS = {"persons": edition.persons, "organisations": edition.organisations}

# What a student reads for the values of the layers.
VOICES = {
    "narrator": "Narrator",
    "mao-tagged": "Mao, with a tag",
    "mao-untagged": "Mao, no tag",
    "mao-first-person": "Mao, “I” or “we”",
    "quoted": "Someone Mao quotes",
    "editor": "Editor",
}
BRACKETS = {
    "expansion": "the editor writes a short form out",
    "identification": "the editor explains",
    "supplied": "the editor adds a word",
    "doubt": "the editor doubts the text",
    "correction": "the editor corrects",
    "record": "stands in the record itself",
    "part-of-name": "part of a name",
}
FAULTS = {
    "page-joint": "a page ended between these words",
    "stray-full-stop": "a full stop too many",
    "lost-hyphen": "a hyphen was lost",
    "comma-before-capital": "comma before a capital",
    "note-without-text": "mark of a note that is missing",
    "doubted-word": "the editor reads another word",
    "misspelt-name": "a name misspelt",
    "doubtful-translation": "perhaps mistranslated",
    "half-comparison": "a comparison without its other half",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation as the reader shows it.

    `label` is what is said of the words; `gloss` the label again where it must stand beside them, because they do not say
    it themselves and it has not been said in this section; `entry` a register's entry.
    """

    start: int
    end: int
    layer: str
    value: str
    label: str
    gloss: str
    certainty: str
    resp: str
    note: str
    entry: str

    def spec(self) -> dict:
        """Return the mark as JSON, without what is empty or usual."""
        usual = {"gloss": "", "certainty": "high", "resp": "memo1949", "note": "", "entry": ""}
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name) != usual.get(name)}


def marks(section: str, layers: tuple[str, ...] = SHOWN) -> tuple[Mark, ...]:
    """Return what layers say about a section, in the order of the text; raises KeyError for an unknown section or layer."""
    said: set[tuple[str, ...]] = set()
    found = []
    for note in sorted((note for layer in layers for note in edition.annotations(layer, section)), key=lambda note: (note.start, -note.end)):
        label = _label(note)
        once = (note.layer, "" if note.layer == "brackets" else _letters(note.quote), label)
        known = note.layer == "voices" or once in said or _says(note, label)
        said.add(once)
        entry = f"{note.layer}/{note.value}" if note.layer in REGISTERS else ""
        gloss = "" if known else label
        found.append(Mark(note.start, note.end, note.layer, note.value, label, gloss, note.certainty, note.resp, note.note, entry))
    return tuple(found)


def entries(found: Iterable[Mark]) -> dict[str, dict]:
    """Return the registers' entries that marks point at, as JSON: {name, part, who, reference, note, names: [[text, kind], …]}."""
    shown = {}
    for mark in found:
        if mark.entry:
            entry = REGISTERS[mark.layer]()[mark.value]
            names = [[name.text, name.kind] for name in entry.variants if name.text != entry.name]
            shown[mark.entry] = {name: getattr(entry, name) for name in ("name", "part", "who", "reference", "note")} | {"names": names}
    return shown


def _label(note: edition.Annotation) -> str:
    """Return what is said of an annotation's words, in a few words."""
    if note.layer in REGISTERS:
        return REGISTERS[note.layer]()[note.value].name
    if note.layer == "dates":
        return time_in_words(note.value)
    known = {"voices": VOICES, "brackets": BRACKETS, "faults": FAULTS}.get(note.layer, {})
    return known.get(note.value) or note.value.replace("-", " ").title()


def time_in_words(edtf: str) -> str:
    """Return a date or an interval in words; EDTF's ~ and ? as "about" and "perhaps"."""
    first, _, last = edtf.partition("/")
    if not last:
        unsure = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}.get(first[-1:], "")
        return unsure + in_words(first.rstrip("~?%"))
    if first == "..":
        return f"until {time_in_words(last)}"
    return f"from {time_in_words(first)} on" if last == ".." else f"{time_in_words(first)} to {time_in_words(last)}"


def _says(note: edition.Annotation, label: str) -> bool:
    """Say whether words tell themselves what their label says. The editor's short forms written out need none beside them."""
    if note.layer == "brackets":
        return note.value in ("expansion", "part-of-name")
    without = re.sub(r"\[[^]]*\]", "", note.quote)
    wanted = set(_letters(label).split()) - {"from", "of", "on", "the", "to"}
    return any(wanted <= set(_letters(words).split()) for words in (note.quote, without))


def _letters(text: str) -> str:
    """Fold a text to its words, for comparing."""
    return " ".join(re.findall(r"\w+", text.replace("[", "").replace("]", "").lower()))
