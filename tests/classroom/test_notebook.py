"""ask, answer, answered, mark and seal in a real kernel, in the classroom and while nbgrader runs the notebook."""

import json

import nbformat
import pytest

from memo1949.classroom.record import Record
from memo1949.classroom.sealed import read_seal

from .kernel import kernel

IMPORTS = "from memo1949 import Number, Result, SingleChoice, answer, answered, ask, mark, seal"
ASK_WHO = """ask("mediation-who", SingleChoice("Who rules a leak out?", {"mao": "Mao Zedong", "zhou": "Zhou Enlai"}), points=2, skill="actors")"""
ASK_HOW_MANY = """ask("mediation-many", Number("How many know?"), points=1, skill="actors")"""
ASK_TOTAL = """ask("mediation-total", Result("Count.", name="total"), points=1, skill="dates")"""
QUOTE = "Mao Zedong absolutely ruled out this possibility"
MARK_WHO = f"""mark("mediation-who", key="mao", evidence=["{QUOTE}"], misreadings={{"zhou": "Takes being present for speaking."}}, explanation="Mao speaks.")"""
MARK_TOTAL = """mark("mediation-total", key=3, misreadings={4: "Counts the bracket too."}, explanation="Three stand there.")"""


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """One kernel in a folder, with the questions asked."""
    folder = tmp_path_factory.mktemp("classroom")
    with kernel(folder) as cells:
        for source in (IMPORTS, ASK_WHO, ASK_HOW_MANY, ASK_TOTAL):
            assert cells.run(source)["error"] is None
        assert list(folder.iterdir()) == [], "asking writes nothing"
        yield folder, cells


def test_a_typed_answer_is_saved_and_says_so(classroom):
    """answer() writes at once, prints the time, and names what is still open."""
    folder, cells = classroom
    left = cells.run('answer("mediation-who", "mao")')
    assert "Question 1: saved " in left["text"] and "quotation is still missing" in left["text"]
    cells.run(f'answer("mediation-who", "mao", quote="{QUOTE}")')
    assert Record(folder).get("mediation-who").quote == QUOTE
    assert cells.run('answered("mediation-who")')["text"] == ""


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('answer("mediation-who", "nobody")', "not one of the options"),
        ('answer("mediation-nothing", "mao")', "Run its cell first"),
        ('answer("mediation-many", 7, quote="some words that stand there")', "leave quote= out"),
        ('answer("mediation-total", 3)', "takes no typed answer"),
    ],
)
def test_a_typing_mistake_gets_one_sentence_and_no_traceback(classroom, source, message):
    """Errors of the student are told in a line."""
    name, _, traceback = classroom[1].run(source)["error"]
    assert name == "AnswerError" and message in traceback and "\n" not in traceback


def test_an_open_question_does_not_stop_run_all(classroom):
    """answered() raises nothing in the classroom; it speaks only of a variable, which has no widget to do so."""
    assert classroom[1].run('answered("mediation-many")') | {"html": []} == {"text": "", "html": [], "error": None, "rewritten": None, "value": None}
    assert "total does not exist yet" in classroom[1].run('answered("mediation-total")')["text"]
    classroom[1].run("total = 3")
    assert "total is there" in classroom[1].run('answered("mediation-total")')["text"]
    classroom[1].run("del total")


def test_sealing_rewrites_the_cell_into_a_copy_of_the_answers(classroom):
    """The rewritten cell reads back as the record; the summary counts what is answered."""
    folder, cells = classroom
    cells.run(f'answer("mediation-who", "mao", quote="{QUOTE}")')
    left = cells.run("seal()")
    assert left["error"] is None
    notebook = {"cells": [{"cell_type": "code", "source": left["rewritten"].splitlines(keepends=True)}]}
    assert read_seal(notebook) == Record(folder).read()
    assert "1 of 3 answered" in "".join(left["html"])
    again = cells.run(left["rewritten"])
    assert again["error"] is None and again["rewritten"] == left["rewritten"]


def graded(folder, *sources):
    """Run cells as nbgrader's autograder does."""
    with kernel(folder, "autograde") as cells:
        return [cells.run(source) for source in (IMPORTS, *sources)][1:]


def write_seal(folder, content):
    """Put a notebook into the folder whose last cell is sealed with `content`."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"seal({content!r})")])
    nbformat.write(notebook, folder / "mediation.ipynb")


def entry(value, quote="", saved="2026-01-01T10:00:00+00:00"):
    """One answer in the record's JSON."""
    return {"value": value, "quote": quote, "saved": saved}


def record(**answers):
    """A record's JSON; question names with _ for -."""
    return {"format": "memo1949 answers", "version": 1, "answers": {name.replace("_", "-"): a for name, a in answers.items()}}


