"""What the unit on Yugoslavia says about the record, checked against the edition."""

import re

from memo1949 import edition
from memo1949.grading.keys import load

from .notebook import TOP, cells

SOURCE = TOP / "source/yugoslavia/yugoslavia.ipynb"
WORDS = "traitor|renegade|nationalist|opportunis"


def hard_words(pattern: str, each: str = "contains"):
    """Return for each sentence of the two sections whether it has, or how many it has of, the words; and its section."""
    sentences = edition.frame("sentences")
    told = sentences[sentences["section"].isin(["yugoslavia", "party-history"])]
    return getattr(told["text"].str, each)(pattern).groupby(told["section"])


def test_the_shares_of_hard_words_and_their_miscounts_are_the_editions():
    """The pandas task's key is what the edition gives; each named miscount is what that mistake would give."""
    held = load(SOURCE).questions["yugoslavia-words"].key
    shares, sentences = hard_words(WORDS).mean(), hard_words(WORDS).sum()
    words = hard_words(WORDS, "count").mean()
    without_isms = hard_words(WORDS.replace("opportunis", "opportunist")).mean()
    assert held.key == shares.to_dict()
    assert set(held.misreadings) == {
        ("yugoslavia", sentences["yugoslavia"]),
        ("party-history", sentences["party-history"]),
        ("yugoslavia", words["yugoslavia"]),
        ("party-history", words["party-history"]),
        ("party-history", without_isms["party-history"]),
        ("yugoslavia", 100 * shares["yugoslavia"]),
    }


def test_the_explanation_of_the_shares_counts_right():
    """“Two sentences of four”, “nine of eighty”, as the explanation of the pandas task has it."""
    said = load(SOURCE).questions["yugoslavia-words"].key.explanation
    hard, size = hard_words(WORDS).sum(), hard_words(WORDS).size()
    assert (hard["yugoslavia"], size["yugoslavia"]) == (2, 4) and "Two sentences of four" in said
    assert (hard["party-history"], size["party-history"]) == (9, 80) and "nine of eighty" in said


def test_zhang_guotao_is_named_in_these_two_sections_alone():
    """The pandas task keeps “the two sections in which Zhang Guotao is named”."""
    persons = edition.frame("persons")
    assert set(persons[persons["value"] == "zhang-guotao"]["section"]) == {"yugoslavia", "party-history"}


def test_every_card_of_the_assignment_has_its_reference_and_every_card_named_exists():
    """Cards A to H each end on a source in italics; questions, explanations and samples name no other card."""
    text = "\n".join(cell.source for cell in cells(SOURCE))
    cards = re.findall(r"^> \*\*Card ([A-Z])\..*\n>\n> \*(.+)\*$", text, re.MULTILINE)
    assert [letter for letter, _ in cards] == list("ABCDEFGH") and all(reference for _, reference in cards)
    assert set(re.findall(r"\bcard ([A-Z])\b", text)) <= set("ABCDEFGH")


def test_the_lesson_counts_the_section_right():
    """“Four sentences, seventy-two words”, as the lesson says of the section."""
    sentences = edition.frame("sentences")
    words = sentences[sentences["section"] == "yugoslavia"]["words"]
    assert (len(words), words.sum()) == (4, 72)
    assert "four sentences, seventy-two words" in cells(TOP / "lessons/02-yugoslavia.ipynb")[0].source
