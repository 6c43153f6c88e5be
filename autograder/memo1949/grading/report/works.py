"""The works that the report's formulas and thresholds come from, as its last part lists them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Work:
    """A work: the mark by which the page refers to it, the reference, what is taken from it."""

    mark: str
    reference: str
    taken: str


WORKS = (
    Work(
        "cronbach",
        "L. J. Cronbach, “Coefficient alpha and the internal structure of tests”, Psychometrika 16, no. 3 (1951), pp. 297–334",
        "the formula of alpha",
    ),
    Work(
        "bonett",
        "D. G. Bonett, “Sample size requirements for testing and estimating coefficient alpha”, Journal of Educational and Behavioral Statistics 27 (2002), pp. 335–340",
        "the range around alpha, at 95 %",
    ),
    Work(
        "yurdugul",
        "H. Yurdugül, “Minimum sample size for Cronbach’s coefficient alpha: a Monte-Carlo study”, Hacettepe University Journal of Education 35 (2008), pp. 397–405",
        "that the number of students alone does not decide; few can be enough only where the questions hang together well",
    ),
    Work(
        "bujang",
        "M. A. Bujang, E. D. Omar and N. A. Baharum, “A review on sample size determination for Cronbach’s alpha test: a simple guide for researchers”, Malaysian Journal of Medical Sciences 25, no. 6 (2018), pp. 85–99",
        "the warning below 30 students, which it takes for sufficient only where the questions hang together well",
    ),
    Work(
        "nunnally",
        "J. C. Nunnally, Psychometric Theory, 2nd ed. (New York: McGraw-Hill, 1978), pp. 245–246",
        "0.7 as modest reliability, 0.9 as the least where a decision about a person hangs on the mark",
    ),
    Work(
        "guilford",
        "J. P. Guilford, “The correlation of an item with a composite of the remaining items in a test”, Educational and Psychological Measurement 13 (1953), pp. 87–93",
        "leaving the question itself out of the sum with which it is compared",
    ),
    Work(
        "kelava",
        "A. Kelava and H. Moosbrugger, “Deskriptivstatistische Itemanalyse und Testwertbestimmung”, in Testtheorie und Fragebogenkonstruktion, ed. H. Moosbrugger and A. Kelava (Berlin: Springer, 2020), pp. 143–158",
        "0.2 and 0.4 as the steps of discrimination",
    ),
    Work(
        "young",
        "M. Young, B.-A. Cummings and C. St-Onge, “Ensuring the quality of multiple-choice exams administered to small cohorts: a cautionary tale”, Perspectives on Medical Education 6, no. 1 (2017), pp. 21–28",
        "the warning about discrimination: of 32 questions set to 22 groups of 10 to 15 students, 29 came out as poor in one group and as excellent in another",
    ),
)
NUMBERS = {work.mark: number for number, work in enumerate(WORKS, 1)}
