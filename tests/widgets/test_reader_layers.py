"""Which layers a reader offers."""

import pytest

from memo1949.classroom.notebook import Notebook
from memo1949.classroom.record import Record
from memo1949.classroom.widgets.reader import reader_widget


def test_an_assignment_may_leave_out_layers_that_would_answer_it(tmp_path):
    """Only the layers that are named reach the page: nothing of the others is in what it is sent."""
    here = Notebook(Record(tmp_path))
    some = reader_widget(("mediation",), here, ["dates", "brackets"])
    everything = reader_widget(("mediation",), here)
    assert some.content["layers"] == ["dates", "brackets"]
    assert {mark["layer"] for mark in some.content["marks"]} <= {"dates", "brackets"} and not some.content["entries"]
    assert "voices" in everything.content["layers"] and everything.content["entries"]
    with pytest.raises(KeyError, match="layer"):
        reader_widget(("mediation",), here, ["voice"])
