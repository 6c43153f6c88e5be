"""The teacher's guide: everything of source/ and the lessons is in it, it cannot drift, and students never get it."""

import re
import shutil
from pathlib import Path

import pytest
from lxml import html

from browser import new_context, violations
from memo1949 import edition, shipped
from memo1949.cli import main
from memo1949.grading import keys
from memo1949.grading.guide import guide_of, render
from memo1949.grading.guide.answers import answer, place

from .course import CHECKOUT

SOURCE, LESSONS = CHECKOUT / "source", CHECKOUT / "lessons"
UNITS = [path.stem for path in sorted(SOURCE.glob("*/*.ipynb"))]


@pytest.fixture(scope="module")
def guide():
    """The guide of all units."""
    return guide_of(LESSONS, SOURCE)


@pytest.fixture(scope="module")
def page(guide):
    """The page, parsed."""
    return html.fromstring(render(guide))


def text(element) -> str:
    """Return what an element says, with plain spaces."""
    return " ".join(element.text_content().split())


def test_units_come_with_their_lessons(guide):
    """Every unit of source/ is there, in the order of the lessons, each with its own lesson and all that a plan needs."""
    assert [unit.id for unit in guide.units] == ["sourcing", "mediation", "yugoslavia", "asian-bureau", "party-history", "corroboration"]
    assert [unit.lesson.file[:2] for unit in guide.units] == ["00", "01", "02", "03", "04", "05"]
    for unit in guide.units:
        assert unit.lesson.question.endswith("?") and [label for label, _ in unit.lesson.header] == ["Time", "You need to know", "You will be able to"]
        assert len(unit.lesson.discussion) >= 5 and unit.lesson.short and unit.lesson.words and unit.claims and unit.works


def test_plans_fill_their_minutes_with_parts_of_the_lesson(guide):
    """In 20, 50 and 90 minutes: steps add up, most name a part of the lesson, and the points to discuss are there."""
    for unit in guide.units:
        assert set(unit.plans.steps) == {20, 50, 90} and unit.plans.alone
        for length, steps in unit.plans.steps.items():
            assert sum(step.minutes for step in steps) == length
            assert sum(not step.heading for step in steps) <= 1
            for step in steps:
                for numbers in re.findall(r"iscuss no\. ([\d, and]+)", step.doing):
                    assert all(1 <= int(number) <= len(unit.lesson.discussion) for number in re.findall(r"\d", numbers)), step


@pytest.mark.parametrize("unit", UNITS)
def test_every_key_is_on_the_page(page, unit):
    """Each question with prompt, points, skill, the right answer, each piece of evidence with its place, each misreading, the reason."""
    for name, keyed in keys.load(SOURCE / unit / f"{unit}.ipynb").questions.items():
        (shown,) = page.xpath(f"//section[@id='key-{name}']")
        said = text(shown)
        parts = [keyed.asked.question.prompt, keyed.asked.skill, f"{keyed.points:g} point", keyed.key.explanation, *keyed.key.misreadings.values()]
        for words in [*parts, *answer(keyed).right]:
            assert " ".join(words.split()) in said, (name, words)
        for words in keyed.key.evidence:
            assert " ".join(words.split()) in said
        places = [text(found) for found in shown.xpath(".//blockquote/span[@class='place']")]
        assert len(places) == len(keyed.key.evidence) and all(re.search(r", (paragraph \d+, sentences? \d+|heading)", found) for found in places)
        assert len(shown.xpath(".//tbody/tr")) == len(keyed.key.misreadings)


def test_what_is_quoted_and_what_is_left_out_is_told():
    """A passage that students must find comes with its place; a right option that a misreading leaves out is marked as such."""
    held = keys.load(SOURCE / "mediation/mediation.ipynb").questions
    first, second = answer(held["mediation-contradiction"]).right
    assert first.startswith("Passage 1: “Mao Zedong absolutely ruled out") and "), or “" in first
    assert second.endswith("(mediation, paragraph 1, sentence 8)")
    wrong = dict(answer(held["mediation-five"]).wrong)
    assert wrong["Mao Zedong (not ticked)"] == "Leaves the speaker out of those whom he counts." and "Shi Zhe" in wrong


def test_results_come_with_the_code_that_gives_them(guide):
    """A question that wants a result shows the sample solution, other questions show none."""
    for unit in guide.units:
        assert [bool(found.code) for found in unit.answers] == [found.kind == "a result of code" for found in unit.answers]


def test_essays_come_with_rubric_and_six_samples(page):
    """Each unit has its task, the rubric of three levels, and two samples a level with the reason for it."""
    for unit in page.xpath("//section[@class='unit']"):
        said = text(unit)
        for level in ("Proficient", "Emergent", "Basic"):
            assert len(re.findall(rf"{level} \(\d\)\.", said)) == 2
        assert said.count("Why this level:") == 6 and "### " not in said


