"""What the points of a class say of its questions: discrimination of each, reliability of the whole. Formulas by pandas.

Points come as a table with a row a student and a column a question. The works that are named here stand, with what the
report takes from each, in works.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

from pandas import DataFrame, Series

SMALL = 30  # students: fewer are too few for alpha even where the questions hang together well (Bujang, Omar and Baharum 2018)
FEWEST = 3  # students: with two, every correlation is 1, -1 or none
WEAK, FAIR = 0.2, 0.4  # discrimination: Kelava and Moosbrugger 2020
LOW, HIGH = 0.7, 0.9  # reliability: Nunnally 1978

_PLACES = 9  # decimal places beyond which points differ only by the machine's rounding
_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cronbach's alpha with an interval of 95 percent, from `students` and `questions`; alpha is None where there is none, and `why` says why."""

    alpha: float | None
    low: float | None
    high: float | None
    students: int
    questions: int
    why: str = ""

    @property
    def small(self) -> bool:
        """Whether the class is too small for the figure to be trusted."""
        return self.students < SMALL


def reliability(points: DataFrame) -> Reliability:
    """Return Cronbach's alpha of the students who have points for every question.

    alpha = k / (k - 1) * (1 - sum of the questions' variances / variance of the sum), k being the number of questions
    (L. J. Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16, 1951, pp. 297-334). The
    interval is Bonett's: 1 - exp(ln(1 - alpha) - ln(n / (n - 1)) ± z * sqrt(2k / ((k - 1)(n - 2)))) (D. G. Bonett, "Sample
    size requirements for testing and estimating coefficient alpha", Journal of Educational and Behavioral Statistics 27,
    2002, pp. 335-340); it needs no table of F.
    """
    whole = points.dropna()
    students, questions = whole.shape
    if questions < 2:
        return Reliability(None, None, None, students, questions, "it takes at least two questions")
    if students < FEWEST:
        return Reliability(None, None, None, students, questions, f"it takes at least {FEWEST} students with points for every question")
    spread = whole.sum(axis=1)
    if _constant(spread):
        return Reliability(None, None, None, students, questions, "everybody has the same points in all, so nothing tells students apart")
    alpha = alpha_of(whole.cov())
    return Reliability(alpha, *interval(alpha, students, questions), students, questions)


def alpha_of(covariances: DataFrame) -> float:
    """Return Cronbach's alpha from the covariances of the questions' points; their sum is the variance of the whole."""
    values, count = covariances.to_numpy(), len(covariances)
    return float(count / (count - 1) * (1 - values.trace() / values.sum()))


def interval(alpha: float, students: int, questions: int) -> tuple[float | None, float | None]:
    """Return Bonett's interval around an alpha; (None, None) where alpha is 1 and the formula has no logarithm to take."""
    if alpha >= 1 - 10**-_PLACES:
        return None, None
    reach = NormalDist().inv_cdf((1 + _CONFIDENCE) / 2) * sqrt(2 * questions / ((questions - 1) * (students - 2)))
    middle = log(1 - alpha) - log(students / (students - 1))
    return 1 - exp(middle + reach), 1 - exp(middle - reach)


def discrimination(points: DataFrame) -> Mapping[str, float | None]:
    """Return each question's corrected item-total correlation, of the students who have points for every question.

    It is Pearson's correlation of the points for the question with the points for all the others: the question itself is left
    out of the sum, or it would be compared with itself in part (J. P. Guilford, "The correlation of an item with a composite
    of the remaining items in a test", Educational and Psychological Measurement 13, 1953, pp. 87-93). None where there are
    fewer than three students, or where all have the same points for the question or for the others.
    """
    whole = points.dropna()
    if len(whole) < FEWEST or whole.shape[1] < 2:
        return dict.fromkeys(points.columns)
    total = whole.sum(axis=1)
    found = {}
    for name in whole.columns:
        rest = total - whole[name]
        found[name] = None if _constant(whole[name]) or _constant(rest) else float(whole[name].corr(rest))
    return found


def _constant(points: Series) -> bool:
    return points.round(_PLACES).nunique() < 2


def ranks(shares: Mapping[str, float]) -> dict[str, int]:
    """Return each question's place by difficulty, 1 for the one of which the class has the smallest share of the points."""
    return {name: int(place) for name, place in Series(dict(shares), dtype=float).round(_PLACES).rank(method="min").items()}
