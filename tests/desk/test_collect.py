"""Archives of uploads: each file ends in the right place, or on a list that says why not."""

import io
import os
import shutil
import struct
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from grading import tiny
from grading.course import Course
from memo1949 import cli
from memo1949.grading.desk.enrolment import enrol
from memo1949.grading.desk.marks import NOT_GRADED, marks_of
from memo1949.grading.grader.lock import held

from .desks import CLASS, WHEN, collect, handed_in, tree, unflagged, zipped
from .test_roster import example

MINE = {"seal": "# mine"}


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("doejane_9001_4711_tiny.ipynb", "s123"),
        ("doejane_LATE_9001_4711_tiny-2.ipynb", "s123"),
        ("núñezjosé_9002_4711_tiny.ipynb", "s124"),
        ("李小龙_9003_4711_tiny.ipynb", "s125"),
        ("Jane Doe_55_assignsubmission_file_/tiny.ipynb", "s123"),
        ("Zoë Müller_56_assignsubmission_file/tiny.ipynb", "s126"),
        ("s124 José Núñez_57_assignsubmission_file_/Untitled.ipynb", "s124"),
        ("李小龙_58_assignsubmission_file_tiny.ipynb", "s125"),
        ("late_s123_tiny.ipynb", "s123"),
        ("s124/tiny (1).ipynb", "s124"),
        ("homework Müller, Zoë.ipynb", "s126"),
        ("李小龙.ipynb", "s125"),
        ("jose@example.org-tiny.ipynb.txt", "s124"),
        ("Jose Nunez tiny.json", "s124"),
        ("JaneDoe-tiny.ipynb", "s123"),
        ("s126_2026_11_tiny.ipynb", "s126"),
        ("李小龙的作业.ipynb", "s125"),
    ],
)
def test_names_tell_whose_it_is(made: Course, name: str, student: str) -> None:
    """Canvas's and Moodle's names, ids, emails and names with or without accents lead to the student, whatever the file is called."""
    data = handed_in(made, **MINE)
    assert collect(made, zipped({name: data})) in (0, 1)
    assert tree(made.root)[f"submitted/{student}/tiny/tiny.ipynb"] == data


@pytest.mark.parametrize(
    ("name", "encoding", "student"),
    [
        ("José Núñez.ipynb", "cp437", "s124"),
        ("José Núñez.ipynb", "utf-8", "s124"),
        ("李小龙_58_assignsubmission_file_/tiny.ipynb", "gb2312", "s125"),
        ("Zoe\u0308 Mu\u0308ller.ipynb", "utf-8", "s126"),
    ],
)
def test_names_in_an_unnamed_encoding(made: Course, name: str, encoding: str, student: str) -> None:
    """Zips without the flag for UTF-8, from Western and Chinese Windows and from Macs, keep their names."""
    assert collect(made, unflagged({name: handed_in(made)}, encoding)) == 0
    assert {path.split("/")[1] for path in tree(made.root)} == {student}


def test_a_name_in_the_unicode_field(made: Course) -> None:
    """Info-ZIP writes the name a second time, in UTF-8, into a field of its own; it counts."""
    out, plain = io.BytesIO(), b"??.ipynb"
    said = "李小龙".encode()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo(plain.decode(), WHEN.timetuple()[:6])
        field = struct.pack("<BL", 1, zipfile.crc32(plain)) + said + b".ipynb"
        info.extra = struct.pack("<HH", 0x7075, len(field)) + field
        archive.writestr(info, handed_in(made))
    assert collect(made, out.getvalue()) == 0
    assert "submitted/s125/tiny/tiny.ipynb" in tree(made.root)


def test_answers_come_along(made: Course) -> None:
    """answers.json lands beside its notebook, from Moodle's folders and from Canvas's flat names; one of another unit does not."""
    answers, book = tiny.answers(secret=5).encode(), handed_in(made)
    files = {
        "Jane Doe_1_assignsubmission_file_/tiny.ipynb": book,
        "Jane Doe_1_assignsubmission_file_/answers.json": answers,
        "núñezjosé_9002_4711_tiny.ipynb": book,
        "núñezjosé_9002_4712_answers-1.json": answers,
        "s126/answers.json": answers,
    }
    assert collect(made, zipped(files)) == 1
    there = tree(made.root)
    assert there["submitted/s123/tiny/answers.json"] == there["submitted/s124/tiny/answers.json"] == answers
    assert not [name for name in there if "s126" in name]


