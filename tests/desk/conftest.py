"""Fixtures that the tests of collecting share."""

import shutil
from collections.abc import Iterator

import pytest

from grading.course import Course

from .desks import course


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with two units released and a class entered, made once."""
    return course(tmp_path_factory.mktemp("desk") / "course")


@pytest.fixture
def made(released: Course) -> Iterator[Course]:
    """That course, with nothing handed in."""
    yield released
    for name in ("submitted", "attempts"):
        shutil.rmtree(released.root / name, ignore_errors=True)