def test_mark_gives_a_plain_float_and_shows_what_the_student_may_see(tmp_path):
    """The cell's value is the score; the panel carries choice, quotation, misreading and explanation; nothing is written."""
    content = json.dumps(record(mediation_who=entry("zhou", QUOTE)))
    (tmp_path / "answers.json").write_text(content)
    asked, open_test, marked = graded(tmp_path, ASK_WHO, 'answered("mediation-who")', MARK_WHO)
    assert "Zhou Enlai" in asked["html"][0] and "memo1949-chosen" in asked["html"][0]
    assert open_test["text"] == "" and open_test["error"] is None
    assert marked["value"] == "1.0"
    assert all(words in marked["html"][0] for words in ("1 of 2 points", "Takes being present for speaking.", "Mao speaks.", QUOTE))
    assert (tmp_path / "answers.json").read_text() == content and len(list(tmp_path.iterdir())) == 1


def test_a_typed_answer_is_not_given_again_while_grading(tmp_path):
    """An answer() cell that runs again under nbgrader neither writes nor beats what the student changed by clicking later."""
    content = json.dumps(record(mediation_who=entry("mao", QUOTE)))
    (tmp_path / "answers.json").write_text(content)
    *_, marked = graded(tmp_path, ASK_WHO, 'answer("mediation-who", "zhou")', MARK_WHO)
    assert marked["value"] == "2.0" and (tmp_path / "answers.json").read_text() == content


def test_an_unanswered_question_earns_nothing_and_learns_nothing(tmp_path):
    """Where the record holds other answers, an open question is 0, without key, passage or explanation."""
    (tmp_path / "answers.json").write_text(json.dumps(record(mediation_many=entry(7))))
    _, marked = graded(tmp_path, ASK_WHO, MARK_WHO)
    assert marked["value"] == "0.0"
    assert "Not answered" in marked["html"][0]
    assert not any(words in marked["html"][0] for words in ("Mao speaks.", QUOTE, "misreading"))


def test_a_notebook_that_came_alone_is_marked_from_its_seal(tmp_path):
    """Without answers.json the sealed copy counts."""
    write_seal(tmp_path, record(mediation_who=entry("mao", QUOTE)))
    assert graded(tmp_path, ASK_WHO, MARK_WHO)[-1]["value"] == "2.0"


def test_of_file_and_seal_the_newer_counts_and_the_grader_is_told(tmp_path):
    """Question by question the newer answer is marked, and the last cell names where the two differ."""
    (tmp_path / "answers.json").write_text(json.dumps(record(mediation_who=entry("zhou", QUOTE, "2026-01-01T09:00:00+00:00"))))
    write_seal(tmp_path, record(mediation_who=entry("mao", QUOTE)))
    _, marked, sealed = graded(tmp_path, ASK_WHO, MARK_WHO, "seal()")
    assert marked["value"] == "2.0"
    assert sealed["rewritten"] is None
    assert "differ on question 1" in sealed["html"][0]


def test_no_record_at_all_asks_for_a_person(tmp_path):
    """With neither answers.json nor seal, mark raises NeedsReview in one line instead of a silent 0."""
    name, message, traceback = graded(tmp_path, ASK_WHO, MARK_WHO)[-1]["error"]
    assert name == "NeedsReview" and "A person must look" in message
    assert "key=" not in traceback and QUOTE not in traceback


def test_a_damaged_record_asks_for_a_person_unless_the_seal_has_the_answer(tmp_path):
    """A spoiled answers.json never counts as a blank."""
    (tmp_path / "answers.json").write_text("{")
    assert graded(tmp_path, ASK_WHO, MARK_WHO)[-1]["error"][0] == "NeedsReview"
    write_seal(tmp_path, record(mediation_who=entry("mao", QUOTE)))
    assert graded(tmp_path, ASK_WHO, MARK_WHO)[-1]["value"] == "2.0"
    assert (tmp_path / "answers.json").read_text() == "{"


@pytest.mark.parametrize(("code", "score", "words"), [("total = 3", "1.0", "Three stand there"), ("total = 4", "0.0", "Counts the bracket too."), ("", "0.0", "there is nothing in <code>total</code>"), ("total = print", "0.0", "a number, a text")])
def test_a_result_is_marked_from_the_students_variable(tmp_path, code, score, words):
    """The pandas task needs no record: the variable's content is marked, and what cannot be marked is told."""
    marked = graded(tmp_path, ASK_TOTAL, code, MARK_TOTAL)[-1]
    assert marked["value"] == score and words in marked["html"][0]


def test_validate_lists_what_is_open_and_gives_nothing_away(tmp_path):
    """In Validate an open question raises one line; an answered one, right or wrong, passes."""
    (tmp_path / "answers.json").write_text(json.dumps(record(mediation_who=entry("zhou", QUOTE))))
    with kernel(tmp_path, "validate") as cells:
        for source in (IMPORTS, ASK_WHO, ASK_HOW_MANY):
            cells.run(source)
        assert cells.run('answered("mediation-who")')["error"] is None
        name, _, traceback = cells.run('answered("mediation-many")')["error"]
    assert name == "NotAnswered" and traceback == "NotAnswered: Question 2 is still open: no answer yet."
