"""The question widget's Python side, driven by its messages and traits, without a browser."""

import json
from threading import Thread

import pytest

from memo1949.classroom.notebook import Notebook
from memo1949.classroom.questions import Date, Matching, MultipleChoice, Number, Quotation, SingleChoice
from memo1949.classroom.record import Record
from memo1949.classroom.widgets.question import question_widget

CHOICE = SingleChoice("Who added the brackets?\n\nThink of the century.", options={"mao": "Mao Zedong", "editor": "an editor"})
FOUND = "whether there are any babbling people around the CCP"


@pytest.fixture
def here(tmp_path):
    """A notebook in an empty folder."""
    return Notebook(Record(tmp_path))


@pytest.fixture
def show(here):
    """Return a function that asks a question and shows its widget."""
    return lambda question, name="q", check=None: question_widget(here.ask(name, question, None if check else 2, "actors"), here, check)


def send(widget, value, quote="", seq=1, what="answer", client="tab"):
    """Do as the page does when somebody enters something."""
    widget._handle_custom_msg({"what": what, "client": client, "seq": seq, "value": value, "quote": quote}, [])
    return widget.state


def test_shows_nothing_at_first_and_writes_nothing(show, tmp_path):
    """A fresh question is empty, and showing it leaves no file."""
    widget = show(CHOICE)
    assert widget.answer == {"value": None, "quote": ""}
    assert (widget.state["kind"], widget.state["text"]) == ("empty", "no answer yet")
    assert list(tmp_path.iterdir()) == []


def test_spec_carries_what_the_page_needs_and_no_key(show):
    """The page gets the question, its number and its worth, as JSON; points of a practice question are none."""
    spec = json.loads(json.dumps(show(CHOICE).spec))
    assert spec["options"] == [["mao", "Mao Zedong"], ["editor", "an editor"]]
    assert (spec["id"], spec["number"], spec["points"], spec["practice"]) == ("q", "1", 2, False)
    assert show(CHOICE, "p", dict).spec["points"] is None


def test_saves_and_acknowledges(show, here):
    """Each message is saved and acknowledged under its own number; what is left to do is said."""
    widget = show(CHOICE)
    state = send(widget, "editor", seq=7)
    assert (state["client"], state["seq"], state["kind"]) == ("tab", 7, "partial")
    assert state["text"].endswith("; the quotation is still missing")
    state = send(widget, "editor", FOUND, seq=8)
    assert (state["seq"], state["kind"]) == (8, "saved")
    assert state["text"] == f"saved {here.get('q').time}"
    assert (here.get("q").value, here.get("q").quote) == ("editor", FOUND)


def test_clearing(show, here):
    """An emptied answer is no answer."""
    widget = show(MultipleChoice("Which?", options={"a": "A", "b": "B", "c": "C"}))
    send(widget, ["a", "b"], FOUND)
    assert send(widget, None, "", seq=2)["kind"] == "empty"
    assert here.get("q") is None


def test_what_does_not_fit_is_told_and_overwrites_nothing(show, here):
    """“abc” is no number: the widget says so kindly, and the last good answer stays saved."""
    widget = show(Number("How many?", unit="people"))
    send(widget, "30,000")
    state = send(widget, "abc", seq=2)
    assert (state["kind"], state["reason"], state["seq"]) == ("error", "input", 2)
    assert state["text"].startswith("Not saved: “abc” is not a number")
    assert state["last"]["kind"] == "saved"
    assert widget.answer["value"] == here.get("q").value == 30000


def test_unwritable_folder_is_told(show, here, tmp_path):
    """When the file cannot be written the widget says so, a new widget of the question knows, and the next save brings all."""
    widget = show(Date("When?", precision="year"))
    tmp_path.rename(tmp_path.with_name("away"))  # writing fails then, whoever runs the test
    assert send(widget, "1949")["reason"] == "disk"
    again = show(Date("When?", precision="year"))
    assert (again.answer["value"], again.state["kind"]) == ("1949", "error")
    tmp_path.with_name("away").rename(tmp_path)
    assert send(again, "1949", seq=2)["kind"] == "saved"
    assert json.loads((tmp_path / "answers.json").read_text())["answers"]["q"]["value"] == "1949"


