"""The report's statistics against figures that others have published, and against sums done by hand."""

from math import sqrt

import pytest
from pandas import DataFrame

from memo1949.grading.report.measures import FEWEST, SMALL, alpha_of, discrimination, interval, ranks, reliability

# The data set `cronbach_alpha` that comes with pingouin (https://pingouin-stats.org): 15 persons, Q1 to Q10. pingouin 0.7.0
# gives alpha 0.5917188485995826, with an interval after Feldt from 0.195 to 0.840.
PINGOUIN = DataFrame([
    [3, 2, 4, 1, 4, 5, 1, 4, 3, 2], [5, 4, 6, 3, 5, 1, 2, 5, 5, 5], [7, 3, 5, 5, 6, 4, 3, 3, 6, 5], [2, 4, 3, 3, 2, 2, 2, 6, 6, 3],
    [6, 5, 6, 5, 4, 4, 4, 6, 7, 5], [1, 2, 3, 4, 2, 5, 2, 3, 5, 2], [4, 3, 5, 3, 5, 2, 1, 2, 4, 3], [2, 4, 4, 3, 7, 2, 2, 4, 6, 5],
    [6, 5, 5, 5, 1, 6, 5, 2, 3, 2], [5, 4, 6, 4, 3, 5, 3, 1, 7, 2], [4, 3, 5, 2, 5, 3, 2, 3, 4, 1], [4, 2, 3, 2, 5, 3, 4, 2, 3, 4],
    [5, 5, 6, 2, 3, 3, 2, 4, 4, 5], [6, 5, 5, 4, 2, 2, 1, 4, 6, 5], [4, 3, 5, 5, 3, 1, 3, 2, 3, 4],
])  # fmt: skip

# Four students, three questions, each harder than the one before.
STEPS = DataFrame([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]], columns=["easy", "middling", "hard"], dtype=float)


def test_alpha_is_what_pingouin_gives() -> None:
    """The same data give the same alpha, to ten places; the interval, by another formula, is near."""
    found = reliability(PINGOUIN)
    assert found.alpha == pytest.approx(0.5917188485995826, abs=1e-10)
    assert (found.students, found.questions, found.small) == (15, 10, True)
    assert found.low == pytest.approx(0.195, abs=0.06) and found.high == pytest.approx(0.840, abs=0.02)


def test_alpha_is_what_statsbase_gives() -> None:
    """The example in the documentation of Julia's StatsBase (`cronbachalpha`), which starts from covariances: 0.8136."""
    covariances = DataFrame([[10, 6, 6, 6], [6, 11, 6, 6], [6, 6, 12, 6], [6, 6, 6, 13]])
    assert alpha_of(covariances) == pytest.approx(0.8136, abs=5e-5)


def test_the_interval_is_near_feldts() -> None:
    """The example of statpsych's `ci.cronbach(.05, .85, 7, 89)`, after Feldt 1965: from 0.7971 to 0.8931."""
    assert interval(0.85, 89, 7) == (pytest.approx(0.7971254, abs=0.002), pytest.approx(0.8931436, abs=0.002))


def test_alpha_by_hand() -> None:
    """Variances 1/4, 1/3, 1/4 of the questions and 5/3 of the sums: 3/2 * (1 - (5/6) / (5/3)) = 3/4."""
    assert reliability(STEPS).alpha == pytest.approx(0.75)


def test_discrimination_by_hand() -> None:
    """The easy question against the other two: 0.75 / sqrt(0.75 * 2.75); the middling one: 1 / sqrt(1 * 2)."""
    found = discrimination(STEPS)
    assert found["easy"] == pytest.approx(sqrt(3 / 11)) == found["hard"]
    assert found["middling"] == pytest.approx(1 / sqrt(2))


def test_a_question_is_not_compared_with_itself() -> None:
    """Of two questions each is compared with the other alone; one that goes the other way round is negative."""
    two = DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [4.0, 3.0, 2.0, 1.0]})
    assert discrimination(two) == {"a": pytest.approx(-1), "b": pytest.approx(-1)}


@pytest.mark.parametrize("students", range(FEWEST))
def test_too_few_students_give_no_figure(students: int) -> None:
    """Nobody, one and two: no alpha and no discrimination, and it is said how many it takes."""
    found = reliability(STEPS.head(students))
    assert found.alpha is found.low is None and found.students == students and f"at least {FEWEST} students" in found.why
    assert set(discrimination(STEPS.head(students)).values()) == {None}


def test_without_differences_there_is_no_figure() -> None:
    """Where all have the same, nothing can be told; a question that all answer alike harms the others' figures not at all."""
    same = DataFrame({"a": [1 / 3] * 4, "b": [2 / 3] * 4, "c": [0.1 + 0.2] * 4})
    assert reliability(same).alpha is None and "the same points" in reliability(same).why
    assert set(discrimination(same).values()) == {None}
    found = discrimination(STEPS.assign(all=1.0))
    assert found["all"] is None and found["middling"] == pytest.approx(1 / sqrt(2))


def test_one_question_has_no_reliability() -> None:
    """Alpha compares questions, so it takes two."""
    assert reliability(STEPS[["easy"]]).why == "it takes at least two questions" and discrimination(STEPS[["easy"]]) == {"easy": None}
    assert reliability(DataFrame()).alpha is None


def test_missing_scores_leave_the_student_out() -> None:
    """A student without a score for one question is in none of the figures, rather than counted with 0."""
    more = STEPS.copy()
    more.loc[4] = [0.0, None, 1.0]
    assert reliability(more) == reliability(STEPS) and discrimination(more) == discrimination(STEPS)


def test_perfect_agreement_has_no_interval() -> None:
    """Where alpha is 1 the interval's formula has no logarithm to take, and none is given."""
    found = reliability(DataFrame({"a": [0.0, 1.0, 2.0], "b": [0.0, 1.0, 2.0]}))
    assert found.alpha == pytest.approx(1) and found.low is found.high is None


def test_a_class_is_small_below_thirty() -> None:
    """The warning stands for every class of fewer than thirty."""
    many = DataFrame([[row % 3, row % 4, row % 2] for row in range(SMALL)], dtype=float)
    assert not reliability(many).small and reliability(many.head(SMALL - 1)).small


def test_ranks_share_a_place() -> None:
    """Equal shares have one place, whatever the machine's rounding, and the next place is left out."""
    assert ranks({"a": 0.3, "b": 0.1 + 0.2, "c": 0.1, "d": 1.0}) == {"a": 2, "b": 2, "c": 1, "d": 4}
    assert ranks({}) == {}
