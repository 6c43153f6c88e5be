"""Every notebook, checked like data: writing on disk, ids, points, quotations, practice apart from graded questions."""

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from memo1949 import edition
from memo1949.grading.keys import load

TOP = Path(__file__).parents[2]
LESSONS = sorted((TOP / "lessons").glob("*.ipynb"))
SOURCES = sorted((TOP / "source").glob("*/*.ipynb"))
ALL = [*LESSONS, *SOURCES]
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
KINDS = {"single-choice", "multiple-choice", "matching", "ordering", "number", "date", "quotation", "table", "result"}


def named(paths):
    """Parametrise over notebooks by their names."""
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


def calls(path, *names):
    """The calls of `names` that stand in a notebook's code cells, as syntax trees."""
    for cell in nbformat.read(path, 4).cells:
        if cell.cell_type == "code":
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                    yield node


def ids(path, *names):
    """The question ids of such calls."""
    return [node.args[0].value for node in calls(path, *names)]


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


def test_question_ids_are_unique_and_practice_is_never_graded():
    """No id stands in two notebooks or twice in one; lessons only practise, assignments only ask."""
    graded = [name for path in SOURCES for name in ids(path, "ask")]
    practised = [name for path in LESSONS for name in ids(path, "practice")]
    assert len(set(graded + practised)) == len(graded + practised)
    assert all(ID.fullmatch(name) for name in graded + practised)
    assert all(name.startswith("lesson-") for name in practised)
    assert not any(ids(path, "ask", "mark") for path in LESSONS) and not any(ids(path, "practice") for path in SOURCES)
    prompts = [node.args[1].args[0].value for path in ALL for node in calls(path, "ask", "practice")]
    assert len(set(prompts)) == len(prompts)


@named(SOURCES)
def test_a_units_questions_belong_to_it_and_say_their_points(path):
    """Ids begin with the unit's name, keys fit their questions, the total printed at the top is right."""
    unit = load(path)
    assert unit.unit == path.parent.name
    assert all(name.startswith(f"{unit.unit}-") for name in [*unit.questions, *unit.manual])
    first = nbformat.read(path, 4).cells[0].source
    assert f"{unit.points:g} points in all" in first


@named(SOURCES)
def test_a_unit_asks_in_every_way_about_every_skill(path):
    """At least ten autograded questions over all three skills, a third or more on source criticism, one task in pandas, one essay."""
    unit = load(path)
    skills = [keyed.asked.skill for keyed in unit.questions.values()]
    assert len(skills) >= 10 and set(skills) == {"actors", "dates", "source criticism"}
    assert skills.count("source criticism") * 3 >= len(skills)
    assert [keyed.asked.question.kind for keyed in unit.questions.values()].count("result") >= 1
    assert len(unit.manual) == 1


def test_every_kind_of_question_is_used():
    """The assignments together use all question types."""
    assert {keyed.asked.question.kind for path in SOURCES for keyed in load(path).questions.values()} == KINDS


@named(SOURCES)
def test_options_give_nothing_away_by_their_length(path):
    """The right option of a single choice is nowhere more than half as long again as the mean of the others."""
    for name, keyed in load(path).questions.items():
        if keyed.asked.question.kind == "single-choice":
            lengths = {option: len(text) for option, text in keyed.asked.question.options}
            right = lengths.pop(keyed.key.key)
            assert right <= 1.5 * sum(lengths.values()) / len(lengths), name


@named(SOURCES)
def test_an_essay_has_a_rubric_and_two_sample_answers_a_level(path):
    """Three levels with points, and six samples that quote the document exactly."""
    notebook = nbformat.read(path, 4)
    essay = next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "markdown")
    for level in ("Proficient", "Emergent", "Basic"):
        assert len(re.findall(rf"\*\*{level} \(\d\)\.\*\*", essay.source)) == 2
        assert any(f"| {level} |" in cell.source for cell in notebook.cells)
    quoted = re.findall(r"“((?:[^“”]|“[^”]*”)+)”", essay.source)
    assert quoted and all(edition.quote(words.rstrip(".,")) or len(words.split()) < 3 for words in quoted), quoted


@named(LESSONS)
def test_lessons_run_from_top_to_bottom_without_a_warning(path, tmp_path):
    """Every cell of a lesson runs in a fresh kernel, silent on stderr, and leaves no file behind."""
    notebook = nbformat.read(path, 4)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]
    assert list(tmp_path.iterdir()) == []


@named(LESSONS)
def test_practice_keys_hold(path):
    """The evidence of every practice question stands in the document (practice() checks the rest when the lesson runs)."""
    for node in calls(path, "practice"):
        for word in node.keywords:
            if word.arg == "evidence":
                assert all(edition.locate(words) for words in ast.literal_eval(word.value))


@named(LESSONS)
def test_the_narrators_name_is_not_given_away(path):
    """No lesson prints the name that the catalogue gives the narrator before the reader has met the text."""
    assert "Mikoyan" not in json.dumps(nbformat.read(path, 4).cells[:6])


@named(ALL)
def test_pictures_exist_and_links_are_to_reputable_places(path):
    """Pictures lie beside the notebook and have a text; links go to archives and publishers only."""
    text = "\n".join(cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown")
    for alt, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text):
        assert len(alt) > 20 and (path.parent / target).is_file()
    for address in re.findall(r"https?://([^/\s)]+)", text):
        assert address in {"digitalarchive.wilsoncenter.org", "history.state.gov", "www.britannica.com", "doi.org"}
