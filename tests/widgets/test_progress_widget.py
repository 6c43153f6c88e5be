"""The progress widget's Python side."""

from datetime import UTC, datetime, timedelta

import pytest

from memo1949.classroom.notebook import Notebook
from memo1949.classroom.questions import Date, Result
from memo1949.classroom.record import Record, Saved
from memo1949.classroom.widgets.progress import progress_widget


@pytest.fixture
def here(tmp_path):
    """A notebook with two graded questions, one for practice and one that code answers."""
    here = Notebook(Record(tmp_path))
    for name in ("one", "two"):
        here.ask(name, Date("When?"), 1, "dates")
    here.ask("practice", Date("When?"), None, "dates")
    here.ask("code", Result("Count.", name="count"), 1, "dates")
    return here


def test_counts_live(here):
    """The count follows every saved answer, names what is missing, and leaves practice out."""
    widget = progress_widget(here, None)
    assert (widget.progress["answered"], widget.progress["total"]) == (0, 3)
    here.save("two", "1949-02-03")
    assert widget.progress["answered"] == 1
    assert widget.progress["missing"][0] == ["one", "Question 1", "no answer yet"]
    assert [name for name, *_ in widget.progress["missing"]] == ["one", "code"]
    assert widget.plain() == "1 of 3 answered."


def test_knows_what_is_newer_than_the_seal(here):
    """Answers given after sealing are counted until the cell runs again."""
    assert progress_widget(here, None).progress["sealed"] == ""
    here.save("one", "1949")
    widget = progress_widget(here, here.answers())
    assert widget.progress["newer"] == 0
    assert datetime.now(UTC) - datetime.fromisoformat(widget.progress["sealed"]) < timedelta(minutes=1)
    here.save("two", "1949")
    assert widget.progress["newer"] == 1


def test_a_clock_that_was_ahead_hides_no_newer_answer(here):
    """An answer sealed with a time in the future does not make later answers to other questions look sealed."""
    widget = progress_widget(here, {"one": Saved("1949", "", (datetime.now(UTC) + timedelta(hours=2)).isoformat())})
    here.save("two", "1949")
    assert widget.progress["newer"] == 1


def test_tells_of_a_damaged_record(here):
    """A damaged answers.json is reported, not counted over."""
    here.record.path.write_text("{", encoding="utf-8")
    assert "damaged" in progress_widget(here, None).progress["problem"]


def test_only_the_newest_is_followed(here):
    """Sealing again and again leaves one listener."""
    for _ in range(5):
        widget = progress_widget(here, None)
    assert len(here.listeners) == 1
    here.save("one", "1949")
    assert widget.progress["answered"] == 1
