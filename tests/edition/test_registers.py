"""The registers of persons, organisations and places: who and what is named in the document, under which names."""

import re

import pytest

from memo1949 import edition

KINDS = {"document", "editor", "pinyin", "wade-giles", "characters", "other"}
REGISTERS = {"persons": edition.persons(), "organisations": edition.organisations(), "places": edition.places()}
# What is said of these is in the document, or about it.
FROM_THE_TEXT = {"kovalev-e-f", "hong-kong-comrade", "united-states", "anglo-americans", "leftists"}


@pytest.mark.parametrize("layer", REGISTERS)
def test_names_lead_into_the_registers_and_back(layer):
    """Every annotation's value is an entry, and every entry is annotated somewhere."""
    assert {note.value for note in edition.annotations(layer)} == set(REGISTERS[layer])


@pytest.mark.parametrize("layer", REGISTERS)
def test_names_are_of_a_known_kind_and_stand_where_they_say(layer):
    """An entry has names, each of a known kind and one name only; names of the document stand there, in the layer too."""
    for id, entry in REGISTERS[layer].items():
        assert entry.id == id and entry.name and entry.variants
        for name in entry.variants:
            assert name.kind in KINDS and "," not in name.text.removeprefix("England, ")
            if name.kind in ("document", "editor"):
                found = {(place.start, place.end) for place in edition.locate(name.text)}
                notes = [note for note in edition.annotations(layer) if note.value == id]
                assert any(note.start <= start and end <= note.end for start, end in found for note in notes), name.text


@pytest.mark.parametrize("layer", ["persons", "organisations"])
def test_entries_say_their_part_and_where_to_read_on(layer):
    """An entry says its part and who it is; what is known from outside the document has a reference."""
    for id, entry in REGISTERS[layer].items():
        assert entry.part and entry.who
        assert bool(entry.reference) == (id not in FROM_THE_TEXT), id


def test_no_person_is_overlooked():
    """Wherever a person's name stands in the text, the layer has it: no mention of anybody is left out."""
    notes = edition.annotations("persons")
    for entry in edition.persons().values():
        names = [name.text for name in entry.variants if name.kind == "document" and len(name.text) > 2]
        for name in names:
            for place in edition.locate(name):
                assert any(note.start <= place.start and place.end <= note.end and note.value == entry.id for note in notes), name


def test_places_have_coordinates_for_a_map():
    """A place has a point within its part of the world, or says why not; cities name where the coordinates come from."""
    for place in edition.places().values():
        if place.latitude is None:
            assert place.longitude is None and place.kind in ("continent", "region") and "map" in place.note
            continue
        assert -15 <= place.latitude <= 65 and -130 <= place.longitude <= 150
        assert place.kind in ("city", "province", "region", "country")
        assert place.reference or "point" in place.note.lower() or "Near" in place.note
        if place.kind == "city":
            assert re.search(r"geonames\.org/\d+$", place.reference)
    east_to_west = ["japan", "korea", "philippines", "indonesia", "indochina", "china", "malaya", "siam", "burma", "india", "moscow", "london"]
    assert sorted(east_to_west, key=lambda id: -edition.places()[id].longitude) == east_to_west


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
    everything = repr((*REGISTERS.values(), edition.annotations(), edition.events(), edition.claims(), edition.relations()))
    assert "Mikoyan" not in everything and "Mikoyan" not in edition.text
