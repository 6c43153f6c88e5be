"""Every notebook, checked like data: writing on disk, ids, points, quotations, practice apart from graded questions."""

import re

import nbformat
import pytest

from memo1949 import edition

from .notebook import (
    ALL,
    LESSONS,
    SOURCES,
    blocks,
    calls,
    cells,
    evidence,
    foreign_words,
    ids,
    named,
    prompts,
    shown_sections,
    texts_of_questions,
)

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
REPUTABLE = {"digitalarchive.wilsoncenter.org", "history.state.gov", "www.britannica.com", "doi.org"}


def test_there_are_notebooks():
    """The checks below have something to check."""
    assert LESSONS and SOURCES


@named(ALL)
def test_notebooks_are_tidy(path):
    """No outputs, no counts, a kernel named, one canonical writing; cell ids are unique and are nbgrader's ids."""
    text = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, 4)
    nbformat.validate(notebook)
    assert text == nbformat.writes(notebook) + "\n"
    assert notebook.metadata.kernelspec.name == "python3"
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    for cell in notebook.cells:
        assert cell.get("outputs", []) == [] and cell.get("execution_count") is None
        assert cell.metadata.get("nbgrader", {}).get("grade_id", cell.id) == cell.id
        assert ID.fullmatch(cell.id) or cell.id.isalpha(), "a cell's id says what the cell is"


def test_question_ids_are_unique_and_practice_is_never_graded():
    """No id and no prompt stands in two notebooks or twice in one; lessons only practise, assignments only ask."""
    graded = [name for path in SOURCES for name in ids(path, "ask")]
    practised = [name for path in LESSONS for name in ids(path, "practice")]
    assert len(set(graded + practised)) == len(graded + practised)
    assert all(ID.fullmatch(name) for name in graded + practised)
    assert all(name.startswith("lesson-") for name in practised)
    assert not any(ids(path, "ask", "mark") for path in LESSONS)
    assert not any(ids(path, "practice") for path in SOURCES)
    asked = [prompt for path in ALL for prompt in prompts(path)]
    assert len(set(asked)) == len(asked)


@named(ALL)
def test_evidence_stands_in_the_sections_that_the_reader_shows(path):
    """Each piece of evidence is in the document, and where the notebook's own reader lets a student find it."""
    sections = shown_sections(path)
    for name, quotes in evidence(path):
        for words in quotes:
            places = [place for section in sections for place in _placed(words, section)]
            assert places, f"{name}: {words!r} is not in {sections}"


def _placed(words, section):
    try:
        return edition.locate(words, section)
    except LookupError:
        return ()


@named(ALL)
def test_quotation_marks_in_questions_hold_the_documents_words(path):
    """In prompts, options, misreadings and explanations curly quotes stand around the document's words and nothing else."""
    assert [found for text in texts_of_questions(path) for found in foreign_words(text)] == []


@named(ALL)
def test_other_quotations_name_their_source(path):
    """In markdown, what is quoted is the document's, or stands in a paragraph that names a work or term in italics."""
    strange = [
        (found, block) for block in blocks(path) for found in foreign_words(block) if not re.search(r"\*[^*]+\*", block)
    ]
    assert strange == []


@named(ALL)
def test_pictures_exist_and_links_are_to_reputable_places(path):
    """Pictures lie beside the notebook and have a text; links go to archives and publishers only."""
    text = "\n".join(cell.source for cell in cells(path, "markdown"))
    for alt, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text):
        assert len(alt) > 20 and (path.parent / target).is_file()
    assert set(re.findall(r"https?://([^/\s)]+)", text)) <= REPUTABLE


@pytest.mark.parametrize("call", ["ask", "practice"])
def test_questions_are_asked_by_their_own_cell(call):
    """One question a cell, so that a reader finds it and a release keeps it whole."""
    for path in ALL:
        for cell in cells(path, "code"):
            assert cell.source.count(f"{call}(\n") <= 1
        assert len(list(calls(path, call))) == len(set(ids(path, call)))
