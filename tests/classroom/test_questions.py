"""The question types: what a definition must be, what an answer may be, what it scores."""

import pytest

from memo1949 import Column, Date, Matching, MultipleChoice, Number, Ordering, Quotation, Result, SingleChoice, Table
from memo1949.classroom.problems import AnswerError, QuestionError

ABC = {"a": "Apple", "b": "Bread", "c": "Cheese"}
WHY = {"a": "Takes the first.", "b": "Takes the second."}


@pytest.mark.parametrize(
    "make",
    [
        lambda: SingleChoice("", ABC),
        lambda: SingleChoice("   ", ABC),
        lambda: SingleChoice("Which?", {"a": "Apple"}),
        lambda: SingleChoice("Which?", [("a", "Apple"), ("a", "Bread")]),
        lambda: SingleChoice("Which?", {"a": "Apple", "b": "Apple"}),
        lambda: SingleChoice("Which?", {"A b": "Apple", "b": "Bread"}),
        lambda: SingleChoice("Which?", {"": "Apple", "b": "Bread"}),
        lambda: MultipleChoice("Which?", {"a": "", "b": "Bread"}),
        lambda: Matching("Match.", ABC, {"x": "X"}),
        lambda: Ordering("Order.", {"a": "A", "b": "B"}),
        lambda: Date("When?", precision="hour"),
        lambda: Quotation("Quote.", passages=0),
        lambda: Table("Fill.", ABC, {"x": Column("X")}),
        lambda: Table("Fill.", ABC, {"x": Column("X", kind="number")}, without=[("a", "nowhere")]),
        lambda: Column("Years", options={"a": "A", "b": "B"}, kind="number"),
        lambda: Result("Compute.", name="not a name"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_when_it_is_written(make):
    """A definition with an empty prompt, a missing, bad or repeated id, or nothing to answer raises QuestionError."""
    with pytest.raises(QuestionError):
        make()


@pytest.mark.parametrize(
    ("question", "key", "misreadings"),
    [
        (SingleChoice("Which?", ABC), "d", WHY),
        (SingleChoice("Which?", ABC), "c", {"a": "Takes the first."}),
        (SingleChoice("Which?", ABC), "c", {**WHY, "c": "Right, in fact."}),
        (SingleChoice("Which?", ABC), "c", {"a": "", "b": "x"}),
        (MultipleChoice("Which?", ABC), ["a", "b", "c"], {}),
        (MultipleChoice("Which?", ABC), [], WHY),
        (MultipleChoice("Which?", ABC), ["c"], {"a": "Takes the first."}),
        (Matching("Match.", ABC, {"x": "X", "y": "Y"}), {"a": "x"}, {}),
        (Matching("Match.", ABC, {"x": "X", "y": "Y"}), {"a": "x", "b": "y", "c": "y"}, {("a", "x"): "Right, in fact."}),
        (Ordering("Order.", ABC), ["a", "b"], {}),
        (Ordering("Order.", ABC), ["a", "b", "c"], {}),
        (Ordering("Order.", ABC), ["c", "b", "a"], {("c", "a"): "Right, in fact."}),
        (Number("How many?"), "7", {}),
        (Number("How many?"), (7, 2), {8: "Within the tolerance."}),
        (Date("When?"), "1949-02-30", {}),
        (Date("When?"), "1949-02", {}),
        (Date("When?", precision="year"), "1949", {"1949": "Right, in fact."}),
        (Quotation("Quote."), [["words that stand nowhere in this document"]], {}),
        (Table("Fill.", ABC, {"x": Column("X", kind="number")}), {"a": {"x": 1}}, {}),
        (Result("Compute.", "total"), object(), {}),
    ],
)
def test_a_key_that_cannot_be_right_is_refused(question, key, misreadings):
    """A key outside the question, an unnamed wrong option or a misreading that is right raises QuestionError."""
    with pytest.raises(QuestionError):
        question.check_key(key, misreadings)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (SingleChoice("Which?", ABC), "d"),
        (SingleChoice("Which?", ABC), 1),
        (MultipleChoice("Which?", ABC), "a"),
        (MultipleChoice("Which?", ABC), ["a", "d"]),
        (Matching("Match.", ABC, {"x": "X", "y": "Y"}), {"d": "x"}),
        (Matching("Match.", ABC, {"x": "X", "y": "Y"}), ["x"]),
        (Ordering("Order.", ABC), ["a", "a"]),
        (Number("How many?"), "seven"),
        (Number("How many?"), float("nan")),
        (Number("How many?"), True),
        (Number("How many?"), "3,00"),
        (Date("When?"), "1949-13"),
        (Date("When?"), "1949-02-30"),
        (Date("When?"), "3 February 1949"),
        (Date("When?", precision="month"), "1949-02-03"),
        (Quotation("Quote."), ["one", "two"]),
        (Quotation("Quote."), [7]),
        (Table("Fill.", ABC, {"x": Column("X", kind="number")}), {"d": {"x": 1}}),
        (Table("Fill.", ABC, {"x": Column("X", kind="number")}), {"a": 1}),
        (Result("Compute.", "total"), lambda: 7),
        (Result("Compute.", "total"), float("nan")),
    ],
)
def test_an_answer_of_the_wrong_form_is_refused_with_a_sentence(question, value):
    """A value that is none of the question's raises AnswerError with words for the student."""
    with pytest.raises(AnswerError) as caught:
        question.check(value)
    assert len(str(caught.value).split()) >= 4


@pytest.mark.parametrize("text", ["30000", "30,000", "30 000", " 30’000 ", "30,000.0", 30000, 30000.0])
def test_a_number_may_be_written_as_people_write_it(text):
    """Separators of thousands are understood, in the usual writings."""
    assert Number("How many?").check(text) == 30000


@pytest.mark.parametrize(
    ("value", "fraction"),
    [(["a", "b"], 1.0), (["a"], 0.5), (["a", "b", "c", "d"], 0.0), (["c"], 0.0), (["a", "b", "c"], 0.5), ([], 0.0)],
)
def test_a_multiple_choice_scores_right_ticks_less_wrong_ones(value, fraction):
    """The share of right options ticked less the share of wrong ones: ticking everything earns nothing."""
    question = MultipleChoice("Which?", {**ABC, "d": "Dates"})
    assert question.score(value, ["a", "b"]).fraction == fraction


@pytest.mark.parametrize(
    ("value", "fraction"),
    [(["c", "b", "a"], 1.0), (["b", "c", "a"], 1 / 3), (["a", "b", "c"], 0.0), (["c", "b"], 1 / 3), (["c"], 0.0)],
)
def test_an_ordering_scores_pairs_in_right_order_less_pairs_in_wrong(value, fraction):
    """Kendall's tau, never below 0; a pair with an item not placed counts for neither."""
    assert Ordering("Order.", ABC).score(value, ["c", "b", "a"]).fraction == pytest.approx(fraction)


def test_an_ordering_names_the_pairs_that_were_turned_round():
    """Each pair put the wrong way round is a misreading's key, as (put before, this one)."""
    assert set(Ordering("Order.", ABC).score(["b", "c", "a"], ["c", "b", "a"]).misread) == {("b", "c")}


@pytest.mark.parametrize(("value", "fraction"), [("1946-04", 1.0), ("1946", 0.5), ("1945-04", 0.0), ("1946-05", 0.0), ("1945", 0.0)])
def test_a_right_but_coarser_date_earns_half(value, fraction):
    """The year alone is half right where the month is asked; another date is not."""
    assert Date("When?", precision="month").score(value, "1946-04").fraction == fraction


def test_a_matching_and_a_table_score_by_the_part():
    """Each item, and each cell, earns its share; those left open earn nothing."""
    matching = Matching("Match.", ABC, {"x": "X", "y": "Y"})
    outcome = matching.score({"a": "x", "b": "x"}, {"a": "x", "b": "y", "c": "y"})
    assert (outcome.fraction, outcome.misread) == (pytest.approx(1 / 3), (("b", "x"),))
    table = Table("Fill.", {"a": "A", "b": "B"}, {"n": Column("Number", kind="number"), "d": Column("Date", kind="date")}, without=[("b", "d")])
    outcome = table.score(table.check({"a": {"n": "1,000", "d": "1949"}}), {"a": {"n": 1000, "d": "1948"}, "b": {"n": 3}})
    assert (outcome.fraction, outcome.misread) == (pytest.approx(1 / 3), (("a", "d", "1949"),))


def test_a_quotation_is_marked_by_position():
    """Two passages in either order, found with folded spaces and quotes; words from elsewhere do not count."""
    question = Quotation("Quote two.", passages=2)
    key = [["Mao Zedong absolutely ruled out this possibility"], ["Mao Zedong reiterated that one"]]
    denial, second = "absolutely  ruled out\nthis possibility", "Mao Zedong reiterated that one cannot"
    assert question.score([denial, second], key).fraction == 1
    assert question.score([second, denial], key).fraction == 1
    assert question.score([denial, denial], key).fraction == 0.5
    assert question.score(["The conversation ended at this.", ""], key).fraction == 0
    assert question.score(["ruled out this", ""], key).fraction == 0, "three words are too few"


def test_a_result_compares_plain_data_and_asks_no_object_whether_it_is_equal():
    """pandas and numpy results become plain data; an object that claims to equal everything is refused."""
    import numpy as np
    import pandas as pd

    question = Result("Compute.", "total")
    assert question.check(np.int64(7)) == 7
    assert question.check(pd.Series([2, 1], index=["mao", "narrator"])) == {"mao": 2, "narrator": 1}
    assert question.score(question.check(np.float64(0.1) + 0.2), 0.3).fraction == 1
    assert question.score({"mao": 2, "narrator": 2}, {"mao": 2, "narrator": 1}).fraction == 0.5
    assert question.score({"mao": 2, "narrator": 1, "extra": 1}, {"mao": 2, "narrator": 1}).fraction == pytest.approx(2 / 3)
    assert question.score(True, 1).fraction == 0

    class Sly(int):
        def __eq__(self, other):
            return True

        __hash__ = int.__hash__

    with pytest.raises(AnswerError):
        question.check(Sly(3))
    with pytest.raises(AnswerError):
        question.check({"a": Sly(3)})
