"""Work that is spread over processes is done whole, whatever becomes of them."""

import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from memo1949.grading.grader.cores import spread

MANY = 1_000


@pytest.fixture(autouse=True)
def three_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As on a machine with three cores; and afterwards there are no more processes than before."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1, 2})
    before = psutil.Process().children()
    yield
    assert psutil.Process().children() == before



def test_each_item_is_done_once_and_by_all_processes(tmp_path: Path) -> None:
    """A thousand files are made, each once, by three processes."""

    def make(numbers: Sequence[int]) -> None:
        for number in numbers:
            (tmp_path / f"{number}").write_text(str(os.getpid()))

    spread(make, range(MANY))
    made = [(tmp_path / f"{number}").read_text() for number in range(MANY)]
    assert len(set(made)) == 3 and str(os.getpid()) in made


def test_few_items_stay_in_one_process(tmp_path: Path) -> None:
    """For a handful of files no process is made."""
    done: list[int] = []
    spread(done.extend, range(20))
    assert sorted(done) == list(range(20))


def test_what_a_killed_process_left_is_done(tmp_path: Path) -> None:
    """When another process is killed at its work, its part is done here."""
    here = os.getpid()

    def make(numbers: Sequence[int]) -> None:
        for number in numbers:
            if os.getpid() != here and number > MANY / 2:
                os.kill(os.getpid(), signal.SIGKILL)
            (tmp_path / f"{number}").touch()

    spread(make, range(MANY))
    assert len(list(tmp_path.iterdir())) == MANY


@pytest.mark.parametrize("where", [0, 1])
def test_an_error_is_heard(where: int) -> None:
    """What cannot be done raises its own error, in whichever process it came up first."""

    def fail(numbers: Sequence[int]) -> None:
        if where in numbers:
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        spread(fail, range(MANY))
