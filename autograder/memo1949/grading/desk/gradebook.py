"""The gradebook of a course, opened only where there is one: nbgrader would make one wherever it is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..database import told
from ..nbgrader.running import CourseError, opened
from .identity import Person


@contextmanager
def gradebook_of(course: Path) -> Iterator[object]:
    """Open nbgrader's gradebook of a course directory; raises CourseError when there is none."""
    from nbgrader.api import Gradebook
    from sqlalchemy import create_engine, inspect
    from sqlalchemy.exc import OperationalError

    app = opened(course)
    url = app.coursedir.db_url
    path = url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else ""
    engine = create_engine(url)
    try:
        there = (not path or Path(path).is_file()) and inspect(engine).has_table("student")
    except OperationalError as error:
        raise CourseError(told(error)) from error
    finally:
        engine.dispose()
    if not there:
        raise CourseError(f"There is no gradebook in {course}: run this in a course directory (`memo1949 course DIR` makes one), or name one with --course.")
    with Gradebook(url, app.coursedir.course_id) as gradebook:
        yield gradebook


def persons(gradebook: object) -> tuple[Person, ...]:
    """Return the students of a gradebook."""
    return tuple(Person(one.id, one.first_name or "", one.last_name or "", one.email or "", one.lms_user_id or "") for one in gradebook.students)