def test_a_place_is_told_as_a_reader_counts():
    """Section, paragraph and sentence, or sentences from one to another, or a heading."""
    passage = edition.locate("Mao Zedong reiterated that one")[0]
    assert place(passage.start, passage.end) == "mediation, paragraph 1, sentence 8"
    first, second, *_ = edition.sentences("yugoslavia")
    assert place(first.start, second.end) == "yugoslavia, paragraph 1, sentences 1–2"
    heading = edition.segment("mediation.h")
    assert place(heading.start, heading.end) == "mediation, heading"


def test_names_and_words_are_those_of_registers_and_lessons(page, guide):
    """Every person, body and place with every variant; every word that a lesson explains, once, with all its meanings."""
    names = text(page.xpath("//section[@aria-labelledby='names']")[0])
    for entry in (*edition.persons().values(), *edition.organisations().values(), *edition.places().values()):
        assert all(" ".join(variant.text.split()) in names for variant in entry.variants), entry.id
    terms = [text(term) for term in page.xpath("//dl[@class='glossary']//dt")]
    assert len(set(terms)) == len(terms) > 30 and set(terms) == {word.term for unit in guide.units for word in unit.lesson.words}
    assert next(meaning for term, meanings in guide.glossary if term == "CC" for meaning, _ in meanings) == "its Central Committee."


def test_it_cannot_drift(tmp_path: Path, capsys: pytest.CaptureFixture):
    """A page that was written is current until a key, a lesson or a sample changes; then --check says so."""
    for folder in ("source", "lessons"):
        shutil.copytree(CHECKOUT / folder, tmp_path / folder)
    target = tmp_path / "guide.html"
    command = ["guide", str(target), "--source", str(tmp_path / "source"), "--lessons", str(tmp_path / "lessons"), "--unit", "mediation"]
    assert main(command) == 0 and main([*command, "--check"]) == 0
    for path, old, new in (
        (tmp_path / "source/mediation/mediation.ipynb", "Takes the day for the month.", "Swaps day and month."),
        (tmp_path / "lessons/01-foreign-mediation.ipynb", "the keeping of secrets", "keeping things secret"),
    ):
        before = path.read_text(encoding="utf-8")
        assert old in before
        path.write_text(before.replace(old, new), encoding="utf-8")
        assert main([*command, "--check"]) == 1
        path.write_text(before, encoding="utf-8")
    assert main([*command, "--check"]) == 0
    capsys.readouterr()
    assert main([*command[:-1], "no-such-unit"]) == 2
    assert "mediation" in capsys.readouterr().err


def test_a_part_of_a_plan_that_the_lesson_lost_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture):
    """When a lesson loses a cell, the plan that uses it is refused with the name of both."""
    shutil.copytree(LESSONS, tmp_path / "lessons")
    lesson = tmp_path / "lessons/01-foreign-mediation.ipynb"
    lesson.write_text(lesson.read_text(encoding="utf-8").replace('"id": "picture"', '"id": "drawing"'), encoding="utf-8")
    assert main(["guide", str(tmp_path / "guide.html"), "--lessons", str(tmp_path / "lessons"), "--unit", "mediation"]) == 2
    assert "'picture'" in capsys.readouterr().err


def test_it_is_not_written_where_students_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    """Not into lessons/, release/, source/ or feedback/ of a course; and without source/ there is no guide at all."""
    (tmp_path / "nbgrader_config.py").touch()
    for folder in ("lessons", "release/mediation", "source/mediation", "feedback/student-01"):
        (tmp_path / folder).mkdir(parents=True)
        assert main(["guide", str(tmp_path / folder / "guide.html"), "--unit", "mediation"]) == 2
        assert list((tmp_path / folder).iterdir()) == []
    assert "students" in capsys.readouterr().err
    monkeypatch.setattr(shipped, "checkout", lambda: None)
    assert main(["guide", str(tmp_path / "guide.html"), "--lessons", str(LESSONS)]) == 2
    assert "not part of the installed package" in capsys.readouterr().err and not (tmp_path / "guide.html").exists()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_offline_and_prints(browser, tmp_path: Path, scheme: str):
    """The page asks nothing of any other file or host, axe finds nothing, it fits a telephone, and on paper units begin on a page."""
    target = tmp_path / "guide.html"
    # One unit with the appendices has every kind of part; axe takes minutes for six.
    target.write_text(render(guide_of(LESSONS, SOURCE, ["mediation"])), encoding="utf-8")
    with new_context(browser, color_scheme=scheme, offline=True) as context:
        opened, asked = context.new_page(), []
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto(target.as_uri())
        assert violations(opened, "html") == ""
        assert asked == [target.as_uri()]
        opened.set_viewport_size({"width": 390, "height": 800})
        assert opened.evaluate("document.documentElement.scrollWidth") <= 390
        opened.emulate_media(media="print")
        assert opened.evaluate("getComputedStyle(document.querySelector('.unit')).breakBefore") == "page"
        assert opened.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
