"""What the unit on corroboration says about the record and about its cards, checked against the edition and the cards."""

import re

import pytest

from memo1949 import edition
from memo1949.grading.keys import load

from .notebook import TOP, cells

SOURCE = TOP / "source/corroboration/corroboration.ipynb"
YEAR = r"\b1[0-9]{3}\b"


@pytest.fixture(scope="module")
def keys():
    """The unit's questions with their keys."""
    return {name.removeprefix("corroboration-"): keyed.key for name, keyed in load(SOURCE).questions.items()}


@pytest.fixture(scope="module")
def cards():
    """The cards of the assignment: number → text, its reference included."""
    blocks = "\n\n".join(cell.source for cell in cells(SOURCE, "markdown")).split("\n\n")
    found = [re.match(r"> \*\*Card (\d+)\. ", block) for block in blocks]
    return {int(match[1]): block for match, block in zip(found, blocks, strict=True) if match}


def dated():
    """Return for each sentence of the record whether a year stands in it, grouped by section."""
    sentences = edition.frame("sentences")
    return sentences["text"].str.contains(YEAR).groupby(sentences["section"])


def test_the_dated_sentences_and_their_miscounts_are_the_editions(keys):
    """The pandas task's key is what the edition gives; each named miscount is what that mistake would give."""
    sentences, section = edition.frame("sentences"), "party-history"
    own = sentences[sentences["section"] == section]["text"]
    counted, size = dated().sum(), dated().size()
    assert keys["dated"].key == counted.to_dict()
    assert keys["dated"].misreadings.keys() == {
        (section, own.str.count(YEAR).sum()),
        (section, own.str.contains(r"[0-9]").sum()),
        (section, size[section] - counted[section]),
        (section, size[section]),
    }
    assert f"of the {size[section]} sentences" in keys["dated"].explanation and counted[section] == 19


def test_every_card_has_a_number_in_its_turn_and_a_reference(cards):
    """Cards are numbered from 1 without a gap; each ends on a source in italics with a link or a year."""
    assert list(cards) == list(range(1, 14))
    for card in cards.values():
        *_, reference = card.splitlines()
        assert re.fullmatch(r"> \*.+\*", reference) and re.search(r"https://|\b(19|20)\d\d\b", reference), card


def test_every_card_that_is_named_exists_and_is_made_use_of(cards):
    """Questions, explanations, task and samples name no card that is not there, and no card lies there for nothing."""
    text = "\n".join(cell.source for cell in cells(SOURCE) if not cell.id.startswith("part-"))
    named, ranges = set(), set()
    for first, between, last in re.findall(r"\b[Cc]ards? (\d+)(?: (and|to) (\d+))?\b", text):
        named |= {int(first), int(last or first)}
        ranges |= set(range(int(first), int(last) + 1)) if between == "to" else set()
    assert named <= set(cards)
    assert named | ranges == set(cards)


def test_the_figures_of_the_record_are_the_editions_and_those_of_the_cards_stand_on_them(keys, cards):
    """“The same”, “larger” and the words beside a figure follow from the edition's numbers and the text of the cards."""
    members = edition.frame("numbers").query("counts == 'members of the CCP'").set_index("date")
    ours = {"1927": members.loc["1921/1927"], "defeat": members.loc["1928"], "now": members.loc["1949-02-03"]}
    theirs = {
        "paper-1927": (10, "approximately ", 50_000),
        "paper-defeat": (10, "reduced to ", 10_000),
        "paper-now": (10, "more than ", 3_300_000),
        "smith-1927": (11, "the party had ", 57_967),
    }
    for row, (number, words, figure) in theirs.items():
        own = ours[row.split("-")[1]]
        assert f"{words}{figure:,}" in cards[number]
        assert keys["figures"].key[row]["figure"] == ("same" if figure == own["value"] else "larger"), row
        assert figure >= own["value"]
    assert [ours[row]["qualifier"] for row in ("1927", "defeat", "now")] == ["up-to", "exactly", "more-than"]


def test_the_order_of_events_takes_three_dates_from_the_record_and_three_from_cards(keys, cards):
    """Dates out of the edition's layer and out of the cards, sorted, give the key; the record's order is another one."""
    dates = {
        "zunyi": "1935-01",
        "armies": "1935-06",
        "wuhan": "1937-12",
        "back": "1938-08",
        "razin": "1946-02",
        "crash": "1946-04",
    }
    assert sorted(dates, key=dates.get) == keys["order"].key
    assert {dates[name] for name in ("zunyi", "wuhan", "crash")} <= set(edition.frame("dates")["value"])
    for number, words in ((7, "In June 1935 it met"), (8, "end of August 1938"), (9, "dated 23 February 1946")):
        assert words in cards[number]


def test_the_letter_could_be_read_when_the_card_says_so(keys, cards):
    """The key to the question on Razin is the month on its card, later than the year that the record gives."""
    assert keys["razin"].key == "1947-03" and "On 11 March 1947" in cards[9]
    assert "in 1946 Comrade Stalin wrote a letter" in " ".join(edition.text.split())
