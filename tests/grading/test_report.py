"""The class report's numbers: rows in, counts and remarks out."""

from datetime import date

import pytest

from memo1949.grading import keys, rows
from memo1949.grading.alterations import DELETED, PASTED, alterations, owners
from memo1949.grading.keys import Keyed, UnitKeys
from memo1949.grading.report.grid import grid
from memo1949.grading.report.page import render, report_of
from memo1949.grading.report.standing import standings
from memo1949.grading.report.tally import quotations, tally
from memo1949.grading.rows import Row

from .course import CHECKOUT
from .tiny import COUNT, LEAK, SECRET_LINE, unit

UNIT = "mediation"
OUR, PRESENT, FIVE, SEVEN, ORDER = (f"mediation-{word}" for word in ("our", "present", "five", "seven", "order"))


@pytest.fixture(scope="module")
def held() -> UnitKeys:
    """The keys of the first unit."""
    return keys.load(CHECKOUT / "source" / UNIT / f"{UNIT}.ipynb")


def row(question: str, value: object, score: float = 1, student: str = "a", **more: object) -> Row:
    """Return a marked row."""
    return Row(student, UNIT, question, 2, score, more.pop("verdict", rows.MARKED), value, **more)


def counted(keyed: Keyed, *values: object) -> dict[str, int]:
    """Return {answer: how many gave it}, of answers that somebody gave."""
    return {bar.label: bar.count for bar in tally(keyed, [row(keyed.asked.id, value) for value in values]) if bar.count}


def test_every_option_is_counted_with_its_misreading(held: UnitKeys) -> None:
    """A choice shows all options in their order, how many chose each, and what a wrong one stands for."""
    bars = tally(held.questions[OUR], [row(OUR, value) for value in ("cc", "cc", "soviet")])
    assert [bar.label for bar in bars] == [text for _, text in held.questions[OUR].asked.question.options]
    assert [(bar.count, bar.right) for bar in bars] == [(2, False), (0, False), (1, True), (0, False)]
    assert bars[0].note == held.questions[OUR].key.misreadings["cc"] and bars[2].note == ""


def test_ticks_left_out_are_told(held: UnitKeys) -> None:
    """A right option that somebody left unticked says by how many, with the misreading."""
    bars = {bar.label: bar for bar in tally(held.questions[FIVE], [row(FIVE, ["ren", "shi"]), row(FIVE, ["mao", "ren"])])}
    assert (bars["Ren Bishi"].count, bars["Shi Zhe"].count, bars["Terebin"].count) == (2, 1, 0)
    assert bars["Mao Zedong"].note == "Left out by 1. Leaves the speaker out of those whom he counts."


def test_pairs_figures_and_orders(held: UnitKeys) -> None:
    """Matches are counted item by item, figures with their unit, orders by the pairs that stand wrongly."""
    key = held.questions[PRESENT].key.key
    said = counted(held.questions[PRESENT], key, {**key, "terebin": "soviet"})
    assert said["Terebin → present, on the Soviet side"] == 1 and said["Zhu De → present, on the Chinese side"] == 2
    assert counted(held.questions[SEVEN], 7, 5, 5, 12) == {"7 people": 1, "5 people": 2, "12 people": 1}
    order = list(held.questions[ORDER].key.key)
    swapped = [order[0], order[2], order[1], *order[3:]]
    assert list(counted(held.questions[ORDER], order, swapped).values()) == [1, 1]


def test_quotations_are_counted_by_how_they_fared() -> None:
    """Too short, too long, not in the document, elsewhere, none: each is told apart."""
    fates = [("Mao Zedong absolutely ruled out", True), ("Mao Zedong", False), ("word " * 50, False), ("", False),
             ("nobody in this room ever wrote these words down", False), ("Mao Zedong absolutely ruled out", False)]  # fmt: skip
    bars = quotations([row(OUR, "cc", quote=quote, supported=supported) for quote, supported in fates])
    assert [bar.count for bar in bars] == [1] * 6 and [bar.right for bar in bars] == [True] + [False] * 5


