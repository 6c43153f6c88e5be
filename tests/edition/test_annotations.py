"""Stand-off annotations: every row stands where it says, and means something."""

import re
from itertools import pairwise

import pytest

from memo1949 import edition
from memo1949.classroom.questions.date import as_date

VOICES = {"narrator", "mao-tagged", "mao-untagged", "mao-first-person", "quoted", "editor"}


def test_every_annotation_stands_where_it_says():
    """text[start:end] == quote for every row of every layer; ids are unique, certainty is one of three."""
    notes = edition.annotations()
    assert all(edition.text[note.start : note.end] == note.quote for note in notes)
    assert len({note.id for note in notes}) == len(notes) == 568
    assert {note.certainty for note in notes} == {"high", "medium", "low"}
    assert all(note.layer in edition.layers() and note.resp for note in notes)


def test_every_bracket_is_annotated():
    """All 41 square and 6 round brackets of the text, no more, each with its kind."""
    notes = edition.annotations("brackets")
    assert {(note.start, note.end) for note in notes} == {match.span() for match in re.finditer(r"\[[^\]]*\]|\([^)]*\)", edition.text)}
    kinds = [note.value for note in notes]
    assert (kinds.count("expansion"), kinds.count("record"), len(kinds)) == (28, 5, 47)


def test_every_heading_and_fault_is_annotated():
    """Four headings; the lost hyphen, the stray stop, the comma, the note without text and three page joints."""
    assert [note.value for note in edition.annotations("headings")] == ["mediation", "yugoslavia", "asian-bureau", "party-history"]
    faults = sorted(note.value for note in edition.annotations("faults"))
    assert faults == ["comma-before-capital", "lost-hyphen", "note-without-text", "page-joint", "page-joint", "page-joint", "stray-full-stop"]


def test_every_sentence_has_a_voice():
    """All words outside headings are covered by one voice, the editor's brackets by theirs as well."""
    covered = set()
    for note in edition.annotations("voices"):
        assert note.value in VOICES
        if note.value != "editor":
            span = set(range(note.start, note.end))
            assert not covered & span, f"two voices at {note.quote!r}"
            covered |= span
    wanted = {at for part in edition.sentences() for at in range(part.start, part.end) if not edition.text[at].isspace()}
    assert wanted <= covered


def test_in_the_first_three_sections_no_I_is_maos_and_in_the_fourth_none_is_the_narrators():
    """Seven I are the narrator's, two Mao's: the measured facts hold."""
    said = [note for note in edition.annotations("persons") if note.quote == "I"]
    assert [note.value for note in said] == ["narrator"] * 7 + ["mao-zedong"] * 2
    history = edition.segment("party-history")
    assert all((note.value == "mao-zedong") == (note.start >= history.start) for note in said)


@pytest.mark.parametrize("layer", ["persons", "organisations", "places", "dates"])
def test_names_of_one_layer_do_not_overlap(layer):
    """In a layer of names a word is counted once."""
    notes = edition.annotations(layer)
    assert all(one.end <= other.start for one, other in pairwise(notes))


def test_every_party_of_asia_is_named_where_it_stands():
    """Eight parties are in contact with Mao's; four are in his plan, three in the narrator's, four in the warning."""

    def named(words):
        place = edition.locate(words)[0]
        return [note.value for note in edition.annotations("organisations") if place.start <= note.start and note.end <= place.end]

    eight = ["indochina", "siam", "philippines", "indonesia", "burma", "india", "malaya", "korea"]
    assert named("the parties of Indochina, Siam, Philippines, Indonesia, Burma, India, Malaya and Korea") == [f"{name}-party" for name in eight]
    assert named("the Chinese, Korean, Indochinese and Philippine com[munist] parties") == ["ccp", "korea-party", "indochina-party", "philippines-party"]
    assert named("3 parties—Chinese, Japanese, and Korean") == ["ccp", "jcp", "korea-party"]
    assert named("as those of the Philippines, Indonesia, Siam and Burma") == ["philippines-party", "indonesia-party", "siam-party", "burma-party"]
    assert (named("in the opinion of our party"), named("second period of our party's history")) == (["vkpb"], ["ccp"])


def test_like_sentences_have_like_voices():
    """Where a question of the narrator's opens a sentence that Mao's answer ends, the voice changes at the comma."""
    for number, words in (("asian-bureau.p1.s1", "Asian countries,"), ("party-history.p13.s1", "at the present time")):
        part = edition.segment(number)
        first, second = (note for note in edition.annotations("voices", number) if note.value != "editor")
        assert (first.value, second.value) == ("narrator", "mao-tagged")
        assert first.quote.endswith(words) and (first.start, second.end) == (part.start, part.end)


def test_dates_are_edtf():
    """Every date's value is a year, month, day, or an interval of such with an open end at most on one side."""
    for note in edition.annotations("dates"):
        parts = note.value.split("/")
        assert len(parts) in (1, 2) and sum(part == ".." for part in parts) <= 1
        assert all(part == ".." or as_date(part) == part for part in parts)


def test_an_unknown_layer_is_named():
    """A slip in a layer's name raises KeyError with the layers there are."""
    with pytest.raises(KeyError, match="voices"):
        edition.annotations("voice")


def test_tables_have_a_row_an_annotation_with_its_sentence():
    """frame("voices") counts like the layer, and knows section and sentence; registers and sentences are there too."""
    voices = edition.frame("voices")
    mediation = voices[voices.section == "mediation"]
    assert mediation.value.value_counts().to_dict() == {"narrator": 4, "mao-tagged": 4, "mao-untagged": 1, "editor": 1}
    assert (voices.sentence.iloc[0], voices.words.iloc[0]) == ("opening.p1.s1", 38)
    assert len(edition.frame("sentences")) == 115
    assert edition.frame("paragraphs").words.sum() == len(edition.text.split()) - sum(len(part.text.split()) for part in edition.headings())
    assert "毛泽东" in edition.frame("register-persons").variants.str.cat()
    with pytest.raises(KeyError, match="Tables"):
        edition.frame("nothing")
