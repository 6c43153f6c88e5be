"""A person at a desk: types nbgrader's commands in a directory, and answers the tiny unit."""

import os
import subprocess
import sys
from pathlib import Path

from memo1949.classroom.record import Record

from . import tiny
from .notebooks import read, write


class Desk:
    """A directory in which someone types nbgrader's commands: the instructor's course, or a student's home."""

    def __init__(self, root: Path, exchange: Path) -> None:
        """Take the directory and the exchange that everyone shares."""
        self.root, self.exchange = root, exchange

    def nbgrader(self, *words: str) -> str:
        """Run one command; returns what it printed, or stops the test with it."""
        program = Path(sys.executable).with_name("nbgrader")
        settings = (f"--Exchange.root={self.exchange}", f"--Exchange.cache={self.root / '.cache'}")
        environment = os.environ | {"JUPYTER_CONFIG_DIR": str(self.root / ".jupyter")}
        done = subprocess.run(
            [program, *words, *settings], cwd=self.root, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"nbgrader {' '.join(words)}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr


def opened_exchange(folder: Path) -> Path:
    """Make an exchange that everyone may write to."""
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    return folder


def answer(folder: Path) -> None:
    """Do what a student does: answer each question, write the code, leave the essay for a person to mark."""
    record = Record(folder)
    for word, said in tiny.ALL_RIGHT.items():
        record.save(f"tiny-{word}", *(said if isinstance(said, tuple) else (said,)))
    made = read(folder / "tiny.ipynb")
    for cell in made.cells:
        cell.source = {"counting-code": tiny.GOOD_CODE, "tiny-essay": "Nobody, says Mao."}.get(cell.id, cell.source)
    write(folder / "tiny.ipynb", made)
