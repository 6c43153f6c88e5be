"""Rubric and sample answers, read from the instructor's notebook."""

from pathlib import Path

import pytest

from grading import tiny
from grading.notebooks import cell, essay, notebook, text, write
from memo1949.grading.essays.guidance import Guidance, NoGuidance, Sample, guidance_of

SOURCE = Path(__file__).parents[2] / "source"
RUBRIC = "| level | points |\n| --- | --- |\n| good | 2 |\n| bad | 1 |"


@pytest.mark.parametrize("unit", sorted(path.name for path in SOURCE.iterdir()))
def test_our_units(unit: str) -> None:
    """Each unit's essay has its three-level rubric, and two sample answers for each level with why."""
    (guidance,) = guidance_of(SOURCE / unit / f"{unit}.ipynb").values()
    assert [row.split("|")[1].strip() for row in guidance.rubric.splitlines()[2:]] == ["Proficient", "Emergent", "Basic"]
    assert [sample.level for sample in guidance.samples] == ["Proficient (6)", "Proficient (5)", "Emergent (4)", "Emergent (3)", "Basic (2)", "Basic (1)"]
    assert all("*Why this level:" in sample.text and "###" not in sample.text for sample in guidance.samples)


def test_a_unit_of_somebody_elses(tmp_path: Path) -> None:
    """A table that is no rubric is none, a rubric belongs to the next essay alone, and a cell without levels is one sample."""
    made = notebook(
        text("task", f"## Write\n\n{RUBRIC}\n\nMore words.\n\n| year | army |\n| --- | --- |\n| 1935 | 60,000 |"),
        essay("first", "### BEGIN SOLUTION\nBecause.\n### END SOLUTION", 2),
        text("other", "| year | army |\n| --- | --- |\n| 1935 | 60,000 |"),
        essay("second", "It is so, **really**, because.", 3),
        cell("third", "", "markdown", grade=True, solution=True, points=1),
    )
    found = guidance_of(write(tmp_path / "source" / "foreign" / "foreign.ipynb", made))
    assert found == {"first": Guidance(RUBRIC, (Sample("", "Because."),)), "second": Guidance("", (Sample("", "It is so, **really**, because."),)), "third": Guidance("", ())}


@pytest.mark.parametrize(("content", "said"), [(None, "has no source/tiny/tiny.ipynb"), ("{", "cannot be read"), ("[]", "cannot be read"), ('{"cells": [7]}', "cannot be read")])
def test_no_source_is_said_in_words(tmp_path: Path, content: str | None, said: str) -> None:
    """A source that is missing, damaged or no notebook is told in a sentence for the person who marks, without the machine's paths."""
    path = tmp_path / "source" / tiny.UNIT / "tiny.ipynb"
    path.parent.mkdir(parents=True)
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(NoGuidance, match=said) as raised:
        guidance_of(path)
    assert str(tmp_path) not in str(raised.value)
