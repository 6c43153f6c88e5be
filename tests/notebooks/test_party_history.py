"""What the unit on the party's history says about the edition, checked against the edition."""

import pytest

from memo1949 import edition
from memo1949.grading.keys import load

from .notebook import TOP

UNIT = TOP / "source/party-history/party-history.ipynb"


@pytest.fixture(scope="module")
def keys():
    """The unit's questions with their keys."""
    return {name: keyed.key for name, keyed in load(UNIT).questions.items()}


def steps(section=None):
    """Return the differences from each date told to the one before it, by the first year that stands in it."""
    dates = edition.frame("dates")
    told = dates if section is None else dates[dates["section"] == section]
    return told["value"].str.extract(r"(\d{4})", expand=False).astype(int).diff()


def test_the_steps_back_and_their_miscounts_are_the_editions(keys):
    """The pandas task's key is what the edition's dates give; its named miscounts are what the slips they name would give."""
    section, everything = steps("party-history"), steps()
    counted = keys["party-history-telling"]
    assert counted.key == (section < 0).sum()
    assert (section > 0).sum() == (everything < 0).sum() == 11
    assert (section <= 0).sum() == 12 and (everything <= 0).sum() == 14 and len(section) == 24
    assert set(counted.misreadings) == {11, 12, 14, 24}
    assert f"Of {len(section) - 1} steps" in counted.explanation and f", {counted.key} go back" in counted.explanation


def test_the_fall_in_members_is_calculated_from_the_editions_numbers(keys):
    """The percentage follows from the two figures that the edition has for the party before 1928 and in 1928, one of them a ceiling."""
    members = edition.frame("numbers").query("counts == 'members of the CCP'").set_index("date")
    before, after = members.loc["1921/1927"], members.loc["1928"]
    key, tolerance = keys["party-history-fall"].key
    assert before["qualifier"] == "up-to"
    assert abs(100 * (1 - int(after["value"]) / int(before["value"])) - key) <= tolerance


def test_each_figure_counts_what_the_edition_says(keys):
    """The six figures to match are numbers of the section with their qualifiers, and count what the key says."""
    numbers = edition.frame("numbers")
    words = {"zhang": "Zhang Guotao", "destroyed": "losses", "fighters": "fighters", "army-now": "Liberation Army"}
    items = dict(load(UNIT).questions["party-history-figures"].asked.question.items)
    for item, target in keys["party-history-figures"].key.items():
        (place,) = edition.locate(items[item].strip("“”"), "party-history")
        number = numbers[(numbers["start"] < place.end) & (place.start < numbers["end"])].iloc[0]
        assert words.get(target, "members of the CCP") in number["counts"], item
        assert target != "members-then" or number["date"] == "1936"


def test_looking_back_from_today_is_found_where_a_sentence_begins_with_now(keys):
    """Three sentences of the section begin so: the two that are asked for, and the one that the misreading names first."""
    now = {
        words
        for words in edition.frame("sentences").query("section == 'party-history'")["text"]
        if words.startswith("Now")
    }
    hindsight = keys["party-history-hindsight"]
    assert {words for entry in hindsight.key for words in entry} | {next(iter(hindsight.misreadings))} == now


def test_every_paragraph_with_a_story_is_asked_about(keys):
    """Evidence or a passage to quote stands in every paragraph, but for the list of the periods and the closing sentence."""
    passages = [words for key in keys.values() for words in key.evidence]
    passages += [
        words
        for name in ("razin", "hindsight", "seats")
        for entry in keys[f"party-history-{name}"].key
        for words in entry
    ]
    places = [place for words in passages for place in edition.locate(words, "party-history")]
    bare = [
        paragraph.id.removeprefix("party-history.")
        for paragraph in edition.paragraphs()
        if paragraph.id.startswith("party-history.")
        and not any(paragraph.start <= place.start < paragraph.end for place in places)
    ]
    assert bare == ["p1", "p14"]
