"""The class report's numbers: rows in, counts and remarks out."""

import pytest

from grading.tiny import COUNT, LEAK, SECRET_LINE, unit
from memo1949.grading import rows
from memo1949.grading.alterations import DELETED, PASTED, alterations, owners
from memo1949.grading.desk.marks import MISSING, Mark
from memo1949.grading.keys import Keyed
from memo1949.grading.report.grid import grid
from memo1949.grading.report.page import render, report_of
from memo1949.grading.report.questions import misread, questions
from memo1949.grading.report.scores import items, shares, skills
from memo1949.grading.report.spread import spread
from memo1949.grading.report.standing import NOTHING, standings
from memo1949.grading.report.tally import quotations, tally
from memo1949.grading.rows import Row

from .work import ESSAY, FIVE, ORDER, OUR, PRESENT, SEVEN, TODAY, UNIT, dropped, held, row, scored, work


def counted(keyed: Keyed, *values: object) -> dict[str, int]:
    """Return {answer: how many gave it}, of answers that somebody gave."""
    return {bar.label: bar.count for bar in tally(keyed, [row(keyed.asked.id, value) for value in values]) if bar.count}


def test_every_option_is_counted_with_its_misreading() -> None:
    """A choice shows all options in their order, how many chose each, and what a wrong one stands for."""
    bars = tally(held().questions[OUR], [row(OUR, value) for value in ("cc", "cc", "soviet")])
    assert [bar.label for bar in bars] == [text for _, text in held().questions[OUR].asked.question.options]
    assert [(bar.count, bar.right) for bar in bars] == [(2, False), (0, False), (1, True), (0, False)]
    assert bars[0].note == held().questions[OUR].key.misreadings["cc"] and bars[2].note == ""


def test_ticks_left_out_are_told() -> None:
    """A right option that somebody left unticked says by how many, with the misreading."""
    bars = {bar.label: bar for bar in tally(held().questions[FIVE], [row(FIVE, ["ren", "shi"]), row(FIVE, ["mao", "ren"])])}
    assert (bars["Ren Bishi"].count, bars["Shi Zhe"].count, bars["Terebin"].count) == (2, 1, 0)
    assert bars["Mao Zedong"].note == "Left out by 1. Leaves the speaker out of those whom he counts."


def test_pairs_figures_and_orders() -> None:
    """Matches are counted item by item, figures with their unit, orders by the pairs that stand wrongly."""
    key = held().questions[PRESENT].key.key
    said = counted(held().questions[PRESENT], key, {**key, "terebin": "soviet"})
    assert said["Terebin → present, on the Soviet side"] == 1 and said["Zhu De → present, on the Chinese side"] == 2
    assert counted(held().questions[SEVEN], 7, 5, 5, 12) == {"7 people": 1, "5 people": 2, "12 people": 1}
    order = list(held().questions[ORDER].key.key)
    swapped = [order[0], order[2], order[1], *order[3:]]
    assert list(counted(held().questions[ORDER], order, swapped).values()) == [1, 1]


def test_quotations_are_counted_by_how_they_fared() -> None:
    """Too short, too long, not in the document, elsewhere, none: each is told apart."""
    fates = [("Mao Zedong absolutely ruled out", True), ("Mao Zedong", False), ("word " * 50, False), ("", False),
             ("nobody in this room ever wrote these words down", False), ("Mao Zedong absolutely ruled out", False)]  # fmt: skip
    bars = quotations([row(OUR, "cc", quote=quote, supported=supported) for quote, supported in fates])
    assert [bar.count for bar in bars] == [1] * 6 and [bar.right for bar in bars] == [True] + [False] * 5


def test_no_score_is_not_zero() -> None:
    """Whoever could not be graded or needs review has no points, is listed first, and is in no number of the class."""
    entries = [
        row(OUR, "soviet", 2.0, "a"),
        Row("b", UNIT, OUR, 2, None, rows.NEEDS_REVIEW, flags=(rows.NO_RECORD,)),
        Row("c", UNIT, OUR, 2, None, rows.OUR_ERROR, flags=("could not be graded: a reason",)),
    ]
    a, b, c = standings(work(entries))
    assert (a.earned, b.earned, c.earned) == (2.0, None, None)
    assert a.remarks == ("marked",) and b.urgent == ("needs review: no record (mediation-our)",)
    assert c.urgent == ("could not be graded: a reason",)
    report = report_of(work(entries), TODAY)
    (asked,) = (entry for entry in report.questions if entry.anchor.endswith(OUR))
    assert (asked.scored, asked.full, report.graded) == (1, 1, 1)


