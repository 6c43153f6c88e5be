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
    assert len({note.id for note in notes}) == len(notes) == 572
    assert {note.certainty for note in notes} == {"high", "medium", "low"}
    assert all(note.layer in edition.layers() and note.resp for note in notes)


def test_every_bracket_is_annotated():
    """All 41 square and 6 round brackets of the text, no more, each with its kind."""
    notes = edition.annotations("brackets")
    assert {(note.start, note.end) for note in notes} == {match.span() for match in re.finditer(r"\[[^\]]*\]|\([^)]*\)", edition.text)}
    kinds = [note.value for note in notes]
    assert (kinds.count("expansion"), kinds.count("record"), len(kinds)) == (28, 5, 47)


def test_every_heading_and_fault_is_annotated():
    """Four headings; of the copy a lost hyphen, a stop, a comma, a lost note and three page joints; four faults of its makers."""
    assert [note.value for note in edition.annotations("headings")] == ["mediation", "yugoslavia", "asian-bureau", "party-history"]
    faults = [note.value for note in edition.annotations("faults")]
    of_the_copy = ["stray-full-stop", "lost-hyphen", "page-joint", "comma-before-capital", "page-joint", "note-without-text", "page-joint"]
    of_its_makers = ["doubted-word", "misspelt-name", "doubtful-translation", "half-comparison"]
    assert sorted(faults) == sorted(of_the_copy + of_its_makers)
    readings = {note.quote: note.reading for note in edition.annotations("faults") if note.reading}
    assert readings == {"Kovalev.": "Kovalev", "antiAmerican": "anti-American", ", In": ". In", "cannot": "can", "Nozako Sanzo": "Nosaka Sanzo"}
    joints = {match.span() for match in re.finditer(r"\S+\n\n\S+", edition.text)}
    assert {(note.start, note.end) for note in edition.annotations("faults") if note.value == "page-joint"} == joints


def test_a_bracket_says_what_it_is_about():
    """The words stand in the bracket's own sentence; an expansion gives the whole word, the editor's doubts another reading."""
    for note in edition.annotations("brackets"):
        if note.about_start is None:
            assert note.value in ("supplied", "part-of-name")
            continue
        part = next(part for part in edition.sentences() if part.start <= note.start < part.end)
        assert part.start <= note.about_start < note.about_end <= part.end
        about = edition.text[note.about_start : note.about_end]
        if note.value == "expansion":
            assert note.reading == about.replace("[", "").replace("]", "") and note.quote in about
        else:
            assert note.about_end <= note.start or note.end <= note.about_start
    changing = {note.quote.split()[-1]: note.reading for note in edition.annotations("brackets") if note.value in ("doubt", "correction", "supplied")}
    assert changing == {"“can”]": "can", "[like]": "like", "Sanzo]": "Nosaka Sanzo", "[sic]": ""}


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


def test_every_voice_has_an_owner_and_a_form():
    """Who speaks fits the voice; quoted third parties are in the registers; the record has no direct speech but Mao's first person."""
    registers = edition.persons().keys() | edition.organisations().keys()
    owners = {"narrator": {"narrator"}, "editor": {"editor"}, "quoted": registers - {"narrator", "mao-zedong"}}
    forms = {
        "narrator": {"narration", "indirect", "free-indirect", "reported"},
        "mao-tagged": {"indirect", "free-indirect"},
        "mao-untagged": {"free-indirect"},
        "mao-first-person": {"direct"},
        "quoted": {"indirect", "reported"},
        "editor": {""},
    }
    for note in edition.annotations("voices"):
        assert note.who in owners.get(note.value, {"mao-zedong"}), note.quote
        assert note.speech in forms[note.value], note.quote


def test_where_readers_may_differ_the_other_reading_is_named():
    """An alternative is another voice or form, comes with a reason, and lowers the certainty; the doubtful sentences all have one."""
    alternatives = {note: note.alternatives.split() for note in edition.annotations("voices") if note.alternatives}
    for note, others in alternatives.items():
        assert note.certainty != "high" and note.note
        for other in others:
            voice, _, speech = other.partition("/")
            assert voice in VOICES and speech and other != f"{note.value}/{note.speech}"
    doubtful = (
        "In this connection it is necessary to take up",
        "a former CCP CC member, traitor, defector, and renegade",
        "was against this point of view",
        "It would be expedient to create at first a bureau",
        "Only with the help of the Comintern",
        "It is known that the left opportunist line",
        "Now, one can see that they were deeply mistaken",
        "Marxist-Leninist study, criticism and self-criticism",
    )
    for words in doubtful:
        place = edition.locate(words)[0]
        assert any(note.start < place.end and place.start < note.end for note in alternatives), words


NUMBER = re.compile(r"(?<![\d,])\d[\d,]*(?: |\n)million|(?<![\d,-])\d[\d,]*(?![\d,-])")


def test_every_number_that_counts_is_annotated():
    """What stands in figures and is no year, day, list number, ordinal or note mark is in the layer, with a value that reads the figure."""
    dates = [(note.start, note.end) for note in edition.annotations("dates")]
    numbers = edition.annotations("numbers")
    for match in NUMBER.finditer(edition.text):
        after = edition.text[match.end() : match.end() + 2]
        before = edition.text[match.start() - 1]
        if any(start <= match.start() < end for start, end in dates) or after[:1] == ")" or after in ("rd", "th") or before == ".":
            continue
        note = next(note for note in numbers if note.start <= match.start() and match.end() <= note.end)
        figure = int(re.sub(r"\D", "", match.group())) * (1_000_000 if "million" in match.group() else 1)
        assert int(note.value) == figure
    assert len(numbers) == 17


def test_numbers_say_what_they_count_and_how_exactly():
    """Qualifiers are five and stand in the words; dates are EDTF; the party's members make a series of four."""
    said = {"up-to": "up to", "more-than": "more than", "about": "about", "at-least": "at least"}
    for note in edition.annotations("numbers"):
        assert note.counts and (note.qualifier == "exactly" or said[note.qualifier] in note.quote)
        assert note.qualifier != "exactly" or not any(words in note.quote for words in said.values())
        assert all(as_date(part) == part for part in note.date.split("/") if part)
    members = [(note.qualifier, int(note.value), note.date) for note in edition.annotations("numbers") if note.counts == "members of the CCP"]
    assert members == [("up-to", 50_000, "1921/1927"), ("exactly", 10_000, "1928"), ("up-to", 40_000, "1936"), ("more-than", 3_000_000, "1949-02-03")]
    assert edition.frame("numbers").value.sum() == sum(int(note.value) for note in edition.annotations("numbers"))


def test_every_year_of_the_text_is_in_a_date():
    """No year is overlooked, in full or shortened after a hyphen."""
    dates = edition.annotations("dates")
    for match in re.finditer(r"\b1[89]\d\d(-\d+)?\b", edition.text):
        assert any(note.start <= match.start() and match.end() <= note.end for note in dates), match.group()


def test_in_the_first_three_sections_no_I_is_maos_and_in_the_fourth_none_is_the_narrators():
    """Seven I are the narrator's, two Mao's: the measured facts hold."""
    said = [note for note in edition.annotations("persons") if note.quote == "I"]
    assert [note.value for note in said] == ["narrator"] * 7 + ["mao-zedong"] * 2
    history = edition.segment("party-history")
    assert all((note.value == "mao-zedong") == (note.start >= history.start) for note in said)


@pytest.mark.parametrize("layer", ["persons", "organisations", "places", "dates", "numbers", "faults"])
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
