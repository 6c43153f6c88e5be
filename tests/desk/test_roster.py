"""Lists of a class: whatever program wrote them, all of it or nothing, and nothing overwritten unasked."""

import shlex
from pathlib import Path

import pytest

from grading.course import Course
from grading.notebooks import write
from grading.tiny import unit
from memo1949 import cli
from memo1949.grading.desk import roster
from memo1949.grading.desk.roster import Entry, RosterError

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,mediation (4711),Final Score\r\n"
    ",,,,,Manual Posting,\r\n"
    "    Points Possible,,,,,24,(read only)\r\n"
    '"Doe, Jane",9001,U1,jdoe,History 101,,\r\n'
    '"Núñez, José",9002,U2,jnunez,"History 101, and 102",,\r\n'
    "李小龙,9003,U3,lxl,History 101,,\r\n"
    '"Student, Test",9999,,,History 101,,\r\n'
)
MOODLE = "First name,Last name,ID number,Email address,Groups\nJane,Doe,s123,jane@example.org,A\nJosé,Núñez,s124,jose@example.org,\n"
PLAIN = "id,first_name,last_name,email\ns123,José,Núñez,jose@example.org\ns124,Zoë,Müller,\n"


def listed(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a list."""
    path = folder / "class.csv"
    path.write_bytes(text.encode(encoding))
    return path


def enter(course: Path, *words: str) -> int:
    """Run the command."""
    return cli.main(["roster", str(course / "class.csv"), "--course", str(course), *words])


def students(course: Course) -> dict[str, tuple]:
    """Return the students in the gradebook."""
    with course.gradebook() as gradebook:
        return {one.id: (one.first_name, one.last_name, one.email, one.lms_user_id) for one in gradebook.students}


def test_a_canvas_list(tmp_path: Path) -> None:
    """Canvas's gradebook export gives students with names and Canvas's ids; its row of points and its test student are none."""
    read = roster.load(listed(tmp_path, CANVAS, "utf-8-sig"))
    assert (read.kind, read.column) == ("Canvas", "SIS Login ID")
    assert read.entries == (
        Entry("jdoe", "Jane", "Doe", "", "9001", 4),
        Entry("jnunez", "José", "Núñez", "", "9002", 5),
        Entry("lxl", "", "李小龙", "", "9003", 6),
    )


def test_a_moodle_list(tmp_path: Path) -> None:
    """Moodle's list has no login: the ID number is the student's id, and the email comes along."""
    read = roster.load(listed(tmp_path, MOODLE))
    assert (read.kind, read.column) == ("Moodle", "ID number")
    assert read.entries[0] == Entry("s123", "Jane", "Doe", "jane@example.org", "s123", 2)


def test_another_column_may_hold_the_ids(tmp_path: Path) -> None:
    """--id takes the column that is named, and says which there are when it is not there."""
    path = listed(tmp_path, CANVAS)
    assert [entry.id for entry in roster.load(path, "sis_user_id").entries] == ["U1", "U2", "U3"]
    with pytest.raises(RosterError, match=r"no column “Matrikel”.*SIS User ID"):
        roster.load(path, "Matrikel")


@pytest.mark.parametrize(
    ("header", "kind", "column"),
    [
        ("Student,ID,Section,mediation (1)", "Canvas", "ID"),
        ("LastName,FirstName,ID,SIS User ID,SIS Login ID,Section", "Canvas", "SIS Login ID"),
        ("First name,Surname,Email address", "Moodle", "Email address"),
        ("Identifier,Full name,Email address,Status,Grade", "Moodle", "Email address"),
        ("Username,First name,Last name,ID number,Email address", "Moodle", "Username"),
        ("id,name,Email address,ID number", "plain", "id"),
        ("student_id,last name", "plain", "student_id"),
    ],
)
def test_kinds_are_told_by_their_columns(header: str, kind: str, column: str, tmp_path: Path) -> None:
    """Old and new lists of both systems, and lists of one's own with a column or two of the same name, are told apart."""
    cells = [f"a{number}@b.c" if "mail" in name else f"a{number}" for number, name in enumerate(header.split(","))]
    read = roster.load(listed(tmp_path, f"{header}\n{','.join(cells)}\n"))
    assert (read.kind, read.column) == (kind, column)
    assert read.entries[0].id == cells[header.split(",").index(column)]


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (PLAIN, "utf-8", "UTF-8"),
        (PLAIN, "utf-8-sig", "UTF-8"),
        (PLAIN.replace(",", ";"), "cp1252", "Windows-1252"),
        ("sep=;\r\n" + PLAIN.replace(",", ";"), "cp1252", "Windows-1252"),
        (PLAIN.replace(",", "\t"), "utf-16", "UTF-16"),
        (PLAIN.replace(",", "\t"), "utf-16-le", "UTF-16"),
        (PLAIN.replace(",", "\t"), "utf-16-be", "UTF-16"),
        (PLAIN.replace("José", "小龙").replace("Núñez", "李").replace("Zoë", "敏").replace("Müller", "王"), "gb2312", "GB 2312"),
    ],
)
def test_whatever_excel_wrote(text: str, encoding: str, name: str, tmp_path: Path) -> None:
    """Byte order marks, semicolons, tabs, UTF-16 and the code pages of Western and Chinese Windows are read as they were meant."""
    read = roster.load(listed(tmp_path, text, encoding))
    names = {"José", "小龙"} & {read.entries[0].first_name}
    assert names and read.encoding == name
    assert [(entry.id, entry.line - ("sep=" in text)) for entry in read.entries] == [("s123", 2), ("s124", 3)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,name\ns1,A\n,B\n", "line 3: nothing under id"),
        ("id,name\ns1,A\ns2,B\nS1,C\n", "line 4: the id “S1” stands in line 2 already"),
        ("id,name\n../../etc,A\n", "line 2: “../../etc” cannot be an id"),
        ("id,name\ns 1,A\n", "line 2: “s 1” cannot be an id"),
        ("id,name\n1.23457E+08,A\n", "line 2: Excel has rounded a long number"),
        ("id,email\ns1,no address\n", "line 2: “no address” is no email address"),
        ("id,name\ns1,Doe, Jane\n", "line 2: 3 cells under 2 columns"),
        ('id,name\ns1,"A\ncheerful"\ns2,B\n,C\n', "line 5: nothing under id"),
        ('id,name\ns1,A\ns2,"B\n', "line 3: the quotation marks do not close"),
        ("name,email\nA,a@b.c\n", "line 1: there is no column id"),
        ("", "is empty"),
        ("id,name\n", "no students under it"),
        ("PK\x03\x04", "is a workbook"),
    ],
)
def test_a_bad_line_is_named(text: str, told: str, tmp_path: Path) -> None:
    """What is wrong is said with the number of its line, counted as an editor counts."""
    with pytest.raises(RosterError) as stop:
        roster.load(listed(tmp_path, text))
    assert told in str(stop.value)


