"""Writing reports: the page, and the tables beside it, each whole or not at all, and never over a file of somebody else."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from .. import wholefile
from ..desk import sheet
from ..nbgrader.running import CourseError
from . import page, sheets, term
from .classwork import Classwork
from .page import GENERATOR, Report, feedback_pages, report_of
from .term import Term, term_of

TERM = "term"
_OWN = 0o600  # permissions: marks are nobody else's
_FIRST = 2000  # bytes, within which a page of ours says that it is one
_OURS = (f'<meta name="generator" content="{GENERATOR}">'.encode(), b"\xef\xbb\xbfunit,", b"\xef\xbb\xbfstudent,")


def names(unit: str, anonymous: bool) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the name of a report's page, and of the tables beside it as (name, what a row is)."""
    stem = f"{unit}-anonymous" if anonymous else unit
    kinds = ("units", "students") if unit == TERM else ("questions", "answers", "students")
    return f"{stem}.html", tuple((f"{stem}-{kind}.csv", f"a row {'an' if kind[0] in 'aeio' else 'a'} {kind.removesuffix('s')}") for kind in kinds)


def refuse(folder: Path, wanted: Iterable[str]) -> None:
    """Raise CourseError if one of the files is there and no earlier report: it may be somebody's."""
    for name in wanted:
        path = folder / name
        if path.is_dir():
            raise CourseError(f"{path} is a folder. --to DIR names another place.")
        if path.is_file():
            with path.open("rb") as file:
                first = file.read(_FIRST)
            if not any(first.startswith(mark) if mark.startswith(b"\xef") else mark in first for mark in _OURS):
                raise CourseError(f"{path} is there already and is no report of ours. --force writes over it, --to DIR names another place.")


def write_report(course: Path, work: Classwork, folder: Path, today: date | None = None) -> Report:
    """Write the report on a unit, and its tables, into a folder; return what it says. Raises OSError."""
    name, beside = names(work.unit, work.anonymous)
    pages = {} if work.anonymous else feedback_pages(course, work.unit, folder)
    report = report_of(work, today or date.today(), pages, beside)
    tables = (sheets.questions(report), sheets.answers(report), sheets.students(report, work))
    _written(folder, name, page.render(report), beside, tables)
    return report


def write_term(course: Path, work: Sequence[Classwork], notes: Mapping[str, str], folder: Path, today: date | None = None) -> tuple[Term, dict[str, Report]]:
    """Write the report on each unit and the page on all of them; return what they say. Raises OSError."""
    today = today or date.today()
    reports = {one.unit: write_report(course, one, folder, today) for one in work}
    name, beside = names(TERM, any(one.anonymous for one in work))
    whole = term_of(work, reports, {one.unit: names(one.unit, one.anonymous)[0] for one in work}, notes, today, beside)
    _written(folder, name, term.render(whole), beside, (sheets.units(whole), sheets.over_term(whole)))
    return whole, reports


def _written(folder: Path, name: str, text: str, beside: Sequence[tuple[str, str]], tables: Sequence[Iterable[Sequence[object]]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for (table, _), rows in zip(beside, tables, strict=True):
        wholefile.replace(folder / table, sheet.written(rows, bom=True), _OWN)
    wholefile.replace(folder / name, text.encode("utf-8"), _OWN)
