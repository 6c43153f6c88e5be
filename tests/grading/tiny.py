"""A unit of four questions and an essay for the tests of grading, and the answers of a small class to it."""

import json

from nbformat.notebooknode import NotebookNode

from memo1949.classroom.record import Saved, to_json

from .notebooks import asked, cell, essay, locked, notebook, solution, text

UNIT = "tiny"
WHEN = "2026-11-23T14:03:11+00:00"
LEAK, SECRET_LINE, COUNT, EVENING = "tiny-leak", "tiny-secret", "tiny-count", "tiny-evening"

RULED_OUT = "Mao Zedong absolutely ruled out this possibility"
KNOWN = "known only to the 5 present members of the CC, to one interpreter Shi Zhe and to Cde. Terebin"
THE_EVENING = "On the evening of 3 February 1949 another conversation took place"

# What a student may read only once they have answered, and what they may never read.
EXPLANATIONS = {
    LEAK: "The narrator warns of talkative people; it is Mao who answers that nobody could have talked.",
    SECRET_LINE: "Five members, then an interpreter and Terebin: the sentence counts only the members.",
    EVENING: "The first words of the record give the day of the talk, not the day of the writing.",
}
MISREADING = "Takes being warned of a leak for denying one."
HIDDEN = ("### BEGIN", "mark(", 'key="', "evidence=", "misreadings=", "assert")


def unit() -> NotebookNode:
    """Return the source notebook."""
    options = '{"mao": "Mao Zedong", "narrator": "The narrator", "zhou": "Zhou Enlai"}'
    wrong = f'{{"narrator": "{MISREADING}", "zhou": "Takes being present for speaking."}}'
    return notebook(
        text("title", "# A tiny unit\n\nFour questions and an essay."),
        locked("setup", "from memo1949 import Date, Number, Result, SingleChoice, answered, ask, mark, seal"),
        text("reading", "## Reading"),
        *asked(
            LEAK,
            f'SingleChoice("Who rules out a leak?", {options})',
            f'key="mao", evidence=["{RULED_OUT}"], misreadings={wrong}, explanation="{EXPLANATIONS[LEAK]}"',
            2,
            "source criticism",
        ),
        *asked(
            SECRET_LINE,
            'Number("How many members of the CC know of the line to Moscow?")',
            f'key=5, evidence=["{KNOWN}"], misreadings={{7: "Counts all who know, not the members alone."}},'
            f' explanation="{EXPLANATIONS[SECRET_LINE]}"',
            1,
        ),
        *asked(
            EVENING,
            'Date("On which day did the talk take place?")',
            f'key="1949-02-03", evidence=["{THE_EVENING}"], explanation="{EXPLANATIONS[EVENING]}"',
            1,
            "dates",
        ),
        text("counting", "## Counting"),
        *_counted(),
        text("writing", "## Writing\n\nIn five sentences: who could have talked?"),
        essay("tiny-essay", "A sample essay that nobody may read before.", 4),
        text("finish", "## Before you submit\n\nRun the cell below."),
        cell("seal", "seal()"),
    )


def _counted() -> list[NotebookNode]:
    """Return the question about a result: asked, then the student's code, then its test."""
    key = 'key={"Mao": 2, "Zhou": 1}, misreadings={("Mao", 1): "Counts a name once, however often it stands."}, explanation="Count every time."'
    ask_cell, test_cell = asked(
        COUNT, 'Result("Count the names in the list; leave a dictionary in `counts`.", name="counts")', key, 2
    )
    code = 'names = ["Mao", "Zhou", "Mao"]\ncounts = {name: names.count(name) for name in names}'
    return [ask_cell, solution("counting-code", code), test_cell]


def answers(**given: object) -> str:
    """Return an answers.json; `given` maps a question's last word to its value, or to (value, quotation)."""
    saved = {}
    for word, said in given.items():
        value, quote = said if isinstance(said, tuple) else (said, "")
        saved[f"tiny-{word}"] = Saved(value, quote, WHEN)
    return json.dumps(to_json(saved))


def as_data(record: str) -> dict:
    """Return an answers.json as data."""
    return json.loads(record)


def as_literal(record: str) -> str:
    """Return an answers.json as the Python literal that a seal carries."""
    return repr(as_data(record))


GOOD_CODE = 'counts = {"Mao": 2, "Zhou": 1}'
ALL_RIGHT = {"leak": ("mao", RULED_OUT), "secret": 5, "evening": "1949-02-03"}
MIXED = {"leak": ("narrator", RULED_OUT), "secret": 7}