def test_who_may_need_help() -> None:
    """Few points, open questions, code that stops and nothing written are told in words."""
    entries = [
        row(OUR, "cc", 0.5),
        Row("a", UNIT, FIVE, 2, 0, rows.UNANSWERED),
        Row("a", UNIT, SEVEN, 2, 0, rows.UNANSWERED),
        Row("a", UNIT, "code", 2, 0, rows.STUDENT_ERROR, flags=("the code stops: KeyError: 'x'",)),
        Row("a", UNIT, ESSAY, 6, 0, rows.UNANSWERED),
    ]
    (standing,) = standings(work(entries))
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
    (standing,) = standings(work(entries))
    assert standing.earned == 3.0 and standing.urgent == (f"needs review: {PASTED} (code)",)


def test_every_point_has_its_place() -> None:
    """The table of points tells 0 from not answered, from no score yet, and from what a person must look at."""
    entries = [
        row(OUR, "cc", 0),
        Row("a", UNIT, FIVE, 2, 0, rows.UNANSWERED),
        Row("a", UNIT, SEVEN, 2, None, rows.NEEDS_REVIEW),
        row(ORDER, None, 1.25, verdict=rows.NEEDS_REVIEW),
        Row("a", UNIT, ESSAY, 6, None, rows.BY_HAND),
    ]
    ((student, line),) = grid(entries)
    assert student == "a" and [(entry.text, entry.aloud) for entry in line] == [
        ("0", ""), ("", "not answered"), ("", "no score yet"), ("1.25", "needs review"), ("", "to mark by hand")]  # fmt: skip


def test_no_answer_is_lost_from_the_counts() -> None:
    """A value that its question does not take, or a quotation without a value, is counted as such."""
    bars = tally(held().questions[OUR], [row(OUR, "cc"), row(OUR, "no such option", 0), row(OUR, None, 1, quote="on our side")])
    assert (bars[-1].label, bars[-1].count) == ("no answer, or one that does not fit the question", 2)


def test_what_students_write_is_text() -> None:
    """Markup in an id or in an error's words is shown, not obeyed."""
    entries = [Row("<script>x</script>", UNIT, OUR, 2, None, rows.OUR_ERROR, flags=("could not be graded: <img src=x>",))]
    page = render(report_of(work(entries, title="A <b>title</b>", names={"<script>x</script>": "<b>x</b>"}), TODAY))
    assert "<script" not in page and "<img" not in page and "<b>" not in page and "&lt;b&gt;x" in page


def test_who_answered_nothing_says_nothing_of_the_questions() -> None:
    """A record without any answer is in no share of a question; who left one question open counts there as not answered."""
    entries = [row(OUR, "soviet", 2.0, "a"), row(FIVE, None, 0, "a", verdict=rows.UNANSWERED)]
    entries += [row(name, None, 0, "b", verdict=rows.UNANSWERED) for name in (OUR, FIVE)]
    found = {one.id: one for one in questions(work(entries))}
    assert (found[OUR].scored, found[OUR].full, found[OUR].unanswered) == (1, 1, 0)
    assert (found[FIVE].scored, found[FIVE].share, found[FIVE].unanswered) == (1, 0.0, 1)


def test_difficulty_is_ranked_by_the_share_of_the_points() -> None:
    """The hardest question is first; two of one difficulty share a place; questions without scores have none."""
    entries = scored({"a": (2, 1, 1), "b": (2, 0, 0)}, (OUR, FIVE, SEVEN))
    assert {one.id: (one.rank, one.correct, one.share) for one in questions(work(entries)) if one.scored} == {OUR: (3, 1.0, 1.0), FIVE: (1, 0.0, 0.25), SEVEN: (1, 0.0, 0.25)}


def test_a_dropped_question_counts_nowhere() -> None:
    """It has no place among the others, no discrimination, and is in no skill, misreading or figure of the whole; its answers are told."""
    entries = [row(name, "cc", score, student, misreadings=("A sentence.",)) for student, points in (("a", (2, 1, 0)), ("b", (1, 1, 1)), ("c", (0, 1, 2))) for name, score in zip((OUR, FIVE, SEVEN), points, strict=True)]
    done = work(entries, dropped=dropped(SEVEN))
    found = {one.id: one for one in questions(done)}
    assert found[SEVEN].dropped == "full marks for everyone" and found[SEVEN].rank is found[SEVEN].apart is None
    assert {found[OUR].rank, found[FIVE].rank} == {1} and SEVEN not in items(done)
    assert "5" not in skills(done)[1].questions and {one.number for one in misread(done)} == {"2", "4"}
    page = render(report_of(done, TODAY))
    assert "Question 5 (dropped)" in page and "dropped: full marks for everyone" in page
    assert "out of the total" in render(report_of(work(entries, dropped=dropped(SEVEN, "out")), TODAY))
    assert report_of(work(entries, dropped=dropped(SEVEN, "out")), TODAY).question_points == report_of(work(entries), TODAY).question_points - 2


