"""When something was handed in: late penalties count where lateness is certain, and nobody is late by our guess."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from grader.classes import graded_by_us
from grading.course import CHECKOUT, Course, succeed
from grading.notebooks import graded, notebook, solution
from memo1949.grading.desk.enrolment import enrol

from .desks import CLASS, WHEN, collect, handed_in, zipped

DUE = WHEN.astimezone(UTC).replace(tzinfo=None) - timedelta(days=2)
CANVAS, LATE, MOODLE, PLAIN = "doejane_9001_1_sums.ipynb", "doejane_LATE_9001_1_sums.ipynb", "Jane Doe_1_assignsubmission_file_/sums.ipynb", "s123 sums.ipynb"


@pytest.fixture
def made(tmp_path: Path) -> Course:
    """A course with a small unit that was due two days before the archive's time."""
    course = Course(tmp_path / "course")
    course.assign("sums", notebook(solution("total", "total = 3"), graded("total-test", "", "{True: 10.0}[total == 3]", 10)))
    enrol(course.root, CLASS)
    deadline(course, DUE)
    return course


def deadline(course: Course, due: datetime | None, extension: int = 0) -> None:
    """Set the deadline, and an extension in days for s123."""
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("sums", duedate=due)
        if extension:
            gradebook.update_or_create_submission("sums", "s123")
            gradebook.grant_extension("sums", "s123", days=extension)


def stamp(course: Course) -> datetime | None:
    """Return what nbgrader reads as the time of handing in."""
    return course.api.coursedir.get_existing_timestamp(str(course.root / "submitted" / "s123" / "sums"))


