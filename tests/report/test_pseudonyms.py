"""Reports without names: numbers that stay, tell nothing of the alphabet, and remarks that name nobody."""

from pathlib import Path

import pytest

from memo1949.grading import rows
from memo1949.grading.alterations import PASTED
from memo1949.grading.desk.marks import Mark
from memo1949.grading.report import pseudonyms
from memo1949.grading.report.page import render, report_of
from memo1949.grading.report.pseudonyms import KEY, anonymous, impersonal, numbered

from .work import OUR, TODAY, UNIT, row, work

CLASS = [f"student-{number:02}" for number in range(40)]


def test_numbers_stay_and_are_not_in_the_order_of_the_alphabet(tmp_path: Path) -> None:
    """Called again, and with more students, everybody keeps the number; the order of numbers is another than that of ids."""
    first = numbered(tmp_path, CLASS)
    assert numbered(tmp_path, reversed(CLASS)) == first and len(set(first.values())) == len(CLASS)
    assert list(first) != CLASS and list(first) != CLASS[::-1] and list(first.values()) == sorted(first.values())
    more = numbered(tmp_path, [*CLASS, *(f"newcomer-{number}" for number in range(200))])
    assert {student: more[student] for student in CLASS} == first


def test_another_course_has_other_numbers(tmp_path: Path) -> None:
    """The numbers follow from a key that only the course has, so that a list of ids does not give them away."""
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir(), other.mkdir()
    assert numbered(one, CLASS) != numbered(other, CLASS)
    assert (one / KEY).stat().st_mode & 0o777 == 0o600


def test_a_look_leaves_no_key_behind(tmp_path: Path) -> None:
    """With keep=False nothing is written; a damaged key is made anew."""
    numbered(tmp_path, CLASS, keep=False)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / KEY).write_text("no key", encoding="ascii")
    assert numbered(tmp_path, CLASS) == numbered(tmp_path, CLASS)


def test_two_of_a_number_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a class so large that numbers meet, all are different still."""
    monkeypatch.setattr(pseudonyms, "_MOST", pseudonyms._LEAST + 2100)
    many = [f"s{number}" for number in range(2000)]
    assert len(set(numbered(tmp_path, many).values())) == len(many)


@pytest.mark.parametrize(
    ("flag", "told"),
    [
        ("the code stops: FileNotFoundError: '/srv/course/submitted/jdoe/x.csv'", "the code stops: FileNotFoundError"),
        ("the code stops: JaneDoeError: me", "the code stops: an error"),
        ("its test found nothing to mark: NameError: name 'jane' is not defined", "its test found nothing to mark: NameError"),
        ("could not be graded: nbgrader stopped (OSError: /home/jdoe)", "could not be graded"),
        (PASTED, PASTED),
        ("the code stops", "the code stops"),
    ],
)
def test_what_students_wrote_is_cut_from_remarks(flag: str, told: str) -> None:
    """An error's own words and paths may name a person; its kind does not."""
    assert impersonal(flag) == told


def test_a_page_without_names_has_none() -> None:
    """Neither ids nor names stand anywhere on the page, in the order of numbers, and no link leads to a person's page."""
    ids = {"adams": "student 7001", "zeta": "student 3002"}
    entries = [
        row(OUR, "soviet", 2.0, "adams", flags=("x",)),
        row(OUR, None, None, "zeta", verdict=rows.OUR_ERROR, flags=("could not be graded: adams did it",)),
    ]
    marks = {student: Mark(student, UNIT, 40, None, "waits") for student in ids}
    numbers = dict(sorted(ids.items(), key=lambda pair: pair[1]))
    done = anonymous(work(entries, marks=marks, names={"adams": "Ann Adams", "zeta": "Zoe Zeta"}), numbers)
    assert done.students == ("student 3002", "student 7001") and list(done.marks) == ["student 3002", "student 7001"]
    page = render(report_of(done, TODAY)).lower()
    assert "without names" in page and not any(word in page for word in ("adams", "zeta", "ann ", "zoe"))
