"""What the first unit says about the edition, checked against the edition."""

from memo1949 import edition
from memo1949.grading.keys import load

from .notebook import TOP


def test_the_counts_of_voices_and_their_miscounts_are_the_editions():
    """The pandas task's key is what the edition gives for the section; its named miscounts are other sections' counts."""
    voices = edition.frame("voices")
    counts = load(TOP / "source/mediation/mediation.ipynb").questions["mediation-counts"].key
    assert voices[voices["section"] == "mediation"]["value"].value_counts().to_dict() == counts.key
    brackets = voices[voices["value"] == "editor"]["section"].value_counts()  # as many as the document has, for ever
    assert counts.misreadings == {
        ("editor", brackets.sum()): "Counts the whole document instead of the section.",
        ("editor", brackets["opening"]): "Counts the opening instead of the section.",
        ("editor", brackets["opening"] + brackets["mediation"]): "Counts the opening and the section together.",
    }