@pytest.mark.parametrize(
    ("name", "days", "expected", "told"),
    [
        (PLAIN, 0, DUE + timedelta(days=2), ""),
        (CANVAS, 0, None, ""),
        (CANVAS, -5, DUE - timedelta(days=3), ""),
        (LATE, 0, DUE + timedelta(seconds=1), "does not say by how much"),
        (MOODLE, 0, None, "when it was handed in is not known"),
        (MOODLE, -5, DUE - timedelta(days=3), ""),
    ],
)
def test_an_archives_time_is_that_of_the_download(made: Course, name: str, days: int, expected: datetime | None, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A system's download after the deadline makes nobody late; LATE in Canvas's name does, by the least that it can mean."""
    assert collect(made, zipped({name: handed_in(made, "sums")}, WHEN + timedelta(days=days))) == bool(told)
    assert stamp(made) == expected
    assert told in capsys.readouterr().out


def test_without_a_deadline_no_time_is_made_up(made: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """A deadline that is set later must not make a class late by the time of a download; collecting again then writes it."""
    deadline(made, None)
    upload = zipped({LATE: handed_in(made, "sums")})
    assert collect(made, upload) == 1 and stamp(made) is None
    deadline(made, DUE)
    assert collect(made, upload) == 1 and stamp(made) == DUE + timedelta(seconds=1)
    assert "there already, time corrected" in capsys.readouterr().out


def test_an_extension_counts(made: Course) -> None:
    """Who was given more time is late only after that."""
    deadline(made, DUE, extension=5)
    assert collect(made, zipped({MOODLE: handed_in(made, "sums")})) == 0
    assert stamp(made) == DUE + timedelta(days=2)


@pytest.mark.parametrize(
    "table",
    [
        "Identifier,Full name,Email address,Status,Grade,Last modified (submission)\nParticipant 1,Jane Doe,jane@example.org,Submitted,,\"{0:%A, %d %B %Y, %I:%M %p} UTC\"\nParticipant 2,José Núñez,jose@example.org,No submission,,-\n",
        "id;submitted\ns123;{0:%Y-%m-%d %H:%M} UTC\n",
    ],
)
def test_a_list_of_times_is_believed(made: Course, table: str) -> None:
    """Moodle's grading worksheet, or a plain list, says when each was handed in; it counts for every kind of name."""
    listed = made.root.parent / "times.csv"
    listed.write_text(table.format(DUE + timedelta(hours=30)), encoding="utf-8")
    for name in (LATE, MOODLE, PLAIN):
        assert collect(made, zipped({name: handed_in(made, "sums")}), "--times", str(listed)) == 0
        assert stamp(made) == (DUE + timedelta(hours=30)).replace(second=0)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("id,submitted\ns123,soon\n", "line 2: “soon” is no time"),
        ("id,submitted\ns999,2026-11-20 12:00 UTC\n", "line 2: no student of the gradebook is meant by s999"),
        ("id,when\ns123,2026-11-20\n", "there is no column submitted"),
    ],
)
def test_a_bad_list_of_times_is_told_by_line(made: Course, table: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is collected by a list of times that cannot be read."""
    (made.root.parent / "times.csv").write_text(table, encoding="utf-8")
    assert collect(made, zipped({PLAIN: handed_in(made, "sums")}), "--times", str(made.root.parent / "times.csv")) == 2
    assert told in capsys.readouterr().err and not (made.root / "submitted").exists()


@pytest.mark.slow
@pytest.mark.parametrize(("settings", "days", "penalty"), [([], 1, None), (["penalty_method"], 1, 10.0), (["plugin_class", "percent_a_day"], 1, 2.0), (["plugin_class", "percent_a_day"], 90, 10.0)])
def test_the_examples_in_the_configuration_work(made: Course, settings: list[str], days: int, penalty: float | None) -> None:
    """With the lines that nbgrader_config.py has ready for late work, nbgrader takes off what they say; without them nothing."""
    late(made, settings, days)
    succeed(made.api.autograde("sums", "s123"))
    assert taken_off(made) == (10.0, penalty, days * 86400 + 3600)


@pytest.mark.slow
def test_our_grader_takes_off_the_same(made: Course) -> None:
    """`memo1949 grade` asks the same plugin, and writes the penalty where nbgrader does."""
    late(made, ["plugin_class", "percent_a_day"], 1)
    told = graded_by_us(made.root, "sums")
    assert [one["problem"] for one in told.submissions] == [""]
    assert taken_off(made) == (10.0, 2.0, 86400 + 3600)


def late(course: Course, settings: list[str], days: int) -> None:
    """Take the comment sign off some lines of the configuration, and collect a right answer that is some days and an hour late."""
    lines = (CHECKOUT / "nbgrader_config.py").read_text(encoding="utf-8").splitlines()
    ready = [line for line in lines if re.match(rf"# c\.\w+\.({'|'.join(settings) or 'none'}) = ", line)]
    assert len(ready) == len(settings)
    text = "\n".join(line.removeprefix("# ") if line in ready else line for line in lines)
    (course.root / "nbgrader_config.py").write_text(text, encoding="utf-8")
    assert collect(course, zipped({PLAIN: handed_in(course, "sums", total="total = 3")}, WHEN + timedelta(days=days - 2, hours=1))) == 0


def taken_off(course: Course) -> tuple:
    """Return the score, the penalty and the seconds late that the gradebook has."""
    with course.gradebook() as gradebook:
        submission = gradebook.find_submission("sums", "s123")
        return submission.score, submission.notebooks[0].late_submission_penalty, submission.total_seconds_late


def test_the_deadline_is_set_as_the_configuration_says(made: Course) -> None:
    """The nbgrader command that nbgrader_config.py names sets a deadline."""
    from nbgrader.utils import parse_utc

    (said,) = re.findall(r'nbgrader db assignment add mediation --duedate "([^"]+)"', (CHECKOUT / "nbgrader_config.py").read_text(encoding="utf-8"))
    deadline(made, said)
    with made.gradebook() as gradebook:
        assert gradebook.find_assignment("sums").duedate == parse_utc(said) == datetime(2027, 3, 1, 23, 59)