def test_a_students_zip_in_the_zip(made: Course) -> None:
    """A zip that a student uploaded is opened, and the one within; its own times, which a student can set, do not count."""
    inner = zipped({"work/sums.ipynb": handed_in(made, "sums")}, datetime(2001, 1, 1))
    outer = zipped({"s123 all.zip": zipped({"more.zip": inner, "tiny.ipynb": handed_in(made)}, datetime(2001, 1, 1))})
    assert collect(made, outer) == 0
    there = tree(made.root)
    assert {"submitted/s123/tiny/tiny.ipynb", "submitted/s123/sums/sums.ipynb"} <= set(there)
    assert b"2001" not in there["submitted/s123/tiny/timestamp.txt"]


def test_the_later_of_two_attempts_counts(made: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """By the copy's number, by time, and in another archive: the later one is in submitted/, the others are kept."""
    first, second, third = (handed_in(made, seal=f"# {number}") for number in "123")
    assert collect(made, zipped({"s123 tiny (1).ipynb": second, "s123 tiny.ipynb": first})) == 0
    assert tree(made.root)["submitted/s123/tiny/tiny.ipynb"] == second
    assert "kept, a later one counts: attempts/s123/tiny/" in capsys.readouterr().out
    assert collect(made, zipped({"s123.ipynb": third}, WHEN + timedelta(days=1))) == 0
    assert tree(made.root)["submitted/s123/tiny/tiny.ipynb"] == third
    assert collect(made, zipped({"s123.ipynb": handed_in(made, seal="# 0")}, WHEN - timedelta(days=1))) == 0
    there = tree(made.root)
    assert there["submitted/s123/tiny/tiny.ipynb"] == third
    assert sorted(name.rpartition("/")[0] for name in there if name.startswith("attempts/") and name.endswith(".ipynb")) == [
        f"attempts/s123/tiny/{local(WHEN + timedelta(days=day)):%Y%m%d-%H%M%S}{more}" for day, more in ((-1, ""), (0, ""), (0, "-2"))
    ]


def local(when: datetime) -> datetime:
    """Return a time of this computer's clock in UTC."""
    return when.astimezone(UTC).replace(tzinfo=None)


def test_twice_changes_nothing(made: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """Collecting the same archive again writes nothing, and --check writes nothing at all."""
    files = {"s123 tiny (1).ipynb": handed_in(made, seal="# 2"), "s123 tiny.ipynb": handed_in(made), "s124.ipynb": handed_in(made, "sums"), "notes.pdf": b"%PDF"}
    assert collect(made, zipped(files), "--check") == 1
    assert tree(made.root) == {} and "would be placed: submitted/s123/tiny" in capsys.readouterr().out
    assert collect(made, zipped(files)) == 1
    once = tree(made.root)
    stats = {name: (made.root / name).stat().st_mtime_ns for name in once}
    assert collect(made, zipped(files)) == 1
    assert tree(made.root) == once and {name: (made.root / name).stat().st_mtime_ns for name in once} == stats
    assert "there already: submitted/s123/tiny" in capsys.readouterr().out


def test_a_later_attempt_is_graded_anew(made: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """nbgrader skips what lies in autograded/ when no time is known; a new attempt must not keep the old one's marks unseen."""
    first, second = "doejane_9001_1_sums.ipynb", "doejane_9001_2_sums.ipynb"
    assert collect(made, zipped({first: handed_in(made, "sums", total="total = 4")})) == 0
    made.grade("sums", "s123")
    assert made.grades("sums", "s123")["total-test"]["auto_score"] == 0
    assert collect(made, zipped({second: handed_in(made, "sums", total="total = 3")}, WHEN + timedelta(hours=1))) == 0
    assert marks_of(made.root).marks["s123", "sums"].why == NOT_GRADED
    made.grade("sums", "s123")
    assert made.grades("sums", "s123")["total-test"]["auto_score"] == 2
    shutil.rmtree(made.root / "autograded")


def test_it_waits_for_a_grader(made: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """While memo1949 grade is at work nothing changes places; looking is allowed."""
    upload = zipped({"s123.ipynb": handed_in(made)})
    with held(made.root):
        assert collect(made, upload) == 2 and "Another memo1949 is grading" in capsys.readouterr().err
        assert collect(made, upload, "--check") == 0
    assert tree(made.root) == {}


def test_a_half_written_submission_is_never_seen(made: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped in the middle, collecting has lost nothing and leaves no half submission; run again it completes."""
    old, new = handed_in(made), handed_in(made, seal="# new")
    collect(made, zipped({"s123.ipynb": old}))
    monkeypatch.setattr(os, "utime", lambda *args, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        collect(made, zipped({"s123.ipynb": new}, WHEN + timedelta(days=1)))
    monkeypatch.undo()
    assert tree(made.root)["submitted/s123/tiny/tiny.ipynb"] == old
    assert collect(made, zipped({"s123.ipynb": new}, WHEN + timedelta(days=1))) == 0
    there = tree(made.root)
    assert there["submitted/s123/tiny/tiny.ipynb"] == new and old in there.values()
    assert not [name for name in there if ".collecting" in name]


def test_a_person_says_whose_it_is(made: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """--as gives a name in the archive to a student, and refuses one who is not in the gradebook."""
    upload = zipped({"Bruce L._7_assignsubmission_file_/tiny.ipynb": handed_in(made)})
    assert collect(made, upload, "--as", "Bruce L.=nobody") == 2 and "no student nobody" in capsys.readouterr().err
    assert collect(made, upload, "--as", "Bruce L.=s125") == 0
    assert "submitted/s125/tiny/tiny.ipynb" in tree(made.root)


def test_a_folder_and_a_single_notebook(made: Course, tmp_path: Path) -> None:
    """What a browser unpacked by itself, and one notebook that came by email, are taken like a zip; links in it are not."""
    folder = tmp_path / "unpacked"
    (folder / "s123").mkdir(parents=True)
    (folder / "s123" / "tiny.ipynb").write_bytes(handed_in(made))
    (folder / "s124.ipynb").symlink_to(folder / "s123" / "tiny.ipynb")
    assert cli.main(["collect", str(folder), "--course", str(made.root)]) == 1
    single = tmp_path / "late_s126_tiny.ipynb"
    single.write_bytes(handed_in(made))
    assert cli.main(["collect", str(single), "--course", str(made.root)]) == 0
    assert {name.split("/")[1] for name in tree(made.root)} == {"s123", "s126"}


def test_without_a_class_or_units_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No assignments, no students, no such unit: each is a sentence with the next step."""
    empty = Course(tmp_path / "empty")
    assert collect(empty, zipped({})) == 2 and "There are no assignments" in capsys.readouterr().err
    empty.assign("tiny", tiny.unit())
    assert collect(empty, zipped({})) == 2 and "memo1949 roster FILE" in capsys.readouterr().err
    assert collect(empty, zipped({}), "--unit", "rest") == 2 and "There: tiny." in capsys.readouterr().err


def test_forgetting_a_student_forgets_the_attempts(made: Course) -> None:
    """`memo1949 forget` deletes what was kept of earlier attempts too, and no other student's."""
    files = {f"{student} tiny{more}.ipynb": handed_in(made, seal=f"#{more}") for student in ("s123", "s124") for more in ("", " (1)")}
    assert collect(made, zipped(files)) == 0
    assert cli.main(["forget", "s123", "--course", str(made.root)]) == 0
    try:
        assert {name.split("/")[1] for name in tree(made.root)} == {"s124"}
    finally:
        enrol(made.root, CLASS)


def test_who_is_missing_is_said(made: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """For chasing: of the unit in the archive, the students who have handed in nothing."""
    assert collect(made, zipped({"s123.ipynb": handed_in(made)})) == 0
    assert "tiny: nothing yet from s124, s125, s126" in capsys.readouterr().out


def test_the_example_works_as_printed(made: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What --help gives as an example can be typed in a course directory that has the unit."""
    for folder in ("source", "release"):
        shutil.copytree(made.root / folder / "sums", made.root / folder / "mediation")
        shutil.move(made.root / folder / "mediation" / "sums.ipynb", made.root / folder / "mediation" / "mediation.ipynb")
    try:
        (made.root / "submissions.zip").write_bytes(zipped({"s123 mediation.ipynb": handed_in(made, "sums")}))
        monkeypatch.chdir(made.root)
        assert example("collect", capsys) == 0
        assert "would be placed: submitted/s123/mediation" in capsys.readouterr().out
    finally:
        for folder in ("source", "release"):
            shutil.rmtree(made.root / folder / "mediation")
