"""Answers as students give them: right ones from the key, wrong ones from the misreadings that the key names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from ...classroom.questions import Question
from ...classroom.record import Saved
from ..keys import Keyed, UnitKeys
from .profiles import Profile
from .quotations import wrong_quotations

# A fixed evening, so that the same seed makes the same files.
_BEGUN = datetime(2026, 10, 5, 18, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question with what any student may answer: made once a class, since finding quotations takes its time."""

    keyed: Keyed
    right: Saved
    poor: tuple[str, ...]


def prepared(unit: UnitKeys) -> dict[str, Prepared]:
    """Return the questions that are answered in answers.json, prepared; results of code are not among them."""
    made = {}
    for name, keyed in unit.questions.items():
        if keyed.asked.question.kind != "result":
            poor = wrong_quotations(keyed.key.evidence) if keyed.asked.question.quotes else ()
            made[name] = Prepared(keyed, keyed.sample(_BEGUN.isoformat()), poor)
    return made


def answers_of(questions: Mapping[str, Prepared], profile: Profile, dice: Random) -> dict[str, Saved]:
    """Return the answers of one student, each saved some minutes after the one before."""
    answers, when = {}, _BEGUN + timedelta(minutes=dice.randrange(300))
    poor = dice.randrange(4)
    for name, question in list(questions.items())[: round(len(questions) * profile.reach)]:
        when += timedelta(seconds=dice.randrange(40, 400))
        value, quote = question.right.value, question.right.quote
        if dice.random() >= profile.right:
            value = wrong_value(question.keyed, dice)
        if quote and dice.random() >= profile.quoted:
            # Each way of quoting badly in its turn, so that a small class shows them all.
            quote = question.poor[poor % len(question.poor)]
            poor += 1
        answers[name] = Saved(value, quote, when.isoformat())
    return answers


def before_last_change(answers: dict[str, Saved]) -> dict[str, Saved]:
    """Return the answers as they were before a quotation was added to the last that has one."""
    name = next((name for name in reversed(answers) if answers[name].quote), None)
    if name is None:
        return dict(answers)
    earlier = datetime.fromisoformat(answers[name].saved) - timedelta(minutes=20)
    return {**answers, name: Saved(answers[name].value, "", earlier.isoformat())}


def finished(answers: dict[str, Saved]) -> datetime:
    """Return when the notebook is handed in: ten minutes after the last answer."""
    last = max((datetime.fromisoformat(saved.saved) for saved in answers.values()), default=_BEGUN)
    return last + timedelta(minutes=10)


def wrong_value(keyed: Keyed, dice: Random) -> object:
    """Return a value that its question takes and that does not earn full marks; where the key names misreadings, one of them."""
    question = keyed.asked.question
    return _WRONG[question.kind](question, keyed.key.key, list(keyed.key.misreadings), dice)


def _option(question: Question, key: str, misread: list, dice: Random) -> str:
    return dice.choice([name for name, _ in question.options if name != key])


def _options(question: Question, key: list, misread: list, dice: Random) -> list:
    """Leave one right option out, tick one wrong one or two."""
    wrong = [name for name, _ in question.options if name not in key]
    ticked = set(dice.sample(key, len(key) - 1)) | set(dice.sample(wrong, min(len(wrong), dice.choice((1, 1, 2)))))
    return [name for name, _ in question.options if name in ticked]


def _matches(question: Question, key: dict, misread: list, dice: Random) -> dict:
    if misread:
        return {**key, **dict(dice.sample(misread, min(len(misread), dice.choice((1, 2, 2)))))}
    item = dice.choice(list(key))
    return {**key, item: dice.choice([name for name, _ in question.targets if name != key[item]])}


def _order(question: Question, key: list, misread: list, dice: Random) -> list:
    """Put the first of a misread pair right before the second."""
    first, second = dice.choice(misread) if misread else dice.sample(key, 2)
    rest = [name for name in key if name != first]
    at = rest.index(second)
    order = [*rest[:at], first, *rest[at:]]
    return order if order != list(key) else order[::-1]


def _figure(question: Question, key: object, misread: list, dice: Random) -> float:
    target, tolerance = key if isinstance(key, tuple) else (key, 0)
    return dice.choice(misread) if misread else target + 2 * tolerance + dice.randrange(1, 4)


def _date(question: Question, key: str, misread: list, dice: Random) -> str:
    """Take the misread date, or a year before or after."""
    other = f"{int(key[:4]) + dice.choice((-1, 1))}{key[4:].replace('-02-29', '-02-28')}"
    return dice.choice([*misread, other])


def _quotations(question: Question, key: list, misread: list, dice: Random) -> list:
    """Give the first passage rightly or not at all, then what is misread or nothing fitting."""
    right = question.sample(key)
    wrong = " ".join(str(dice.choice(misread) if misread else right[0][::-1]).split()[:40])
    return [*right[:-1], wrong] if dice.random() < 0.5 else ["", *right[1:]] if len(right) > 1 else [wrong]


def _cells(question: Question, key: dict, misread: list, dice: Random) -> dict:
    table = {row: dict(entries) for row, entries in key.items()}
    for row, column, value in dice.sample(misread, min(len(misread), dice.choice((1, 2, 3)))):
        table[row][column] = value
    if not misread:
        row, column = dice.choice(question.cells())
        del table[row][column]
    return table


_WRONG: dict[str, Callable[..., object]] = {
    "single-choice": _option,
    "multiple-choice": _options,
    "matching": _matches,
    "ordering": _order,
    "number": _figure,
    "date": _date,
    "quotation": _quotations,
    "table": _cells,
}
