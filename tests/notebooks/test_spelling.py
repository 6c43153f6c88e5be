"""Spelling, checked offline against a word list (pyspellchecker's), the names of the registers and the document's own words."""

import csv
import re

import pytest
from spellchecker import SpellChecker

from memo1949 import edition

from .notebook import ALL, TOP
from .prose import everything, words

# The word list writes American; we write British. Ours is right when the American twin is.
TWINS = (
    (r"our", "or"),
    (r"is(?=e|ing|ation)", "iz"),
    (r"(?<=[ef]en)ce$", "se"),
    (r"centre", "center"),
    (r"^aero", "air"),
)
# English words and signs that the list does not have, and Russian and Latin ones that the lessons explain.
OURS = {
    "betweens",
    "frus",
    "iii",
    "iv",
    "vii",
    "viii",
    "nos",
    "opportunis",
    "pp",
    "quem",
    "sovietist",
    "tellings",
    "unticked",
    "vol",
    "jcp",
    "mensheviki",
}
# Names of places and persons in cards that no register has, since the document does not name them.
ELSEWHERE = {
    "anastas",
    "hankou",
    "chiang",
    "kai",
    "shek",
    "kovalevs",
    "malenkov",
    "madiun",
    "minh",
    "roshchin",
    "yan'an",
    "yudin",
}


@pytest.fixture(scope="module")
def known():
    """Return a function that says which of some words are spelled in a way that nobody knows."""
    checker = SpellChecker()
    names = set(words(edition.text)) | OURS | ELSEWHERE
    for table in (edition.persons(), edition.organisations(), edition.places()):
        for entry in table.values():
            names |= set(words(" ".join([entry.name, *(name.text for name in entry.variants)])))
    for work in edition.bibliography().values():
        names |= set(words(" ".join([work.author, work.title, work.published, *work.names])))

    def unknown(found):
        strange = checker.unknown(set(found) - names)
        return {word for word in strange if not checker.known(list(american(word)))}

    return unknown


def american(word):
    """Yield the American spellings that a British word may have."""
    for british, other in TWINS:
        if (twin := re.sub(british, other, word)) != word:
            yield twin


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_word_is_spelled_as_a_word(path, known):
    """Prose, cards, prompts, options, misreadings, explanations and sample essays hold no word that nobody knows."""
    found = {(where, word) for where, text in everything(path) for word in known(words(text))}
    assert sorted(found) == []


def test_the_registers_are_spelled_well(known):
    """What the registers say of persons, bodies, places, events and claims holds no word that nobody knows."""
    texts = [
        " ".join((entry.part, entry.who, entry.note))
        for entry in (*edition.persons().values(), *edition.organisations().values())
    ]
    texts += [place.note for place in edition.places().values()]
    texts += [" ".join((event.name, event.others, event.note)) for event in edition.events().values()]
    texts += [" ".join((claim.claim, claim.checked, claim.finding)) for claim in edition.claims().values()]
    assert sorted(known(words(" ".join(texts)))) == []


def test_the_plans_of_the_guide_are_spelled_well(known):
    """The steps of the lesson plans hold no word that nobody knows."""
    plans = (TOP / "autograder/memo1949/grading/guide/plans.csv").read_text(encoding="utf-8")
    assert sorted(known(words(" ".join(row["doing"] for row in csv.DictReader(plans.splitlines()))))) == []


def test_a_misspelling_is_found(known):
    """Slips are seen, British spelling and the document's names are not taken for slips."""
    assert known(["becuase", "recieve", "mediaton", "colour", "organised", "defence", "guomindang", "zhihua"]) == {
        "becuase",
        "recieve",
        "mediaton",
    }