def test_nothing_is_half_entered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One bad line among good ones: all bad ones are listed, and nobody is entered."""
    course = Course(tmp_path)
    listed(tmp_path, "id,name\ns1,A\n,B\ns3,C\ns3,D\n")
    assert enter(tmp_path) == 1
    said = capsys.readouterr()
    assert "line 3" in said.out and "line 5" in said.out and "nobody was entered" in said.err
    assert students(course) == {}


def test_entering_twice_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Students come into nbgrader's gradebook with name, email and the system's id; a second run finds them there."""
    course = Course(tmp_path)
    listed(tmp_path, CANVAS)
    assert enter(tmp_path, "--check") == 0 and students(course) == {}
    assert enter(tmp_path) == 0
    held = students(course)
    assert held["jdoe"] == ("Jane", "Doe", None, "9001") and held["lxl"] == (None, "李小龙", None, "9003")
    capsys.readouterr()
    assert enter(tmp_path) == 0
    assert "0 were entered, 3 were there already." in capsys.readouterr().out
    assert students(course) == held


def test_nothing_is_overwritten_silently(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Gaps are filled; what differs is told and stays until --update; who is not in the list stays."""
    course = Course(tmp_path)
    with course.gradebook() as gradebook:
        gradebook.add_student("s123", last_name="Nunez")
        gradebook.add_student("gone", last_name="Gone")
    listed(tmp_path, PLAIN)
    assert enter(tmp_path) == 1
    said = capsys.readouterr().out
    assert "left as it is: s123, last name: Nunez (the list says Núñez" in said and "left as they are: gone" in said
    assert students(course)["s123"] == ("José", "Nunez", "jose@example.org", None)
    assert enter(tmp_path, "--update") == 0
    assert students(course)["s123"][1] == "Núñez" and students(course)["gone"][1] == "Gone"


@pytest.mark.parametrize("words", [["roster", "class.csv"], ["collect", "x.zip"], ["export"]])
def test_no_gradebook_is_made_by_the_way(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Typed in a directory that is no course, each command says so and leaves nothing there."""
    listed(tmp_path, PLAIN)
    write(tmp_path / "release" / "tiny" / "tiny.ipynb", unit())
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert cli.main(words) == 2
    assert "There is no gradebook in" in capsys.readouterr().err and sorted(tmp_path.rglob("*")) == before


def test_the_example_works_as_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What --help gives as an example can be typed in a course directory with such a file."""
    Course(tmp_path)
    listed(tmp_path, PLAIN)
    monkeypatch.chdir(tmp_path)
    assert example("roster", capsys) == 0
    assert "would be entered: s123  Núñez, José" in capsys.readouterr().out


def example(verb: str, capsys: pytest.CaptureFixture[str]) -> int:
    """Run the example in a verb's help; returns the exit code."""
    with pytest.raises(SystemExit):
        cli.main([verb, "--help"])
    words = shlex.split(" ".join(capsys.readouterr().out.partition("Example: memo1949 ")[2].split()))
    assert words[0] == verb
    return cli.main(words)
