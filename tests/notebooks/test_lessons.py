"""Lessons: their parts, their cards, and that they run."""

import re

import nbformat
from nbclient import NotebookClient

from .notebook import LESSONS, calls, cells, ids, named

HEADER = ("**Time**", "**You need to know**", "**You will be able to**")
HEADINGS = ("## Discuss", "## Further reading")


@named(LESSONS)
def test_a_lesson_has_its_parts(path):
    """A header box, a central question, the text, four to six practice questions, a discussion, further reading."""
    first, *_ = cells(path, "markdown")
    text = "\n".join(cell.source for cell in cells(path, "markdown"))
    assert all(part in first.source for part in HEADER) and re.search(r"\*\*[^*]+\?\*\*", first.source)
    assert all(f"\n{heading}\n" in f"\n{text}\n" for heading in HEADINGS)
    assert list(calls(path, "reader")) and 4 <= len(ids(path, "practice")) <= 6


@named(LESSONS)
def test_a_lesson_carries_no_marks(path):
    """No cell of a lesson is nbgrader's."""
    assert not any("nbgrader" in cell.metadata for cell in cells(path))


@named(LESSONS)
def test_a_practice_question_belongs_to_its_lesson(path):
    """Practice ids of one lesson begin alike, and the cell is called after the question."""
    names = ids(path, "practice")
    assert len({name.rsplit("-", 1)[0] for name in names}) == 1
    practised = [cell.id for cell in cells(path, "code") if cell.source.startswith("practice(")]
    assert practised == [f"practice-{name.rsplit('-', 1)[1]}" for name in names]


@named(LESSONS)
def test_every_card_names_its_source(path):
    """A background card (a block set off with >) ends on a reference in italics, with a link or a year."""
    found = [card for cell in cells(path, "markdown") for card in cell.source.split("\n\n") if card.startswith(">")]
    for card in found:
        *_, reference = card.splitlines()
        assert re.fullmatch(r"> \*.+\*", reference) and re.search(r"https://|\b(19|20)\d\d\b", reference), card


@named(LESSONS)
def test_the_narrators_name_is_not_given_away(path):
    """No cell down to the first reader prints the name that the catalogue gives the narrator."""
    before = cells(path)
    first = next(place for place, cell in enumerate(before) if cell.source.startswith("reader("))
    assert not any("Mikoyan" in cell.source for cell in before[: first + 1])


@named(LESSONS)
def test_lessons_run_from_top_to_bottom_without_a_warning(path, tmp_path):
    """Every cell of a lesson runs in a fresh kernel, silent on stderr, and leaves no file behind."""
    notebook = nbformat.read(path, 4)
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]
    assert list(tmp_path.iterdir()) == []