def test_widgets_of_one_question_stay_in_step(show, here):
    """An answer given in one widget, or typed, shows in every other widget of that question and in no other question's."""
    one, two, other = show(CHOICE), show(CHOICE), show(CHOICE, "other")
    send(one, "editor", seq=3)
    assert two.answer == one.answer == {"value": "editor", "quote": ""}
    assert (one.state["client"], two.state["client"]) == ("tab", "")
    here.save("q", "mao", FOUND)
    assert one.answer == two.answer == {"value": "mao", "quote": FOUND}
    assert other.answer["value"] is None


def test_old_widgets_are_let_go(show, here):
    """Running a cell a hundred times does not make every click a hundred times as dear; an old widget in use is followed again."""
    widgets = [show(CHOICE) for _ in range(100)]
    followers = here.listeners[0].widgets["q"]
    assert len(here.listeners) == 1 and list(followers) == widgets[-4:]
    send(widgets[0], "mao")
    assert widgets[0] in followers and widgets[0].state["seq"] == 1


def test_what_was_overtaken_is_not_taken(show, here):
    """An older message of the same page that arrives after a newer one changes neither answer nor status; another page's counts."""
    widget = show(MultipleChoice("Which?", options={"a": "A", "b": "B", "c": "C"}))
    send(widget, ["a", "b"], FOUND, seq=2)
    state = send(widget, ["a"], FOUND, seq=1)
    assert (state["seq"], here.get("q").value, widget.answer["value"]) == (2, ["a", "b"], ["a", "b"])
    send(widget, ["c"], FOUND, seq=1, client="other tab")
    assert here.get("q").value == ["c"]


def test_threads_lose_nothing(show, here):
    """Answers that arrive in three threads at once, as a kernel may hear its widgets, are all saved, and their widgets say so."""
    widgets = [show(Number("How many?"), f"q{number}") for number in range(60)]

    def answer(part):
        for widget in part:
            send(widget, "7")

    threads = [Thread(target=answer, args=(widgets[number::3],)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: saved.value for name, saved in here.record.read().items()} == {f"q{number}": 7 for number in range(60)}
    assert {(widget.answer["value"], widget.state["kind"], widget.state["seq"]) for widget in widgets} == {(7, "saved", 1)}


def test_remarks_say_where_not_whether_right(show):
    """A quotation's remark names the section where the words stand, or the nearest words; too few words get none."""
    widget = show(Quotation("Quote.", passages=3))
    send(widget, [FOUND, "quite other words about something else", "too short"])
    assert widget.remarks["0"] == {"of": FOUND, "kind": "found", "text": "found in the document, section “mediation”"}
    assert widget.remarks["1"]["kind"] == "unknown" and widget.remarks["1"]["text"].startswith("not found in the document")
    assert "2" not in widget.remarks


def test_practice_gives_feedback_until_the_answer_changes(show):
    """“Check my answer” saves and explains; the explanation goes when the answer changes, and graded questions have none."""
    widget = show(CHOICE, "p", lambda: {"right": True, "explanation": "So it is."})
    assert widget.spec["practice"]
    send(widget, "editor", FOUND, what="check")
    assert widget.feedback == {"right": True, "explanation": "So it is."}
    send(widget, "mao", FOUND, seq=2)
    assert widget.feedback == {}
    graded = show(CHOICE)
    send(graded, "editor", FOUND, what="check")
    assert graded.feedback == {} and graded.state["kind"] == "saved"


def test_a_fault_of_ours_is_not_swallowed(show):
    """When the checking itself breaks, the widget says that it was not the student's fault."""
    widget = show(CHOICE, "p", lambda: 1 / 0)
    state = send(widget, "editor", FOUND, what="check", seq=5)
    assert (state["kind"], state["seq"]) == ("error", 5) and "ZeroDivisionError" in state["text"]


def test_says_in_words_what_it_is(show):
    """Without a front end for widgets the question is still readable, and the note says how to bring it to life."""
    widget = show(Matching("Match.", items={"a": "A", "b": "B"}, targets={"x": "X", "y": "Y"}))
    data, _ = widget._repr_mimebundle_()
    assert data["text/plain"] == repr(widget) == "Question 1\n\nMatch.\n\nRun this cell to answer."
    assert "Run All Cells" in widget.note()
