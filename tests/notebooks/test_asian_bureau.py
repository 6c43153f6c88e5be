"""What the unit on the Asian bureau says about the section, checked against the edition."""

import re

import pytest

from memo1949 import edition
from memo1949.grading.keys import load

from .notebook import TOP, cells

SOURCE = TOP / "source/asian-bureau/asian-bureau.ipynb"
ABROAD = ("burma", "india", "indochina", "indonesia", "korea", "malaya", "philippines", "siam")


@pytest.fixture(scope="module")
def keys():
    """The unit's questions with their keys."""
    return {name: keyed.key for name, keyed in load(SOURCE).questions.items()}


@pytest.fixture(scope="module")
def relations():
    """How the parties of the section stand to each other, with short names: "jcp" is "japan", "korea-party" is "korea"."""
    table = edition.frame("relations").query("section == 'asian-bureau'").copy()
    for column in ("source", "target"):
        table[column] = table[column].str.removesuffix("-party").replace("jcp", "japan")
    return table


def parties(relations, kind: str, by: str = "") -> set[str]:
    """Return the parties that stand in a relation of this kind, as one speaker has it or as any does."""
    found = relations[(relations["kind"] == kind) & (relations["source"].eq(by) | (by == ""))]
    return set(found["source" if kind == "wish" else "target"])


def test_the_counts_of_names_and_their_miscounts_are_the_editions(keys):
    """The pandas task's key is what the edition gives; its named miscounts are what the slips they name would give."""
    everywhere = edition.frame("organisations")
    named = everywhere[everywhere["section"] == "asian-bureau"]["value"]
    counts, held = named.value_counts(), keys["asian-bureau-mentions"]
    abroad = [f"{name}-party" for name in ABROAD] + ["jcp"]
    assert held.key == counts[abroad].to_dict()
    assert set(held.misreadings) == {
        ("ccp", counts["ccp"]),
        ("ccp", (everywhere["value"] == "ccp").sum()),
        ("jcp-politburo", counts["jcp-politburo"]),
        ("jcp", named.str.contains("jcp").sum()),
    }
    assert sum(held.key.values()) == 33 and "thirty-three mentions" in held.explanation
    assert max(held.key, key=held.key.get) == "jcp"


def test_the_list_in_the_task_names_the_parties_that_are_counted(keys):
    """The list that students are handed holds the labels of the key, and nothing else."""
    given = next(cell.source for cell in cells(SOURCE, "code") if cell.id == "asian-bureau-mentions-code")
    assert set(re.findall(r'^    "([a-z-]+)",$', given, re.MULTILINE)) == set(keys["asian-bureau-mentions"].key)


def test_the_table_of_parties_is_the_editions(keys, relations):
    """Ties, wishes and warning of each party are as the edition's relations have them."""
    for party, said in keys["asian-bureau-parties"].key.items():
        tie = "closest" if party in parties(relations, "closest") else "weaker"
        assert said["tie"] == (tie if party in parties(relations, "contact") else "none"), party
        assert (said["wish"] == "yes") == (party in parties(relations, "wish")), party
        assert (said["warned"] == "yes") == (party in parties(relations, "warning")), party
    assert parties(relations, "no-contact") == {"japan"}


def test_the_two_lists_of_members_are_the_editions(keys, relations):
    """How many members each list has, who is on both, how many they are together, and which strong party is on neither."""
    mao, narrator = (parties(relations, "plan", by) for by in ("mao-zedong", "narrator"))
    plans = keys["asian-bureau-plans"].key
    assert (plans["mao"]["parties"], plans["narrator"]["parties"]) == (len(mao), len(narrator)) == (4, 3)
    assert (plans["mao"]["indochina"] == "member") == ("indochina" in mao)
    assert (plans["narrator"]["japan"] == "member") == ("japan" in narrator)
    assert keys["asian-bureau-union"].key == len(mao | narrator)
    assert parties(relations, "strong") - mao - narrator == {"india"}
    assert len(parties(relations, "strong")) == 4


def test_what_is_true_of_the_warned_parties_is_so_in_the_edition(keys, relations):
    """Each statement about the parties in the warning that the relations can check is right or wrong as the key has it."""
    warned, key = parties(relations, "warning"), keys["asian-bureau-warning"].key
    facts = {
        "three": warned & parties(relations, "plan", "narrator"),
        "four": warned & parties(relations, "plan", "mao-zedong"),
        "closest": warned & parties(relations, "closest"),
        "wished": warned & parties(relations, "wish"),
        "contacts": warned <= parties(relations, "contact"),
    }
    assert {name for name, true in facts.items() if true} == set(key)
    assert facts["four"] == {"philippines"} and facts["wished"] == {"siam"}


def test_one_date_stands_in_the_section(keys):
    """The edition has one date there, the key of the question after it."""
    dates = edition.frame("dates").query("section == 'asian-bureau'")
    assert list(dates["value"]) == [keys["asian-bureau-dated"].key]


def test_every_card_of_the_assignment_has_its_reference_and_every_card_named_exists():
    """Cards A to E each end on a source in italics; questions, explanations and samples name no other card."""
    text = "\n".join(cell.source for cell in cells(SOURCE))
    cards = re.findall(r"^> \*\*Card ([A-Z])\..*\n>\n> \*(.+)\*$", text, re.MULTILINE)
    assert [letter for letter, _ in cards] == list("ABCDE") and all(reference for _, reference in cards)
    assert set(re.findall(r"\b[Cc]ard ([A-Z])\b", text)) == set("ABCDE")
