"""What is not taken from an archive: hostile, damaged, doubtful and endless files are listed with the reason, and harm nothing."""

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from grading.course import Course
from memo1949 import cli
from memo1949.grading.desk import archive

from .desks import collect, handed_in, tree, zipped


def hostile() -> dict[str, tuple[zipfile.ZipInfo, bytes]]:
    """Return entries that are not what they seem, by what is said of them."""
    link = zipfile.ZipInfo("s123/tiny.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    pipe = zipfile.ZipInfo("s123/pipe.ipynb")
    pipe.external_attr = (stat.S_IFIFO | 0o644) << 16
    return {
        "its path climbs out": (zipfile.ZipInfo("../../../s123/tiny.ipynb"), b"{}"),
        "its path climbs out of the archive": (zipfile.ZipInfo("/etc/s123.ipynb"), b"{}"),
        "climbs out": (zipfile.ZipInfo("..\\s123\\tiny.ipynb"), b"{}"),
        "a link": (link, b"/etc/passwd"),
        "not an ordinary file": (pipe, b""),
        "a zip bomb": (zipfile.ZipInfo("s123.ipynb"), b"0" * 40_000_000),
        "too large for a notebook": (zipfile.ZipInfo("s123.ipynb"), os.urandom(1) * 60_000_000),
        "not a notebook": (zipfile.ZipInfo("s123.pdf"), b"%PDF"),
        "no notebook, or a damaged one": (zipfile.ZipInfo("s123.ipynb"), b'{"cells": ['),
        "a web page": (zipfile.ZipInfo("s123.ipynb"), b"<!DOCTYPE html><title>Log in</title>"),
        "an empty file": (zipfile.ZipInfo("s123.ipynb"), b""),
        "an archive that is no zip": (zipfile.ZipInfo("s123.rar"), b"Rar!"),
        "none of its cells": (zipfile.ZipInfo("s123.ipynb"), b'{"cells": [{"cell_type": "code", "metadata": {}, "source": ""}]}'),
        "another course": (zipfile.ZipInfo("s123.ipynb"), b'{"cells": [{"metadata": {"nbgrader": {"grade_id": "elsewhere"}}}]}'),
    }


@pytest.mark.parametrize("why", hostile())
def test_what_is_not_taken_is_listed_with_the_reason(made: Course, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing of it is written, inside or outside the course, and the good file beside it is taken."""
    info, data = hostile()[why]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, data)
        archive.writestr("s124.ipynb", handed_in(made))
    outside = {path for path in made.root.parent.rglob("*") if made.root not in path.parents}
    assert collect(made, out.getvalue()) == 1
    said = capsys.readouterr().out
    assert why in said and "1 placed or kept, 0 there already, 1 not taken." in said
    assert [name for name in tree(made.root) if not name.startswith("submitted/s124/tiny/")] == []
    assert {path for path in made.root.parent.rglob("*") if made.root not in path.parents} - outside <= {made.root.parent / "uploads.zip"}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"anon_x1y2_9001_tiny.ipynb": "tiny"}, "anonymous marking"),
        ({"unknownperson_1_2_tiny.ipynb": "tiny"}, "no student of the gradebook is named here (“unknownperson”)"),
        ({"doejane_77_4711_tiny.ipynb": "tiny"}, "no student of the gradebook is named here (“doejane”)"),
        ({"Jane Doering.ipynb": "tiny"}, "no student of the gradebook"),
        ({"s123 and s124.ipynb": "tiny"}, "it may be by s123 or s124"),
        ({"stranger_1_2_with_zoë_müller.ipynb": "tiny"}, "no student of the gradebook"),
        ({"s123 tiny.ipynb": "sums"}, "the wrong unit: it is the notebook of sums, not of tiny"),
    ],
)
def test_what_a_person_must_decide(made: Course, files: dict[str, str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Unknown, doubtful and anonymous owners and the wrong unit are listed; who is only named in a file, or only called alike, is no owner."""
    data = {name: handed_in(made, unit) for name, unit in files.items()}
    assert collect(made, zipped(data), "--unit", "tiny") == 1
    assert told in capsys.readouterr().out and tree(made.root) == {}


def test_more_than_a_class_has(made: Course, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Zips nested too deep, files without end and bytes without end are given up, and it is said."""
    deep = handed_in(made)
    for level in range(5):
        deep = zipped({f"s123-{level}.zip" if level else "s123.ipynb": deep})
    assert collect(made, deep) == 1
    assert "more than 3 deep" in capsys.readouterr().out and tree(made.root) == {}
    many = zipped({f"s123-{number}.pdf": b"" for number in range(8)})
    monkeypatch.setattr(archive, "MOST_FILES", 5)
    assert collect(made, many) == 1 and "more than 5 files" in capsys.readouterr().out
    monkeypatch.setattr(archive, "ALTOGETHER", 1000)
    assert collect(made, zipped({"s123.ipynb": handed_in(made)})) == 1 and "too much altogether" in capsys.readouterr().out


def test_damaged_and_locked_zips(made: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken zip among the uploads is listed; a broken archive, or none, ends with a sentence."""
    broken = bytearray(zipped({"tiny.ipynb": handed_in(made)}))
    broken[60:90] = b"\0" * 30
    locked = bytearray(zipped({"s124.ipynb": handed_in(made)}))
    central = locked.rindex(b"PK\x01\x02")
    locked[central + 8] |= 1
    assert collect(made, zipped({"doejane_9001_1_tiny.zip": bytes(broken), "x_9002_2_l.zip": bytes(locked)})) == 1
    said = capsys.readouterr().out
    assert "damaged" in said and "locked with a password" in said
    assert collect(made, b"no zip") == 2 and "neither a zip, nor a folder" in capsys.readouterr().err
    assert cli.main(["collect", str(tmp_path / "nowhere.zip"), "--course", str(made.root)]) == 2
