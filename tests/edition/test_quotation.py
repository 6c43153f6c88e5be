"""Finding quotations as readers write them, and refusing words that do not stand there."""

import random

import pytest

from memo1949 import edition


@pytest.mark.parametrize("part", edition.sentences(), ids=lambda part: part.id)
def test_every_sentence_is_found_where_it_stands(part):
    """A whole sentence, as it is or on one line, is found at its own place."""
    for words in (part.text, " ".join(part.text.split())):
        finding = edition.quote(words)
        assert any(passage.start <= part.start + 1 and passage.end >= part.end - 3 for passage in finding.passages)


def test_foreign_spaces_dashes_quotes_capitals_and_brackets_do_not_matter():
    """Sixty random stretches of the text are found after all that copying and retyping do to them."""
    chance = random.Random(1949)
    words = edition.text.split()
    for _ in range(60):
        at = chance.randrange(len(words) - 30)
        taken = " ".join(words[at : at + chance.randint(4, 30)])
        noisy = taken.replace(" ", chance.choice(["  ", "\n", "\u00a0", "\t"])).replace("—", "-").replace("“", '"').replace("”", '"').replace("'", "’")
        noisy = noisy.upper() if chance.random() < 0.3 else noisy
        if chance.random() < 0.5:
            noisy = noisy.replace("[", "").replace("]", "")
        assert edition.quote(f"“{noisy}”"), taken


@pytest.mark.parametrize(
    "words",
    [
        "the communist parties of Indochina and Korea",
        "the com parties of Indochina and Korea",
        "Tito is Zhang Guotao, a former CCP CC member",
        "one cannot rule out the possibility of the leaking",
        'one cannot [sic, probably "can"] rule out the possibility',
        "and Strakhov visited Moscow, learned a little there",
    ],
)
def test_the_editors_brackets_may_be_opened_or_left_out(words):
    """A reader who writes communist, com, or leaves a bracketed remark out still quotes the document."""
    assert edition.quote(words).passages[0].similarity == 1.0


def test_a_slip_of_the_pen_is_tolerated_in_longer_quotations_only():
    """Two wrong letters in seven words are found, with the place of the right words; in four words they are not."""
    finding = edition.quote("Mao Zedong absolutly ruled out this posibility")
    assert finding.passages[0].text == "Mao Zedong absolutely ruled out this possibility"
    assert finding.passages[0].similarity < 1
    assert not edition.quote("absolutly ruled out this")


@pytest.mark.parametrize(
    "words",
    ["Mao flew to the moon in a paper kite", "", "   ", "…", "I replied that the Americans were right about everything here", "Stalin ordered the leak himself, as everybody in Moscow knew very well"],
)
def test_invented_words_are_not_found(words):
    """What the document does not say is not found, however plausible."""
    assert not edition.quote(words)


def test_changed_sense_is_no_slip():
    """A quotation in which a word was replaced by another is not passed off as a slip."""
    assert not edition.quote("Mao Zedong privately ruled in this possibility for")


def test_the_nearest_place_is_told():
    """Not found, but near: the finding names the place."""
    finding = edition.quote("Mao Zedong firmly and absolutely excluded this possibility for")
    assert not finding and "absolutely ruled out" in " ".join(finding.nearest.text.split())


def test_all_places_are_given_and_a_section_narrows_them():
    """Words that stand in several places are found in each; naming a section leaves those inside."""
    everywhere = edition.quote("at the present time")
    assert len(everywhere.passages) == 4
    assert not edition.quote("at the present time", "mediation")
    assert len(edition.quote("at the present time", "party-history").passages) == 4


def test_exact_words_are_located_or_refused_with_the_nearest():
    """locate folds line breaks and quotes, but no brackets, capitals or slips."""
    assert edition.locate('[sic, probably "can"]')[0].text == "[sic, probably “can”]"
    for words in ("communist parties of Indochina", "mao zedong absolutely", "absolutly ruled out", "", "nothing like it"):
        with pytest.raises(LookupError):
            edition.locate(words)
    with pytest.raises(LookupError, match="Nearest: “Mao Zedong absolutely ruled out this possibility"):
        edition.locate("Mao Zedong absolutely ruled out that possibility")


def test_only_text_is_a_quotation():
    """Anything else raises TypeError."""
    with pytest.raises(TypeError):
        edition.quote(7)
