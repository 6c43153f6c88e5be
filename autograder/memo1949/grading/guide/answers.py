"""The key of a question in words: what is right, what each wrong answer shows, and where in the document it stands."""

from collections.abc import Hashable
from dataclasses import dataclass

from ... import edition
from ...classroom.questions import Question
from ..keys import Keyed

KINDS = {
    "single-choice": "one choice, with a quotation",
    "multiple-choice": "several choices, with a quotation",
    "matching": "matching",
    "ordering": "ordering",
    "number": "a number",
    "date": "a date",
    "quotation": "quotation",
    "table": "a table",
    "result": "a result of code",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the document and their places, such as "party-history, paragraph 3, sentence 2"."""

    words: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A graded question for its teacher. `right` are the parts of the right answer, `wrong` pairs of a wrong one and its misreading."""

    number: str
    anchor: str
    prompt: str
    kind: str
    skill: str
    points: float
    right: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    wrong: tuple[tuple[str, str], ...]
    explanation: str
    code: str = ""


def answer(keyed: Keyed, code: str = "") -> Answer:
    """Return a question with its key; `code` is the sample solution of one that asks for a result."""
    question, key = keyed.asked.question, keyed.key
    kind = KINDS[question.kind] + (", with a quotation" if question.kind in ("number", "date") and question.quotes else "")
    return Answer(
        keyed.asked.number,
        f"key-{keyed.asked.id}",
        question.prompt,
        kind,
        keyed.asked.skill,
        keyed.points,
        tuple(_right(question, key.key)),
        tuple(evidence(words) for words in key.evidence),
        tuple((_wrong(question, misread, key.key), said) for misread, said in key.misreadings.items()),
        key.explanation,
        code,
    )


def evidence(words: str) -> Evidence:
    """Return words of the document with every place where they stand; raises LookupError when they stand nowhere."""
    return Evidence(" ".join(words.split()), tuple(dict.fromkeys(place(passage.start, passage.end) for passage in edition.locate(words))))


def place(start: int, end: int) -> str:
    """Return a place of the document in words: its section, paragraph, and sentence or sentences."""
    section = edition.section_at(start).id
    for paragraph in edition.paragraphs(section):
        if paragraph.start <= start < paragraph.end:
            number = paragraph.id.rpartition(".p")[2]
            held = [part.id.rpartition(".s")[2] for part in edition.sentences(paragraph.id) if part.start < end and start < part.end]
            which = f"sentence {held[0]}" if len(held) == 1 else f"sentences {held[0]}–{held[-1]}"
            return f"{section}, paragraph {number}, {which}"
    return f"{section}, heading"


def _right(question: Question, key: object) -> list[str]:
    """Return the parts of the right answer, in words."""
    kind = question.kind
    if kind == "single-choice":
        return [dict(question.options)[key]]
    if kind == "multiple-choice":
        return [text for name, text in question.options if name in key]
    if kind == "matching":
        targets = dict(question.targets)
        return [f"{text} → {targets[key[name]]}" for name, text in question.items]
    if kind == "ordering":
        texts = dict(question.items)
        return [f"{number}. {texts[name]}" for number, name in enumerate(key, 1)]
    if kind == "table":
        held, rows, columns = question.check(key), dict(question.rows), dict(question.columns)
        return [f"{rows[row]} {columns[column].label} → {columns[column].describe(held[row][column])}" for row, column in question.cells()]
    if kind == "quotation":
        return [f"Passage {number}: " + ", or ".join(map(_quoted, accepted)) for number, accepted in enumerate(key, 1)]
    if kind == "result" and isinstance(key, dict):
        return [f"{label}: {_figure(entry)}" for label, entry in key.items()]
    if kind == "number" and isinstance(key, tuple):
        return [f"{question.describe(key[0])}, give or take {key[1]:g}"]
    return [question.describe(question.check(question.sample(key)))]


def _wrong(question: Question, misread: Hashable, key: object) -> str:
    """Return the wrong answer that a misreading belongs to, in words."""
    kind = question.kind
    if kind in ("single-choice", "multiple-choice"):
        left_out = kind == "multiple-choice" and misread in key
        return dict(question.options)[misread] + (" (not ticked)" if left_out else "")
    if kind == "matching":
        return f"{dict(question.items)[misread[0]]} → {dict(question.targets)[misread[1]]}"
    if kind == "ordering":
        texts = dict(question.items)
        return f"{texts[misread[0]]}, before: {texts[misread[1]]}"
    if kind == "table":
        row, name, value = misread
        column = dict(question.columns)[name]
        return f"{dict(question.rows)[row]} {column.label} → {column.describe(column.check(value))}"
    if kind == "quotation":
        return f"“{' '.join(str(misread).split())}”"
    if kind == "result":
        return f"{misread[0]}: {_figure(misread[1])}" if isinstance(misread, tuple) else _figure(misread)
    return question.describe(misread)


def _quoted(words: str) -> str:
    """Return words of the document with their places."""
    found = evidence(words)
    return f"“{found.words}” ({'; '.join(found.places)})"


def _figure(value: object) -> str:
    """Return a value of a result; shares are not shown to the last of sixteen places."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)