def test_no_score_is_not_zero(held: UnitKeys) -> None:
    """Whoever could not be graded or needs review has no points, is listed first, and is in no number of the class."""
    entries = [
        row(OUR, "soviet", 2.0, "a"),
        Row("b", UNIT, OUR, 2, None, rows.NEEDS_REVIEW, flags=(rows.NO_RECORD,)),
        Row("c", UNIT, OUR, 2, None, rows.OUR_ERROR, flags=("could not be graded: a reason",)),
    ]
    a, b, c = standings(entries, [])
    assert (a.earned, b.earned, c.earned) == (2.0, None, None)
    assert a.remarks == ("marked",) and b.urgent == ("needs review: no record (mediation-our)",)
    assert c.urgent == ("could not be graded: a reason",)
    report = report_of(held, "A title", entries, date(2026, 11, 23), {})
    (asked,) = (entry for entry in report.questions if entry.anchor.endswith(OUR))
    assert (asked.scored, asked.full, report.graded) == (1, 1, 1)


def test_who_may_need_help(held: UnitKeys) -> None:
    """Few points, open questions, code that stops and nothing written are told in words."""
    entries = [
        row(OUR, "cc", 0.5),
        Row("a", UNIT, FIVE, 2, 0, rows.UNANSWERED),
        Row("a", UNIT, SEVEN, 2, 0, rows.UNANSWERED),
        Row("a", UNIT, "code", 2, 0, rows.STUDENT_ERROR, flags=("the code stops: KeyError: 'x'",)),
        Row("a", UNIT, "essay", 6, 0, rows.UNANSWERED),
    ]
    (standing,) = standings(entries, ["essay"])
    assert standing.help == ("the code stops: KeyError: 'x'", "has 6% of the points for questions", "2 questions not answered", "nothing written")


def test_pasted_and_deleted_cells_are_told_of_their_question() -> None:
    """A cell that is missing or stands there twice is told of the question it belongs to; other cells are nobody's."""
    source = [dict(cell) for cell in unit().cells]
    owned = owners(source)
    assert owned["counting-code"] == owned[f"ask-{COUNT}"] == owned[COUNT] == COUNT and "setup" not in owned
    assert alterations(owned, source) == {}
    by_name = {cell["id"]: cell for cell in source}
    changed = [cell for cell in source if cell["id"] not in (f"ask-{LEAK}", "setup")] + [by_name["counting-code"], by_name["reading"]]
    assert alterations(owned, changed) == {LEAK: (DELETED,), COUNT: (PASTED,)}
    stripped = [{**cell, "metadata": {}} for cell in source]
    assert set(alterations(owned, stripped).values()) == {(DELETED,)} and SECRET_LINE in alterations(owned, stripped)


def test_what_needs_review_keeps_its_points() -> None:
    """A score that a person should look at counts meanwhile, and the remark names the question."""
    entries = [row(OUR, "soviet", 2.0), row("code", None, 1.0, verdict=rows.NEEDS_REVIEW, flags=(PASTED,))]
    (standing,) = standings(entries, [])
    assert standing.earned == 3.0 and standing.urgent == (f"needs review: {PASTED} (code)",)


def test_every_point_has_its_place() -> None:
    """The table of points tells 0 from not answered, from no score yet, and from what a person must look at."""
    entries = [
        row(OUR, "cc", 0),
        Row("a", UNIT, FIVE, 2, 0, rows.UNANSWERED),
        Row("a", UNIT, SEVEN, 2, None, rows.NEEDS_REVIEW),
        row(ORDER, None, 1.25, verdict=rows.NEEDS_REVIEW),
        Row("a", UNIT, "essay", 6, None, rows.BY_HAND),
    ]
    ((student, line),) = grid(entries)
    assert student == "a" and [(entry.text, entry.aloud) for entry in line] == [
        ("0", ""), ("", "not answered"), ("", "no score yet"), ("1.25", "needs review"), ("", "to mark by hand")]  # fmt: skip


def test_no_answer_is_lost_from_the_counts(held: UnitKeys) -> None:
    """A value that its question does not take, or a quotation without a value, is counted as such."""
    bars = tally(held.questions[OUR], [row(OUR, "cc"), row(OUR, "no such option", 0), row(OUR, None, 1, quote="on our side")])
    assert (bars[-1].label, bars[-1].count) == ("no answer, or one that does not fit the question", 2)


def test_what_students_write_is_text(held: UnitKeys) -> None:
    """Markup in an id or in an error's words is shown, not obeyed."""
    entries = [Row("<script>x</script>", UNIT, OUR, 2, None, rows.OUR_ERROR, flags=("could not be graded: <img src=x>",))]
    page = render(report_of(held, "A <b>title</b>", entries, date(2026, 11, 23), {}))
    assert "<script" not in page and "<img" not in page and "<b>" not in page
