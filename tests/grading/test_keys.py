"""Reading questions and keys from a source notebook without running it."""

import nbformat
import pytest

from memo1949.classroom.problems import QuestionError
from memo1949.grading.keys import load

ASK = 'ask("mediation-who", SingleChoice("Who rules a leak out?", {"mao": "Mao", "zhou": "Zhou"}), points=2, skill="actors")'
MARK = 'mark("mediation-who", key="mao", evidence=["Mao Zedong absolutely ruled out this possibility"], misreadings={"zhou": "Takes being present for speaking."}, explanation="Mao speaks.")'


def cell(source, grade_id, **about):
    """A code cell with nbgrader's metadata."""
    made = nbformat.v4.new_code_cell(source)
    made.metadata["nbgrader"] = {"grade_id": grade_id, "grade": False, "solution": False, "locked": True, "schema_version": 3, "task": False, **about}
    return made


def unit(tmp_path, ask=ASK, mark=MARK, points=2, extra=()):
    """Write a source notebook with one question and return its path."""
    cells = [
        cell("from memo1949 import SingleChoice, answered, ask, mark", "setup"),
        cell(ask, "ask-mediation-who"),
        cell(f'answered("mediation-who")\n### BEGIN HIDDEN TESTS\n{mark}\n### END HIDDEN TESTS', "mediation-who", grade=True, points=points),
        *extra,
    ]
    path = tmp_path / "mediation.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_a_unit_is_read_with_its_points_and_hand_marked_cells(tmp_path):
    """Question, key, points and essays come out, and the key's own sample answer is there."""
    essay = nbformat.v4.new_markdown_cell("Essay.")
    essay.metadata["nbgrader"] = {"grade_id": "mediation-essay", "grade": True, "solution": True, "locked": False, "schema_version": 3, "task": False, "points": 6}
    keys = load(unit(tmp_path, extra=[essay]))
    assert (keys.unit, list(keys.questions), keys.manual, keys.points) == ("mediation", ["mediation-who"], {"mediation-essay": 6.0}, 8.0)
    keyed = keys.questions["mediation-who"]
    assert keyed.asked.skill == "actors" and keyed.key.misreadings == {"zhou": "Takes being present for speaking."}
    assert keyed.sample("2026-01-01T10:00:00+00:00").value == "mao"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mark": ""}, "no hidden test marks it"),
        ({"ask": ""}, "no cell asks it"),
        ({"points": 3}, "asks for 2 points"),
        ({"ask": ASK + "\n" + ASK}, "asked twice"),
        ({"mark": MARK + "\n" + MARK}, "marked twice"),
        ({"mark": MARK.replace('key="mao"', 'key="liu"')}, "not among"),
        ({"mark": MARK.replace("absolutely ruled", "never ruled")}, "does not stand in the document"),
        ({"ask": ASK.replace('"zhou": "Zhou"', '"mao": "Zhou", "zhou": "Zhou"')}, "stands twice in one dictionary"),
        ({"ask": ASK.replace('"Who rules a leak out?"', "open('secret').read()")}, "read without running"),
        ({"ask": ASK.replace("points=2, ", "")}, "points"),
        ({"ask": "ask("}, "Cell ask-mediation-who"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_cell_named(tmp_path, change, message):
    """Every slip of an author raises QuestionError with words that find it, and nothing of the notebook is executed."""
    with pytest.raises(QuestionError, match=message):
        load(unit(tmp_path, **change))


@pytest.mark.parametrize("text", ["<<<<<<< HEAD\n{}", '{"cells": [', "[]", '{"nbformat": 4}', "[" * 100_000, "\xff"])
def test_what_is_no_notebook_is_said(tmp_path, text):
    """A file that is no JSON, or no notebook, is named in a sentence."""
    path = tmp_path / "mediation.ipynb"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(QuestionError, match=r"^The source notebook mediation\.ipynb (is damaged|has no cells)"):
        load(path)
