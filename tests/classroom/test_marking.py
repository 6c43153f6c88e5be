"""From an answer and a key to a score: halves for choice and quotation, verdicts, sentences."""

import pytest

from memo1949 import Date, Number, Quotation, SingleChoice
from memo1949.classroom.marking import Key, exact_score, mark_answer
from memo1949.classroom.problems import QuestionError
from memo1949.classroom.questions.quotation import fault, sample_quotation, supports
from memo1949.classroom.record import Saved

WHO = SingleChoice("Who rules a leak out?", {"mao": "Mao Zedong", "narrator": "the narrator", "zhou": "Zhou Enlai"})
KEY = Key(
    "mao",
    ("Mao Zedong absolutely ruled out this possibility",),
    {"narrator": "Takes the one who reports the words for the one who speaks them.", "zhou": "Takes being present for speaking."},
    "Mao speaks; the narrator reports him.",
)
RIGHT_QUOTE = "Mao Zedong absolutely ruled out this possibility"


def said(value, quote=""):
    """An answer as the record holds it."""
    return Saved(value, quote, "2026-01-01T10:00:00+00:00")


@pytest.mark.parametrize(
    ("saved", "score", "verdict", "misreadings"),
    [
        (None, 0, "unanswered", 0),
        (said(None), 0, "unanswered", 0),
        (said("mao", RIGHT_QUOTE), 2, "marked", 0),
        (said("mao"), 1, "marked", 0),
        (said(None, RIGHT_QUOTE), 1, "marked", 0),
        (said("zhou", RIGHT_QUOTE), 1, "marked", 1),
        (said("zhou", "some words that nobody ever wrote down"), 0, "marked", 1),
        (said("mao", "To this Mao Zedong said that Tito is"), 1, "marked", 0),
        (said("nobody", RIGHT_QUOTE), 1, "marked", 0),
        (said({"mao": 1}, RIGHT_QUOTE), 1, "marked", 0),
    ],
)
def test_half_the_marks_of_a_choice_are_for_the_quotation(saved, score, verdict, misreadings):
    """Choice and quotation earn a half each, alone; a blank is unanswered; a value of the wrong form earns nothing."""
    marked = mark_answer("mediation-who", WHO, 2, saved, KEY)
    assert (marked.score, marked.verdict, len(marked.misreadings)) == (score, verdict, misreadings)
    assert type(marked.score) is float


def test_a_value_of_the_wrong_form_says_why():
    """The note carries the sentence that the student would have seen."""
    assert "not one of the options" in mark_answer("mediation-who", WHO, 2, said("nobody", RIGHT_QUOTE), KEY).note


def test_a_quotation_from_elsewhere_is_told_apart_from_an_invented_one():
    """Both earn nothing, and the note says which it is."""
    assert "stand in the document, but" in mark_answer("a", WHO, 2, said("mao", "To this Mao Zedong said that Tito is"), KEY).note
    assert "do not stand" in mark_answer("a", WHO, 2, said("mao", "Mao flew to the moon in a paper kite"), KEY).note


@pytest.mark.parametrize(
    ("quote", "supported"),
    [
        ("Mao Zedong absolutely ruled out this possibility for, as he stated, such", True),
        ("mao zedong absolutely ruled out\nthis   possibility", True),
        ("ruled out this", False),
        ("possibility for, as he stated, such serious questions and, in particular, communications with Moscow, are known only", False),
        ("To this Mao Zedong said that Tito is", False),
        (" ".join(["Mao Zedong absolutely ruled out this possibility"] * 7), False),
        ("", False),
    ],
)
def test_a_quotation_supports_when_half_of_it_lies_in_the_evidence(quote, supported):
    """4 to 40 words, found in the document, at least half by position in one accepted span."""
    assert supports(quote, ["Mao Zedong absolutely ruled out this possibility"]) is supported


def test_the_fault_of_a_quotation_is_told():
    """Too short, too long and not in the document each have their sentence; a good quotation has none."""
    assert "at least 4" in fault("ruled out this")
    assert "at most 40" in fault("word " * 41)
    assert "do not stand" in fault("Mao flew to the moon in a paper kite")
    assert fault(RIGHT_QUOTE) == ""


def test_the_sample_answer_of_a_key_earns_full_marks():
    """What the key itself would answer is worth all points, whatever the type."""
    for question, key in [
        (WHO, KEY),
        (Number("How many?", quote=True), Key(7, KEY.evidence, {}, "Because.")),
        (Date("When?", precision="year"), Key("1949", (), {}, "Because.")),
        (Quotation("Quote.", passages=1), Key([["To this Mao Zedong said that Tito is"]], (), {}, "Because.")),
    ]:
        key.check(question)
        assert mark_answer("a", question, 3, key.sample(question, "2026-01-01T10:00:00+00:00"), key).score == 3


def test_a_short_piece_of_evidence_can_still_be_met():
    """The sample quotation is widened to the four words that a quotation needs."""
    quote = sample_quotation(["interpreter Shi Zhe, took part"])
    assert supports(quote, ["interpreter Shi Zhe, took part"])


def test_evidence_that_no_quotation_could_meet_is_refused():
    """One word of evidence cannot make half of any four words, and the writer is told."""
    with pytest.raises(QuestionError, match="widen the evidence"):
        sample_quotation(["Terebin"])


def test_a_key_without_explanation_is_refused():
    """Students see the explanation with their marks, so there must be one."""
    with pytest.raises(QuestionError, match="explanation"):
        Key("mao", KEY.evidence, KEY.misreadings, " ").check(WHO)


def test_a_misquoted_passage_names_its_misreading_by_position():
    """A quotation from the wrong place shows the misreading of that place, whatever words were chosen there."""
    question = Quotation("Quote the denial.")
    key = Key([["Mao Zedong absolutely ruled out this possibility"]], (), {"To this Mao Zedong said that Tito is [like] Zhang Guotao": "Reads on into Yugoslavia."}, "Because.")
    key.check(question)
    assert mark_answer("a", question, 1, said(["Mao Zedong said that Tito is [like]"]), key).misreadings == ("Reads on into Yugoslavia.",)


@pytest.mark.parametrize(("score", "exact"), [(2.0000000001, 2.0), (-1, 0.0), (1 / 3, 0.333333), (5, 2.0)])
def test_a_score_is_a_plain_float_within_its_points(score, exact):
    """Rounded to six places and never outside 0 to the points, as nbgrader's partial credit needs."""
    assert exact_score(score, 2) == exact
