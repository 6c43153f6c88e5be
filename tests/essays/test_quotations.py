"""Quotations in an essay: found between marks of any style, and looked up in the document."""

import json
import time
from pathlib import Path

import pytest

from memo1949.grading.essays.checking import Verdict, checked
from memo1949.grading.essays.guidance import guidance_of
from memo1949.grading.essays.quoted import quotations
from memo1949.grading.essays.reading import LONGEST, MOST, read

SOURCE = Path(__file__).parents[2] / "source"
EXACT = "hurried to refuse mediation after they had received reliable information about our position"
STYLES = ['"{}"', "“{}”", "„{}“", "„{}”", "”{}”", "«{}»", "« {} »", "»{}«", "‹{}›", "‘{}’", "‚{}‘", "'{}'", "「{}」", "『{}』", "＂{}＂"]


def said(text: str) -> list[str]:
    """Return the quotations of a text."""
    return [text[place.start : place.end].strip() for place in quotations(text)]


@pytest.mark.parametrize("style", STYLES)
def test_every_style_of_marks(style: str) -> None:
    """Whatever marks a student's keyboard or language has, the words between them are found, also in the middle of a sentence."""
    assert said(f"The record says {style.format(EXACT)}, it's clear.") == [EXACT]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It's the students' own opinion that Mao's guests didn't hear it.", []),
        ("He “ruled it out” and said “no more than seven people know”.", ["no more than seven people know"]),
        ('He said "one cannot [sic, probably "can"] rule out the possibility" here.', ['one cannot [sic, probably "can"] rule out the possibility']),
        ("“They say “no more of this” to us today” and go.", ["They say “no more of this” to us today"]),
        ("'Mao's words and the narrator's words' differ.", ["Mao's words and the narrator's words"]),
        ("An inch is 2.54 cm, 5\" are five of them and no more.", []),
        ("“This is never closed and so nothing", []),
        ("“never closed, \"but this one is closed\" again", ["but this one is closed"]),
        ("“He stops [in a bracket that is never closed” and goes on", ["He stops [in a bracket that is never closed"]),
    ],
)
def test_what_is_a_quotation(text: str, found: list[str]) -> None:
    """Apostrophes, single words and lone marks are none; marks in the editor's brackets and inside a quotation belong to it."""
    assert said(text) == found


def test_verdicts_with_place_and_voice() -> None:
    """Exact words have a place and a voice, near ones the document's own words too; what stands nowhere has neither."""
    here, nearly, nowhere = checked(1, EXACT), checked(2, "hurried to refuse the mediation after they received reliable information"), checked(3, "the Western powers knew everything from Stalin")
    assert (here.verdict, here.parts[0].found.places, here.parts[0].found.voices) == (Verdict.HERE, ("mediation, paragraph 1, sentence 7",), ("Narrator",))
    assert (nearly.verdict, nearly.parts[0].found.words) == (Verdict.NEARLY, "hurried to refuse mediation after they had received reliable information")
    assert here.parts[0].found.before.endswith("the Western powers ")
    assert (nowhere.verdict, nowhere.parts[0].found) == (Verdict.NOWHERE, None)


def test_words_left_out_and_words_of_the_assignment() -> None:
    """A quotation with an ellipsis is looked up piece by piece, and is as good as its worst; a card's words are told from invented ones."""
    good, bad = checked(1, "Later, having learned somehow […] changed their position"), checked(2, "Later, having learned somehow ... sold their position dearly")
    assert (good.verdict, len(good.parts)) == (Verdict.HERE, 2)
    assert [part.verdict for part in bad.parts] == [Verdict.HERE, Verdict.NOWHERE] and bad.verdict is Verdict.NOWHERE
    card = "## Cards\n\n> *Zhang’s army* was then **a province away** from Zunyi."
    assert checked(1, "army was then a province away", card).verdict is Verdict.TASK
    assert checked(1, "army was then a province away").verdict is Verdict.NOWHERE


def test_the_essay_keeps_its_words_and_gets_numbers() -> None:
    """Behind each quotation stand its number and sign, through emphasis and lists; a block quotation counts without marks."""
    reading = read(f'One: "hurried to *refuse mediation* after they had received" and\n\n- “absolutely ruled out this possibility”\n\n> {EXACT}')
    marks = [f"<sup class=\"memo1949-ref\">{number}\xa0✓</sup>" for number in (1, 2, 3)]
    html = reading.html.replace("&nbsp;", "\xa0")
    assert [one.number for one in reading.quotations] == [1, 2, 3]
    assert f'received"{marks[0]} and' in html and f"possibility”{marks[1]}" in html and f"{EXACT}{marks[2]}</p>" in html
    assert "<em>refuse mediation</em>" in html


@pytest.mark.parametrize("unit", sorted(path.name for path in SOURCE.iterdir()))
def test_the_sample_essays_quote_the_document(unit: str) -> None:
    """Every quotation in every sample essay of ours is found, word for word: the checker errs on none of them, nor do they."""
    source = SOURCE / unit / f"{unit}.ipynb"
    task = "\n".join("".join(cell["source"]) for cell in json.loads(source.read_text(encoding="utf-8"))["cells"] if cell["id"].endswith("task"))
    (guidance,) = guidance_of(source).values()
    found = [one for sample in guidance.samples for one in read(sample.text, task=task).quotations]
    assert len(found) >= 8
    assert [one.said for one in found if one.verdict is not Verdict.HERE] == []


@pytest.mark.parametrize("text", ["“a b c d " * 6000, "\"'“" * 15_000, "'[\"" * 15_000, "> “x " * 3000])
def test_a_text_made_to_be_slow_is_not(text: str) -> None:
    """A page is drawn while a grader waits, whatever a student has typed into the essay."""
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < 5


def test_only_so_many_are_looked_up() -> None:
    """Beyond a number that no essay reaches, quotations are counted and not looked up; a very long text is shown unread."""
    reading = read(" ".join(f'"some invented words with the number {number}"' for number in range(MOST + 7)))
    assert (len(reading.quotations), reading.more) == (MOST, 7)
    assert read(f'"{EXACT}" ' + "x" * LONGEST).quotations == ()
