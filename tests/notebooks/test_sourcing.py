"""What the unit on sourcing says about the document and the edition, checked against both."""

import re

import pytest

from memo1949 import edition
from memo1949.grading.keys import UnitKeys, load

from .notebook import TOP

SQUARE = re.compile(r"\[[^\]]*\]")


@pytest.fixture(scope="module")
def unit() -> UnitKeys:
    """The unit's questions and keys."""
    return load(TOP / "source/sourcing/sourcing.ipynb")


def saying_i(expression: str) -> dict[str, int]:
    """Return in how many stretches of each voice a regular expression finds something."""
    voices = edition.frame("voices")
    return voices[voices["quote"].str.contains(expression)]["value"].value_counts().to_dict()


def test_the_count_of_an_i_and_its_miscounts_are_the_editions(unit):
    """The pandas task's key is what the mended expression finds; each misreading is what another way of counting finds."""
    key = unit.questions["sourcing-pronouns"].key
    assert saying_i(r"\bI\b(?!\[)") == key.key
    voices = edition.frame("voices")
    every_word = voices["quote"].str.count(r"\bI\b(?!\[)").groupby(voices["value"]).sum().to_dict()
    elsewhere = saying_i(r"\bI\b").items() | saying_i("I").items() | every_word.items()
    assert key.misreadings.keys() <= elsewhere
    assert not key.misreadings.keys() & key.key.items()


def test_the_first_find_that_is_no_pronoun_is_the_only_one():
    """Of all rows that the unmended expression finds, one is a first name filled up by the editor."""
    voices = edition.frame("voices")
    found = voices[voices["quote"].str.contains(r"\bI\b")]["quote"]
    assert [words.startswith("I[van]") for words in found].count(True) == 1 == len(found) - sum(saying_i(r"\bI\b(?!\[)").values())


def test_the_i_changes_its_owner_with_the_partys_history():
    """As the explanation says: no “I” is Mao's before the last section, and none is the narrator's in it."""
    voices = edition.frame("voices")
    found = voices[voices["quote"].str.contains(r"\bI\b(?!\[)")]
    assert set(found[found["section"] == "party-history"]["value"]) == {"mao-first-person"}
    assert set(found[found["section"] != "party-history"]["value"]) == {"narrator"}


def test_the_editors_doubts_are_counted_as_they_stand(unit):
    """The number of doubts, of other brackets and of all brackets are those of the text."""
    square = SQUARE.findall(edition.text)
    doubts = [words for words in square if words.startswith("[sic")]
    shortened = [words for words in square if words in ("[munist]", "[iet]", "[van]")]
    key = unit.questions["sourcing-sic"].key
    assert key.key == len(doubts)
    assert {len(square) - len(shortened), len(square)} <= key.misreadings.keys()


def test_one_untagged_sentence_of_the_asian_section_is_the_narrators(unit):
    """The passage asked for is, in the edition's voices, the narrator's and free of a verb of saying, and the only such one."""
    said = re.compile(r"\b(I|Mao Zedong|my|me)\b")
    mine = [note.quote for note in edition.annotations("voices", "asian-bureau") if note.value == "narrator"]
    alone = [" ".join(words.split()) for words in mine if not said.search(words)]
    assert [alone] == unit.questions["sourcing-untagged"].key.key


def test_each_of_those_present_is_in_the_story_or_not_as_the_key_says(unit):
    """The people ticked are named in the section on the party's history, the others are not."""
    story = " ".join(edition.segment("party-history").text.split())
    asked = unit.questions["sourcing-story"]
    named = [option for option, name in asked.asked.question.options if name.split(".")[-1].strip() in story]
    assert named == asked.key.key
