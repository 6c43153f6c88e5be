"""The same behind Landlock: attacks on files, processes, network and limits, among honest students."""

import pytest

from memo1949.grading.sandbox import isolation as walls
from memo1949.grading.sandbox import landlock

from .breaking import BREAKING
from .reading import READING
from .test_hostile import Hostile, check_attack, check_honest, check_traces, graded
from .winning import WINNING

NAMES = ("gradebook", "own-notebook", "environment", "others", "ptrace", "setuid", "sockets", "dead-drop", "dead-drop-friend", "equal", "helpers", "kill-group", "kill-all", "daemon")
ATTACKS = {name: {**READING, **WINNING, **BREAKING}[name] for name in NAMES}
pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(landlock.problem()), reason=landlock.problem())]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """A class graded once with Landlock, whatever else there is."""
    return graded(tmp_path_factory.mktemp("landlock") / "course", walls.LANDLOCK, ATTACKS)


def test_honest_students_have_their_marks(hostile: Hostile) -> None:
    """Honest work gets behind Landlock what it gets anywhere."""
    check_honest(hostile)


@pytest.mark.parametrize("name", ATTACKS)
def test_attack(hostile: Hostile, name: str) -> None:
    """An attack gains no point and learns no key behind Landlock either."""
    check_attack(hostile, name, ATTACKS[name])


def test_nothing_is_left(hostile: Hostile) -> None:
    """No process and no file is left over, though no namespace ends with its first process."""
    check_traces(hostile)
