"""Assignments in source/: their parts, points and skills, and that nothing about them gives an answer away."""

import re

from memo1949 import edition
from memo1949.grading.keys import load

from .notebook import SOURCES, TOP, cells, named

KINDS = {"single-choice", "multiple-choice", "matching", "ordering", "number", "date", "quotation", "table", "result"}
SKILLS = {"actors", "dates", "source criticism"}


def essay_of(path):
    """The cell of an assignment's essay."""
    return next(cell for cell in cells(path, "markdown") if cell.metadata.get("nbgrader", {}).get("grade"))


def test_a_units_folder_holds_its_notebook_alone():
    """nbgrader copies every other file to the students and, when it grades, over theirs."""
    assert SOURCES
    for folder in (TOP / "source").iterdir():
        assert [file.name for file in folder.iterdir()] == [f"{folder.name}.ipynb"]


@named(SOURCES)
def test_a_units_questions_belong_to_it_and_say_their_points(path):
    """Ids begin with the unit's name, keys fit questions, ask() and nbgrader agree on points, the total at the top is right."""
    unit = load(path)  # refuses points that differ and wrong options without a misreading
    assert unit.unit == path.parent.name
    assert all(name.startswith(f"{unit.unit}-") for name in [*unit.questions, *unit.manual])
    assert f"{unit.points:g} points in all" in cells(path)[0].source


@named(SOURCES)
def test_an_assignment_is_locked_but_for_what_students_write(path):
    """Prose and questions are locked; the pandas cell and the essay are open; the last cell seals and cannot be deleted."""
    *others, last = cells(path)
    for cell in others:
        assert cell.metadata.nbgrader.locked is not cell.metadata.nbgrader.solution, cell.id
    assert (last.id, last.source, last.metadata.get("deletable")) == ("seal", "seal()", False)
    assert "nbgrader" not in last.metadata
    assert next(cell for cell in cells(path, "code")).id == "setup"


@named(SOURCES)
def test_a_question_stands_before_its_test(path):
    """Each ask cell is called after its question; the test cell of that name comes after it, with its key hidden."""
    order = [cell.id for cell in cells(path)]
    hidden = re.compile(
        r'answered\("([^"]+)"\)\n### BEGIN HIDDEN TESTS\nmark\("([^"]+)",.*### END HIDDEN TESTS', re.DOTALL
    )
    for name in load(path).questions:
        assert order.index(f"ask-{name}") < order.index(name)
        test = next(cell for cell in cells(path) if cell.id == name)
        assert hidden.fullmatch(test.source).groups() == (name, name)


@named(SOURCES)
def test_a_unit_asks_about_every_skill(path):
    """At least ten autograded questions over all skills, a third or more on source criticism, a task in pandas, an essay."""
    unit = load(path)
    skills = [keyed.asked.skill for keyed in unit.questions.values()]
    assert len(skills) >= 10 and set(skills) == SKILLS
    assert skills.count("source criticism") * 3 >= len(skills)
    assert "result" in {keyed.asked.question.kind for keyed in unit.questions.values()}
    assert len(unit.manual) == 1


def test_every_kind_of_question_is_used():
    """The assignments together use all question types."""
    assert {keyed.asked.question.kind for path in SOURCES for keyed in load(path).questions.values()} == KINDS


@named(SOURCES)
def test_options_give_nothing_away_by_their_length(path):
    """The right option of a single choice is never much longer or shorter than the others are on average."""
    for name, keyed in load(path).questions.items():
        if keyed.asked.question.kind == "single-choice":
            lengths = {option: len(text) for option, text in keyed.asked.question.options}
            right = lengths.pop(keyed.key.key)
            mean = sum(lengths.values()) / len(lengths)
            assert mean / 1.5 <= right <= 1.5 * mean, name


@named(SOURCES)
def test_a_prompt_does_not_hand_out_its_own_evidence(path):
    """Whoever copies words from a question into its quotation earns nothing by that."""
    for name, keyed in load(path).questions.items():
        if keyed.asked.question.quotes:
            copied = re.findall(r"“([^”]+)”", keyed.asked.question.prompt)
            assert all(len(words.split()) < 4 for words in copied), name


@named(SOURCES)
def test_an_essay_has_a_rubric_and_two_sample_answers_a_level(path):
    """Three levels with points, six samples with reasons, all between the marks that a release clears, all quoting exactly."""
    essay = essay_of(path).source
    assert essay.startswith("### BEGIN SOLUTION\n") and essay.endswith("\n### END SOLUTION")
    task = next(cell.source for cell in cells(path, "markdown") if "| level | points |" in cell.source)
    for level in ("Proficient", "Emergent", "Basic"):
        assert len(re.findall(rf"\*\*{level} \(\d\)\.\*\*", essay)) == 2 and f"| {level} |" in task
    assert essay.count("\n*Why this level:") == 6
    quoted = re.findall(r"“((?:[^“”]|“[^”]*”)+)”", essay)
    assert quoted and all(edition.quote(words.rstrip(".,")) or len(words.split()) < 3 for words in quoted), quoted


@named(SOURCES)
def test_a_proficient_essay_keeps_to_the_length_that_is_asked_for(path):
    """What students are shown as very good can be written in the words they are given."""
    task = next(cell.source for cell in cells(path, "markdown") if "| level | points |" in cell.source)
    least, most = map(int, re.search(r"in (\d+) to (\d+) words", task).groups())
    samples = [text for text in essay_of(path).source.split("\n\n") if "**Proficient" in text]
    assert [sample[:20] for sample in samples if not least <= len(sample.split()) <= most] == []
