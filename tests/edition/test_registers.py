"""The registers of persons and organisations: who is named in the document, under which names."""

import pytest

from memo1949 import edition

KINDS = {"document", "editor", "pinyin", "wade-giles", "characters", "other"}
REGISTERS = {"persons": edition.persons(), "organisations": edition.organisations()}


@pytest.mark.parametrize("layer", REGISTERS)
def test_names_lead_into_the_registers_and_back(layer):
    """Every annotation's value is an entry, and every entry is annotated somewhere."""
    assert {note.value for note in edition.annotations(layer)} == set(REGISTERS[layer])


@pytest.mark.parametrize("layer", REGISTERS)
def test_entries_are_whole(layer):
    """An entry says its part, who it is, and names, each of a known kind and one name only; names of the document stand there."""
    for id, entry in REGISTERS[layer].items():
        assert entry.id == id and entry.name and entry.part and entry.who and entry.variants
        for name in entry.variants:
            assert name.kind in KINDS and "," not in name.text.removeprefix("England, ")
            if name.kind in ("document", "editor"):
                assert edition.locate(name.text), name.text


@pytest.mark.parametrize(
    ("id", "names"),
    [
        ("mao-zedong", {"Mao Tse-tung", "毛泽东"}),
        ("luo-fu", {"Zhang Wentian", "Chang Wen-t'ien", "张闻天"}),
        ("nosaka-sanzo", {"Okano", "Nozako Sanzo", "Nosaka Sanzo"}),
        ("strakhov", {"Qu Qiubai", "瞿秋白"}),
    ],
)
def test_persons_are_known_under_their_other_names(id, names):
    """A reader who comes from another book finds the person under the spelling used there."""
    assert names <= {name.text for name in edition.persons()[id].variants}


def test_the_guomindang_is_the_kuomintang():
    """The party is found under its older spelling, its short form and its characters."""
    assert {"Kuomintang", "KMT", "国民党"} <= {name.text for name in edition.organisations()["guomindang"].variants}


def test_the_two_kovalevs_are_two():
    """Two men of one surname are two entries, and each stands once in the text."""
    found = [note.value for note in edition.annotations("persons") if "Kovalev" in note.quote]
    assert found == ["kovalev-ivan", "kovalev-e-f"]


def test_the_narrator_stays_unnamed():
    """The edition never prints the catalogue's name for the narrator: finding it out is the students' work."""
    everything = repr((edition.persons(), edition.organisations(), edition.annotations()))
    assert "Mikoyan" not in everything and "Mikoyan" not in edition.text
