"""What a class answered to one question: how many gave each answer, and the misreading that a wrong one shows."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...classroom.marking import sentences
from ...classroom.problems import AnswerError
from ...classroom.questions.quotation import LEAST_WORDS, MOST_WORDS, fault, supports, words
from ..keys import Keyed
from ..rows import NO_RESULT, STOPS, Row


@dataclass(frozen=True, slots=True)
class Bar:
    """An answer and how many gave it; `right` is None for what is neither right nor wrong. `note` is the misreading."""

    label: str
    count: int
    right: bool | None
    note: str = ""


def tally(keyed: Keyed, rows: Sequence[Row]) -> list[Bar]:
    """Return the answers of those who answered, right ones always, wrong ones where somebody gave them."""
    if keyed.asked.question.kind == "result":
        return _results(keyed, rows)
    values = []
    for row in rows:
        try:
            if row.value is not None:
                values.append(keyed.asked.question.check(row.value))
        except AnswerError:
            continue
    bars, other = _TALLIES[keyed.asked.question.kind](keyed, values), len(rows) - len(values)
    return bars + ([Bar("no answer, or one that does not fit the question", other, False)] if other else [])


def quotations(rows: Sequence[Row]) -> list[Bar]:
    """Return how the supporting quotations of those who answered fared."""
    fates = Counter(_fate(row) for row in rows if row.supported is not None)
    order = ("supports the answer", "stands elsewhere in the document", "does not stand in the document",
             f"under {LEAST_WORDS} words", f"over {MOST_WORDS} words", "none given")  # fmt: skip
    return [Bar(fate, fates[fate], fate == order[0]) for fate in order if fates[fate] or fate == order[0]]


def _fate(row: Row) -> str:
    if row.supported:
        return "supports the answer"
    count = words(row.quote)
    if not count:
        return "none given"
    if count < LEAST_WORDS:
        return f"under {LEAST_WORDS} words"
    if count > MOST_WORDS:
        return f"over {MOST_WORDS} words"
    return "does not stand in the document" if fault(row.quote) else "stands elsewhere in the document"


def _said(keyed: Keyed, misread: object) -> str:
    """Return the sentence of one misreading, "" if the key names none."""
    return " ".join(sentences(keyed.asked.question, [misread], keyed.key.misreadings))


def _choices(keyed: Keyed, values: list) -> list[Bar]:
    counts = Counter(values)
    return [Bar(text, counts[name], name == keyed.key.key, _said(keyed, name)) for name, text in keyed.asked.question.options]


def _ticks(keyed: Keyed, values: list) -> list[Bar]:
    bars = []
    for name, text in keyed.asked.question.options:
        count, right, said = sum(name in value for value in values), name in keyed.key.key, _said(keyed, name)
        left = len(values) - count
        note = said if not right else f"Left out by {left}. {said}" if said and left else ""
        bars.append(Bar(text, count, right, note))
    return bars


def _matches(keyed: Keyed, values: list) -> list[Bar]:
    question, bars = keyed.asked.question, []
    targets = dict(question.targets)
    for item, text in question.items:
        counts = Counter(value[item] for value in values if item in value)
        for name in _right_first(counts, keyed.key.key[item]):
            right = name == keyed.key.key[item]
            bars.append(Bar(f"{text} → {targets[name]}", counts[name], right, "" if right else _said(keyed, (item, name))))
    return bars


def _cells(keyed: Keyed, values: list) -> list[Bar]:
    question, bars = keyed.asked.question, []
    rows, columns, key = dict(question.rows), dict(question.columns), question.check(keyed.key.key)
    for row, column in question.cells():
        counts = Counter(value[row][column] for value in values if column in value.get(row, {}))
        for entry in _right_first(counts, key[row][column]):
            right = entry == key[row][column]
            label = f"{rows[row]} {columns[column].label} → {columns[column].describe(entry)}"
            bars.append(Bar(label, counts[entry], right, "" if right else _said(keyed, (row, column, entry))))
    return bars


def _figures(keyed: Keyed, values: list) -> list[Bar]:
    """Tally numbers and dates."""
    question, counts = keyed.asked.question, Counter(values)
    bars = []
    for value in _right_first(counts, question.check(question.sample(keyed.key.key))):
        outcome = question.score(value, keyed.key.key)
        right = outcome.fraction == 1
        note = "" if right else _said(keyed, value) or ("Right, but less exact than asked." if outcome.fraction else "")
        bars.append(Bar(question.describe(value), counts[value], right, note))
    return bars


def _orders(keyed: Keyed, values: list) -> list[Bar]:
    question, texts = keyed.asked.question, dict(keyed.asked.question.items)
    outcomes = [question.score(value, keyed.key.key) for value in values]
    bars = [Bar("everything in order", sum(outcome.fraction == 1 for outcome in outcomes), True)]
    pairs = Counter(pair for outcome in outcomes for pair in outcome.misread)
    named = sorted((pair for pair in pairs if pair in keyed.key.misreadings), key=lambda pair: -pairs[pair])
    bars += [Bar(f"“{texts[a]}” before “{texts[b]}”", pairs[a, b], False, _said(keyed, (a, b))) for a, b in named]
    other = sum(outcome.fraction < 1 and not set(outcome.misread) & set(named) for outcome in outcomes)
    return bars + ([Bar("another order", other, False)] if other else [])


def _passages(keyed: Keyed, values: list) -> list[Bar]:
    bars = []
    for number, accepted in enumerate(keyed.key.key, 1):
        count = sum(any(text and supports(text, accepted) for text in value) for value in values)
        bars.append(Bar(f"passage {number}: “{_short(accepted[0])}”", count, True))
    wrong = [text for value in values for text in keyed.asked.question.score(value, keyed.key.key).misread]
    shown = [sentences(keyed.asked.question, [text], keyed.key.misreadings) for text in wrong]
    counts, quotes = Counter(sentence for found in shown for sentence in found), {said: text for text, said in keyed.key.misreadings.items()}
    bars += [Bar(f"“{_short(quotes[sentence])}”", count, False, sentence) for sentence, count in counts.most_common()]
    other = sum(not found for found in shown)
    return bars + ([Bar("other words", other, False)] if other else [])


def _results(keyed: Keyed, rows: Sequence[Row]) -> list[Bar]:
    """Tally what code computed: the value itself is not recorded, its misreadings are."""
    ran = [row for row in rows if not any(flag.startswith((STOPS, NO_RESULT)) for flag in row.flags)]
    bars = [Bar("the right result", sum(row.score == row.points for row in ran), True)]
    counts = Counter(sentence for row in ran for sentence in row.misreadings)
    bars += [Bar("another result", count, False, sentence) for sentence, count in counts.most_common()]
    other = sum(row.score != row.points and not row.misreadings for row in ran)
    stopped = len(rows) - len(ran)
    bars += [Bar("another result", other, False)] if other else []
    return bars + ([Bar("no result: the code stops with an error", stopped, False)] if stopped else [])


def _right_first(counts: Counter, right: object) -> list:
    return [right, *(value for value, _ in counts.most_common() if value != right)]


def _short(text: str, most: int = 9) -> str:
    every = text.split()
    return " ".join(every[:most]) + (" …" if len(every) > most else "")


_TALLIES: dict[str, Callable[[Keyed, list], list[Bar]]] = {
    "single-choice": _choices,
    "multiple-choice": _ticks,
    "matching": _matches,
    "table": _cells,
    "number": _figures,
    "date": _figures,
    "ordering": _orders,
    "quotation": _passages,
}
