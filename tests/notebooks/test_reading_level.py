"""Reading level, as textstat has it: a report on every notebook, and a limit at what a first-year student reads with ease.

Two formulas of years at school are taken, Coleman-Liau and the Automated Readability Index: both count letters, words and
sentences, and need no list of syllables that would have to be downloaded. A first-year student has 12 years behind them.
"""

import pytest
import textstat

from memo1949 import edition

from .notebook import ALL, QUOTED, prompts
from .prose import paragraphs

FIRST_YEAR = 13
# Over a whole notebook we mean to write more plainly than a first-year student can read.
PLAIN = 9
# A formula says nothing about a few sentences; a card that lists eight countries is not hard for that.
ENOUGH = 50


def years(text: str) -> float:
    """Return the years of schooling that a text asks for: the mean of the two formulas."""
    return (textstat.coleman_liau_index(text) + textstat.automated_readability_index(text)) / 2


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_prose_and_prompts_are_plain(path, record_property):
    """A notebook's prose and its prompts, each taken together, read as plain English."""
    level = {"prose": years(" ".join(text for _, text in paragraphs(path))), "prompts": years(" ".join(prompts(path)))}
    for what, found in level.items():
        record_property(what, round(found, 1))
        print(f"{path.stem:24}{what:9}{found:5.1f} years")
    assert max(level.values()) <= PLAIN, level


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_no_paragraph_is_beyond_a_first_year_student(path):
    """Not one paragraph or prompt of some length asks for more than a student has who begins; words quoted are not ours."""
    texts = [
        (where, QUOTED.sub("words", text))
        for where, text in [*paragraphs(path), *(("prompt", prompt) for prompt in prompts(path))]
    ]
    long = [(where, text) for where, text in texts if len(text.split()) >= ENOUGH]
    assert long
    assert [(where, round(years(text), 1), text) for where, text in long if years(text) > FIRST_YEAR] == []


def test_the_measure_tells_plain_from_hard():
    """The document itself, bureaucratic as it is, measures harder than every notebook about it."""
    assert years(edition.text) > PLAIN + 2 > years("He came in. He sat down by the door and read the paper.")
