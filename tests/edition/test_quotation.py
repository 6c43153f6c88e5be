"""Finding quotations as readers write them, and refusing words that do not stand there."""

import random
import re

import pytest

from memo1949 import edition


def stretches(seed, shortest, longest, number=60):
    """Yield random stretches of the text, each with its words and its place."""
    chance = random.Random(seed)
    words = list(re.finditer(r"\S+", edition.text))
    for _ in range(number):
        first = chance.randrange(len(words) - longest)
        last = first + chance.randint(shortest, longest) - 1
        start, end = words[first].start(), words[last].end()
        yield edition.text[start:end], start, end, chance


@pytest.mark.parametrize("part", edition.sentences(), ids=lambda part: part.id)
def test_every_sentence_is_found_where_it_stands(part):
    """A whole sentence, as it is or on one line, is found at its own place, but for the stop at its end."""
    for words in (part.text, " ".join(part.text.split())):
        places = [(passage.start, passage.text) for passage in edition.quote(words).passages]
        assert any((start in (part.start, part.start + 1) and part.text.endswith(found)) or part.text.startswith(found) for start, found in places)


def test_foreign_spaces_dashes_quotes_capitals_and_brackets_do_not_matter():
    """Random stretches of the text are found in their place after all that copying and retyping do to them."""
    for taken, start, end, chance in stretches(1949, 4, 30):
        dash = chance.choice(["-", " - ", "--", "–"])
        noisy = taken.replace("\n", " ").replace(" ", chance.choice(["  ", "\n", "\u00a0", "\t", " \u200b"]))
        noisy = noisy.replace("—", dash).replace("“", '"').replace("”", '"').replace("'", "’").replace("fi", chance.choice(["fi", "ﬁ"]))
        noisy = noisy.upper() if chance.random() < 0.3 else noisy
        if chance.random() < 0.5:
            noisy = noisy.replace("[", "").replace("]", "")
        finding = edition.quote(f"“{noisy}”")
        assert any(passage.start < end and start < passage.end for passage in finding.passages), taken
        assert finding.passages[0].similarity == 1.0


@pytest.mark.parametrize("slip", ["wrong letter", "missing letter", "doubled letter", "swapped letters"])
def test_one_slip_of_the_pen_is_tolerated(slip):
    """Random stretches of five words and more, with one slip, are found in their own place and no wider than a word."""
    for taken, start, end, chance in stretches(slip, 5, 30):
        at = chance.choice([at for at in range(1, len(taken) - 1) if taken[at].isalpha()])
        letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
        middle = {"wrong letter": letter, "missing letter": "", "doubled letter": taken[at] * 2, "swapped letters": taken[at + 1] + taken[at]}[slip]
        finding = edition.quote(taken[:at] + middle + taken[at + 1 + (slip == "swapped letters") :])
        assert any(abs(passage.start - start) <= 15 and abs(passage.end - end) <= 15 for passage in finding.passages), (taken, finding)


def test_shuffled_words_are_not_found():
    """The document's own words in another order are not the document's."""
    for taken, _, _, chance in stretches(3, 8, 30):
        words = taken.split()
        chance.shuffle(words)
        assert not edition.quote(" ".join(words)), words


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
    ("asked", "stands"),
    [
        ("anti-American sentiments are growing", "antiAmerican sentiments are growing"),
        ("Zhou Enlai Liu Shaoqi", "Zhou Enlai, Liu Shaoqi"),
        ("3 parties: Chinese, Japanese", "3 parties—Chinese, Japanese"),
        ("of China he separated", "of\nChina. He separated"),
    ],
)
def test_a_sign_set_otherwise_is_tolerated_in_short_quotations_too(asked, stands):
    """Where every letter is right, a hyphen, comma or stop more or less does no harm, however few the words."""
    finding = edition.quote(asked)
    assert [passage.text for passage in finding.passages] == [stands]
    assert 0.9 < finding.passages[0].similarity < 1
    assert not edition.quote(asked.replace("a", "o", 1))


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


def test_short_quotations_are_whole_words():
    """A piece of a word is no quotation; com[munist] is one word, and “com” stands for it; a long one may end in mid-word."""
    assert [passage.text for passage in edition.quote("American").passages] == ["American"]
    assert not edition.quote("munist") and not edition.quote("he possib") and not edition.quote("posi")
    assert {passage.text for passage in edition.quote("Japanese Com Party").passages} >= {"Japanese Com[munist] Party"}
    assert edition.quote("Mao Zedong absolutely ruled out this possib").passages[0].text.endswith("possib")
    assert edition.quote("East Asia headed by the Chinese communist").passages[0].text.endswith("Com[munist]")


def test_a_slip_is_found_wherever_the_right_words_stand():
    """The words that were meant stand in two places: both are given."""
    finding = edition.quote("buraeu of communist parties of Asian countries")
    assert len(finding.passages) == 2 and {passage.text for passage in finding.passages} == {"bureau of com[munist] parties of Asian countries"}


def test_all_places_are_given_and_a_section_narrows_them():
    """Words that stand in several places are found in each; naming a section leaves those inside."""
    everywhere = edition.quote("at the present time")
    assert len(everywhere.passages) == 4
    assert not edition.quote("at the present time", "mediation")
    assert len(edition.quote("at the present time", "party-history").passages) == 4


def test_exact_words_are_located_or_refused_with_the_nearest():
    """locate folds line breaks and quotes, but no brackets, capitals or slips."""
    assert edition.locate('[sic, probably "can"]')[0].text == "[sic, probably “can”]"
    for words in ("communist parties of Indochina", "olutely ruled out this", "mao zedong absolutely", "absolutly ruled out", "", "nothing like it"):
        with pytest.raises(LookupError):
            edition.locate(words)
    with pytest.raises(LookupError, match="Nearest: “Mao Zedong absolutely ruled out this possibility"):
        edition.locate("Mao Zedong absolutely ruled out that possibility")


def test_an_unknown_part_is_refused():
    """Looking in a part that the document does not have raises KeyError, found or not."""
    for look in (edition.quote, edition.locate):
        with pytest.raises(KeyError, match="mediation"):
            look("nothing of the kind", "meditation")


def test_only_text_is_a_quotation():
    """Anything else raises TypeError."""
    with pytest.raises(TypeError):
        edition.quote(7)