def test_a_skill_is_the_mean_of_the_students_shares() -> None:
    """Each student's share of a skill's points counts alike; a question without a score is no 0."""
    done = work([row(OUR, "cc", 2, "a"), row(FIVE, [], 1, "a"), row(OUR, "cc", 0, "b"), row(FIVE, [], None, "b")])
    every = shares(done)
    assert every["a"]["actors"] == 0.75 and every["b"]["actors"] == 0.0 and every["a"]["dates"] is None
    found = {skill.name: skill for skill in skills(done)}
    assert found["actors"].share == 0.375 and found["dates"].share is None


def test_writing_counts_once_all_is_marked() -> None:
    """A written answer is part of the whole when a person has marked everybody's, and not while one waits."""
    entries = [row(OUR, "cc", 1, "a"), row(ESSAY, None, 4, "a"), row(OUR, "cc", 1, "b"), row(ESSAY, None, None, "b", verdict=rows.BY_HAND)]
    assert ESSAY not in items(work(entries)) and ESSAY in items(work(entries[:3]))


def test_misreadings_that_two_share_are_told_once() -> None:
    """Those of one student alone are not; the most frequent comes first."""
    entries = [row(OUR, "cc", 0, student, misreadings=("Often.",)) for student in "abc"] + [row(FIVE, [], 0, student, misreadings=("Twice.",)) for student in "ab"]
    assert [(one.sentence, one.students) for one in misread(work([*entries, row(SEVEN, 3, 0, "a", misreadings=("Once.",))]))] == [("Often.", 3), ("Twice.", 2)]


def test_marks_are_spread_over_tenths() -> None:
    """Full marks are in the highest tenth, what lies on a border in the tenth that begins there; nothing gives nothing."""
    found = spread([0, 3, 6, 9.9, 10], 10)
    assert [count for _, count in found.steps] == [1, 0, 0, 1, 0, 0, 1, 0, 0, 2]
    assert (found.mean, found.median, found.lowest, found.highest) == (5.78, 6, 0, 10) and round(found.deviation, 3) == 4.358  # the root of 75.968 / 4
    assert [count for _, count in spread([0.3], 1).steps].index(1) == 3 and spread([5], 10).deviation is None
    assert spread([], 10) is None


def test_those_without_a_submission_are_on_the_list() -> None:
    """Who is in the class and handed nothing in is told so, by name, and has no mark, which is not 0."""
    marks = {"a": Mark("a", UNIT, 40, 30.0, late=7200), "z": Mark("z", UNIT, 40, None, MISSING)}
    a, z = standings(work([row(OUR, "soviet", 2.0)], marks=marks, names={"a": "Ann A", "z": "Zed Z"}))
    assert z.absent and z.mark is None and z.remarks == (NOTHING,) and z.name == "Zed Z"
    assert a.late == "2 hours late, no points taken off" and a.mark == 30.0 and a.remarks == (a.late,)
    page = render(report_of(work([row(OUR, "soviet", 2.0)], marks=marks, names={"z": "Zed Z"}), TODAY))
    assert "Handed nothing in: 1" in page and "<strong>Zed Z</strong>" in page


def test_nothing_written_is_unanswered() -> None:
    """A blank written answer is not told as one that waits to be marked."""
    (standing,) = standings(work([row(OUR, "cc", 1), row(ESSAY, None, 0, verdict=rows.UNANSWERED)]))
    assert (standing.to_mark, standing.unwritten) == (0, (ESSAY,)) and "nothing written" in standing.help


@pytest.mark.parametrize("students", [0, 1, 2])
def test_hardly_anybody_makes_a_page_too(students: int) -> None:
    """A class of nobody who answered, of one and of two has a report, which says why there is no reliability."""
    entries = scored(dict.fromkeys("ab"[:students], (2, 1, 0)), (OUR, FIVE, SEVEN)) or [row(OUR, None, 0, verdict=rows.UNANSWERED)]
    report = report_of(work(entries), TODAY)
    page = " ".join(render(report).split())
    assert report.takers == students and f"Alpha cannot be computed: {report.reliability.why}." in page
    assert ("Nobody who answered a question has points yet." in page) == (students == 0) and {one.telling for one in report.questions} == {"cannot be told"}


def test_a_small_class_is_warned() -> None:
    """Below thirty the page says that alpha is not to be trusted, from thirty on it does not; either way it shows the range."""
    for students, warned in ((29, True), (30, False)):
        entries = scored({f"s{number:02}": (number % 3, number % 4 / 2, number % 2) for number in range(students)}, (OUR, FIVE, SEVEN))
        page = render(report_of(work(entries), TODAY))
        assert ("The class is too small to trust this." in page) == warned and "fits what this class answered nearly as well" in page


def test_a_question_that_goes_backwards_is_pointed_out() -> None:
    """Where those who do well elsewhere do worse, the page says which question to look at first."""
    entries = scored({"a": (2, 2, 0), "b": (1, 1, 1), "c": (0, 0, 2)}, (OUR, FIVE, SEVEN))
    report = report_of(work(entries), TODAY)
    assert [one.id for one in report.backwards] == [SEVEN] and "Look at question 5 first." in render(report)
