"""Every unit of source/ in both graders: the sample solution has full marks, what was handed out has none."""

import json
import shutil
from pathlib import Path

import pytest

from grading.course import CHECKOUT, Course, succeed
from memo1949.classroom.record import NAME, Saved, to_json
from memo1949.grading import keys
from memo1949.grading.rows import BY_HAND, MARKED, NEEDS_REVIEW, NO_RECORD, UNANSWERED, Row, rows_of
from memo1949.grading.simulation import make_class

from .classes import graded_by_nbgrader, graded_by_us, marks, twin

UNITS = ("sourcing", "mediation", "yugoslavia", "asian-bureau", "party-history", "corroboration")
SOLVED, OPENED, UNTOUCHED = "student-01", "student-02", "student-03"


def test_there_are_six_units_of_the_size_that_was_promised() -> None:
    """Six assignments, each with an essay; seventy questions or more that are marked without a person, a third on source criticism."""
    held = [keys.load(path) for path in sorted((CHECKOUT / "source").glob("*/*.ipynb"))]
    asked = [keyed.asked for unit in held for keyed in unit.questions.values()]
    assert sorted(unit.unit for unit in held) == sorted(UNITS)
    assert all(len(unit.manual) == 1 for unit in held)
    assert len(asked) >= 70 and sum(one.skill == "source criticism" for one in asked) * 3 >= len(asked)


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS)
def test_sample_solutions_earn_everything_and_blanks_nothing(unit: str, tmp_path: Path) -> None:
    """Both graders alike: full points for the sample solution, 0 for who answered nothing, no score without a record."""
    course = Course(tmp_path / "nbgrader")
    shutil.copytree(CHECKOUT / "source" / unit, course.root / "source" / unit)
    succeed(course.api.generate_assignment(unit))
    make_class(course.root, unit, profiles=("excellent", "blank", "blank"), students=3)
    held = keys.load(CHECKOUT / "source" / unit / f"{unit}.ipynb")
    # An answer that was given and taken back: the folder has a record, and nothing in it counts.
    taken_back = {next(iter(held.questions)): Saved(None, "", "2026-10-05T18:00:00+00:00")}
    (course.root / "submitted" / OPENED / unit / NAME).write_text(json.dumps(to_json(taken_back)), encoding="utf-8")
    other = twin(course, tmp_path / "ours")

    graded_by_nbgrader(course, unit)
    told = graded_by_us(other.root, unit)

    assert [one["problem"] for one in told.submissions] == [""] * 3
    assert marks(other) == marks(course)
    for root in (course.root, other.root):
        rows = {(row.student, row.question): row for row in rows_of(root, unit)}
        assert len(rows) == 3 * (len(held.questions) + 1)
        for name, keyed in held.questions.items():
            by_record = keyed.asked.question.kind != "result"
            assert said(rows[SOLVED, name]) == (MARKED, keyed.points), name
            assert said(rows[OPENED, name]) == (UNANSWERED, 0), name
            assert said(rows[UNTOUCHED, name]) == ((NEEDS_REVIEW, None) if by_record else (UNANSWERED, 0)), name
            assert not by_record or rows[UNTOUCHED, name].flags == (NO_RECORD,)
        (essay,) = held.manual
        assert said(rows[SOLVED, essay]) == (BY_HAND, None)
        assert said(rows[OPENED, essay]) == said(rows[UNTOUCHED, essay]) == (UNANSWERED, 0)


def said(row: Row) -> tuple[str, float | None]:
    """Return what a row says of a question: verdict and score."""
    return row.verdict, row.score
