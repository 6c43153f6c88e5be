"""Weighing evidence: passages on three piles, kept like a practice answer, without a key."""

import pytest

from memo1949.classroom import asking, notebook
from memo1949.classroom.notebook import Notebook
from memo1949.classroom.problems import AnswerError, QuestionError
from memo1949.classroom.record import Record
from memo1949.classroom.widgets import showing
from memo1949.classroom.widgets.question import question_widget
from memo1949.classroom.widgets.weighing import Weighing, weighing_html

CLAIM = "Somebody close to Mao gave the secret away."
PASSAGES = {
    "somehow": "having learned somehow that the USSR and the CCP are against foreign\nmediation",
    "ruled-out": "Mao Zedong absolutely ruled out this possibility",
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A notebook in an empty folder, as the running one."""
    here = Notebook(Record(tmp_path))
    for module in (notebook, asking, showing):
        monkeypatch.setattr(module, "current", lambda: here)
    return here


def test_what_is_decided_is_kept(here, monkeypatch, tmp_path):
    """The call asks a question without points; a pile that is chosen, or typed, is in answers.json and comes back."""
    shown = []
    monkeypatch.setattr(showing, "show", shown.append)
    showing.weigh("lesson-x-weigh", CLAIM, PASSAGES)
    (widget,) = shown
    assert widget.spec["practice"] and not widget.spec["checks"] and not here.graded()
    assert widget.spec["passages"][1] == ["ruled-out", PASSAGES["ruled-out"], "mediation, sentence 4", "Mao, with a tag"]
    assert widget.submit({"somehow": "neither"}) and widget.state["kind"] == "partial"
    asking.answer("lesson-x-weigh", {"somehow": "neither", "ruled-out": "against"})
    assert widget.state["kind"] == "saved"
    again = Notebook(Record(tmp_path))
    asked = again.ask("lesson-x-weigh", Weighing(CLAIM, PASSAGES), None, "source criticism")
    assert question_widget(asked, again).answer["value"] == {"somehow": "neither", "ruled-out": "against"}
    html = weighing_html(asked, again.get("lesson-x-weigh"))
    assert "does not decide" in html and "speaks against it" in html and CLAIM in html


def test_while_nbgrader_runs_it_is_a_table(here, monkeypatch):
    """In a grading run the call shows the claim and its passages as HTML, undecided where nothing is saved."""
    shown = []
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setattr(showing, "show", shown.append)
    showing.weigh("lesson-x-weigh", CLAIM, PASSAGES)
    assert shown[0].count("not decided") == 2 and "<table" in shown[0]


def test_what_does_not_fit_is_said():
    """Words that are not the document's, one passage alone, an unknown pile, and a key are refused in a sentence."""
    with pytest.raises(QuestionError, match=r"does not stand in the document.*Nearest"):
        Weighing(CLAIM, {**PASSAGES, "wrong": "Mao Zedong absolutely excluded this possibility"})
    with pytest.raises(QuestionError, match="at least 2"):
        Weighing(CLAIM, {"somehow": PASSAGES["somehow"]})
    question = Weighing(CLAIM, PASSAGES)
    with pytest.raises(AnswerError, match="for, against, neither"):
        question.check({"somehow": "perhaps"})
    with pytest.raises(QuestionError, match="no key"):
        question.check_key({"somehow": "for"}, {})
    assert question.complete(question.sample(None)) and not question.complete({"somehow": "for"})
