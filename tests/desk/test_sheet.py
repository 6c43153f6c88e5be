"""Tables in CSV: what a spreadsheet would run is text, and a number is a number."""

import csv
import io

import pytest

from memo1949.grading.desk.sheet import defused, restored, written
from memo1949.grading.report import sheets
from memo1949.grading.report.term import Term, UnitLine


@pytest.mark.parametrize("text", ["=1+1", "+3", "@x", "-x", "-1+cmd|' /C calc'!A0", "-5 people", "\t=1", "--1", "-1\n=2", "-１"])
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    """A text that begins as a formula does is written behind an apostrophe, and reads back as it was."""
    assert defused(text) == f"'{text}" and restored(defused(text)) == text


@pytest.mark.parametrize("text", ["-0.2123", "-1", "-1e-06", "-1e+06"])
def test_a_negative_number_stays_a_number(text: str) -> None:
    """A number below nothing is written without an apostrophe, else no spreadsheet counts with it."""
    assert defused(text) == restored(text) == text


def test_the_reports_tables_have_negative_numbers() -> None:
    """An alpha below 0 stands in the term's table as the number that it is."""
    term = Term("", False, (UnitLine("mediation", "Mediation", alpha=-0.2123, low=-1.0),), (), ())
    header, row = csv.reader(io.StringIO(written(sheets.units(term)).decode("utf-8"), newline=""))
    assert dict(zip(header, row, strict=True)) | {"alpha": "-0.2123", "alpha from": "-1"} == dict(zip(header, row, strict=True))
