"""answers.json: never lost, never half written, never written without an answer."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from memo1949.classroom.notebook import Notebook
from memo1949.classroom.problems import RecordError
from memo1949.classroom.record import Record, Saved, from_json, newer, to_json
from memo1949.classroom.sealing import sealed_source


def test_nothing_is_written_before_an_answer_is_given(tmp_path):
    """Making and reading a record leaves the folder empty."""
    record = Record(tmp_path)
    assert record.get("mediation-who") is None
    assert list(tmp_path.iterdir()) == []


def test_an_answer_is_on_disk_when_save_returns_and_survives_a_new_kernel(tmp_path):
    """A second Record on the folder finds value, quotation and time; only answers.json lies there, readable by all."""
    saved = Record(tmp_path).save("mediation-who", ["mao"], "“quoted” 毛泽东")
    assert Record(tmp_path).get("mediation-who") == saved
    assert [path.name for path in tmp_path.iterdir()] == ["answers.json"]
    assert (tmp_path / "answers.json").stat().st_mode & 0o444 == 0o444


def test_two_kernels_on_one_folder_do_not_undo_each_other(tmp_path):
    """Each save changes its own question alone; the later of two answers to one question stays."""
    one, other = Record(tmp_path), Record(tmp_path)
    one.save("a", "1")
    other.save("b", "2")
    one.save("c", "3")
    other.save("a", "4")
    assert {name: saved.value for name, saved in one.read().items()} == {"a": "4", "b": "2", "c": "3"}


def _save_many(folder, name):
    for number in range(40):
        Record(folder).save(f"{name}-{number}", number)


def test_processes_that_save_at_once_lose_nothing(tmp_path):
    """Three processes write 40 answers each into one folder; all 120 are there."""
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_save_many, args=(tmp_path, name)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(Record(tmp_path).read()) == 120


def test_a_cleared_answer_is_no_answer_but_is_remembered_as_newer(tmp_path):
    """Clearing writes an empty entry, which beats an older copy elsewhere."""
    record = Record(tmp_path)
    record.save("a", "1")
    record.save("a", None)
    assert record.get("a") is None
    assert record.read()["a"].value is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": "other"}', b"\xff\xfe", b'{"format": "memo1949 answers", "version": 1, "answers": {"a": 3}}', b"[" * 100_000])
def test_a_damaged_file_is_reported_kept_and_never_reset(tmp_path, content):
    """Reading changes nothing and says so; the next save moves the damaged file aside, whole."""
    path = tmp_path / "answers.json"
    path.write_bytes(content)
    record = Record(tmp_path)
    assert record.get("a") is None
    assert "damaged" in record.problem
    assert path.read_bytes() == content
    record.save("a", "1")
    (aside,) = tmp_path.glob("answers.damaged-*.json")
    assert aside.read_bytes() == content
    assert Record(tmp_path).get("a").value == "1"
    assert record.problem is None


def test_a_full_disk_is_told_and_leaves_the_old_file_whole(tmp_path):
    """With no room for another byte (a real limit on file size) save raises, and the earlier answer stands unharmed."""
    program = """
import resource, signal, sys
from memo1949.classroom.record import Record
from memo1949.classroom.problems import RecordError
record = Record(sys.argv[1])
record.save("a", "first")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10, resource.RLIM_INFINITY))
try:
    record.save("b", "second " * 50)
except RecordError as error:
    print(error)
assert record.get("b").value.startswith("second"), "kept in memory for the next try"
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
record.save("c", "third")
"""
    done = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True)
    assert "Not saved" in done.stdout and "make room" in done.stdout
    assert set(Record(tmp_path).read()) == {"a", "b", "c"}
    assert [path.name for path in tmp_path.iterdir()] == ["answers.json"]


def test_a_read_only_folder_is_told(tmp_path):
    """Where the folder's path is a file, no answer can be saved, and the message names answers.json."""
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordError, match=r"answers\.json"):
        Record(tmp_path / "file").save("a", "1")


def test_a_kill_in_the_middle_of_writing_leaves_a_whole_file(tmp_path):
    """A process that saves without end is killed twenty times; each time the file reads as a whole record."""
    program = "import sys\nfrom memo1949.classroom.record import Record\nr = Record(sys.argv[1])\nn = 0\nwhile True:\n    n += 1\n    r.save('a', [n] * 5000)\n"
    for attempt in range(20):
        writer = subprocess.Popen([sys.executable, "-c", program, tmp_path])
        deadline = time.monotonic() + 20
        while not (tmp_path / "answers.json").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.03 + attempt / 400)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        record = Record(tmp_path)
        value = record.get("a").value
        assert record.problem is None and len(set(value)) == 1 and len(value) == 5000


def test_of_two_copies_the_newer_answer_counts_question_by_question():
    """`newer` merges by time saved, whatever the zone it is written in, and lists the questions that differ."""
    file = {"a": Saved("old", "", "2026-01-01T10:00:00+00:00"), "b": Saved("new", "", "2026-01-01T12:00:00+00:00")}
    sealed = {"a": Saved("new", "", "2026-01-01T12:30:00+02:00"), "b": Saved("old", "", "2026-01-01T11:00:00+00:00"), "c": Saved(1, "", "2026-01-01T09:00:00+00:00")}
    merged, differing = newer(file, sealed)
    assert {name: saved.value for name, saved in merged.items()} == {"a": "new", "b": "new", "c": 1}
    assert differing == ["a", "b"]


AHEAD = (datetime.now(UTC) + timedelta(hours=2)).isoformat()


def test_an_answer_given_later_counts_although_the_clock_was_ahead_before(tmp_path):
    """Over a seal and a file whose times lie in the future, each new answer is the one shown, saved and marked."""
    source = sealed_source({"q": Saved("sealed", "", AHEAD)})
    (tmp_path / "unit.ipynb").write_text(json.dumps({"cells": [{"cell_type": "code", "source": source, "metadata": {}}]}), encoding="utf-8")
    here = Notebook(Record(tmp_path))
    for value in ("one", "two"):
        saved = here.save("q", value)
        assert saved == here.get("q") == Record(tmp_path).get("q") and saved.value == value
    moved = json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))
    moved["answers"]["q"]["saved"] = "2999-01-01T00:00:00+00:00"
    (tmp_path / "answers.json").write_text(json.dumps(moved), encoding="utf-8")
    assert here.save("q", "three").saved > "2999-01-01T00:00:00+00:00"
    assert here.get("q").value == "three"


def test_the_end_of_all_calendars_stops_no_answer(tmp_path):
    """An answer whose time cannot be passed does not keep another from being saved, and the file's counts then."""
    record = Record(tmp_path)
    last = Saved("sealed", "", "9999-12-31T23:59:59.999999+00:00")
    saved = record.save("q", "new", over=last)
    assert newer(record.read(), {"q": last})[0]["q"] == saved


def test_the_record_reads_back_what_it_wrote():
    """to_json and from_json are each other's inverse, through JSON text."""
    answers = {"a": Saved({"x": {"y": 1}}, "“q”", "2026-01-01T10:00:00+00:00"), "b": Saved(None, "", "2026-01-01T10:00:00+00:00")}
    assert from_json(json.loads(json.dumps(to_json(answers)))) == answers


def test_a_record_of_a_later_version_is_not_guessed_at():
    """An unknown version is refused with a word about updating."""
    with pytest.raises(ValueError, match="update memo1949"):
        from_json({"format": "memo1949 answers", "version": 2, "answers": {}})
