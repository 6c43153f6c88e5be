"""The course directory: configuration, gradebook, exchange, source/, release/, students."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import Base, Student
from sqlalchemy import create_engine, inspect, select
from sqlalchemy.engine import Engine, make_url

from .. import release
from ..course import CONFIG
from ..nbgrader.places import places
from ..nbgrader.running import CourseError, opened
from .findings import ADVICE, GOOD, PROBLEM, Finding

UNREAD = "Until then no command works here, and the checks that need these settings are left out."


def configuration(course: Path) -> Iterator[Finding]:
    """Check that this is a course directory, and that its settings can be read and are memo1949's."""
    if not (course / CONFIG).is_file():
        yield Finding(PROBLEM, f"There is no {CONFIG} in {course}.", "Call this in the course directory, or make one: memo1949 course DIR")
        return
    try:
        settings = opened(course).config
    except CourseError as error:
        yield Finding(PROBLEM, str(error), UNREAD)
        return
    if "memo1949" not in str(settings.get("GenerateFeedback", {}).get("exporter_class", "")):
        yield Finding(ADVICE, f"{CONFIG} does not call memo1949.grading.nbgrader.configure: feedback pages are nbgrader's own, and show hidden tests.", f"Copy the lines from the {CONFIG} that memo1949 course writes into an empty directory.")
    else:
        yield Finding(GOOD, f"{CONFIG} has memo1949's settings.")


def gradebook(course: Path) -> Iterator[Finding]:
    """Check that the gradebook is there and has the tables and columns of this nbgrader."""
    engine = _engine(course)
    if engine is None:
        yield Finding(ADVICE, "There is no gradebook yet.", "It is made with the first nbgrader generate_assignment, or by memo1949 course in this directory.")
        return
    there = inspect(engine)
    missing = []
    for table in Base.metadata.sorted_tables:
        columns = {column["name"] for column in there.get_columns(table.name)} if there.has_table(table.name) else set()
        missing += [f"{table.name}.{column.name}" for column in table.columns if column.name not in columns]
    if missing:
        yield Finding(PROBLEM, f"The gradebook is of another nbgrader: it lacks {', '.join(missing[:5])}{' …' if len(missing) > 5 else ''}.", "nbgrader db upgrade (it keeps a copy of the old one)")
    else:
        yield Finding(GOOD, "The gradebook can be read and fits this nbgrader.")


def exchange(course: Path) -> Iterator[Finding]:
    """Check that the exchange, through which assignments are handed out and in, is there and open to all."""
    app = opened(course)
    root = Path(str(app.config.Exchange.get("root") or "/usr/local/share/nbgrader/exchange"))
    if not root.is_dir():
        yield Finding(ADVICE, f"The exchange {root} does not exist.", f"If students fetch and submit on this machine: mkdir -p {root} && chmod 777 {root}. If they upload elsewhere, memo1949 collect takes the archive, and no exchange is needed.")
    elif not os.access(root, os.W_OK | os.X_OK):
        yield Finding(PROBLEM, f"You may not write to the exchange {root}.", f"chmod 777 {root} (as its owner)")
    elif root.stat().st_mode & 0o777 != 0o777:
        yield Finding(ADVICE, f"The exchange {root} is not open to everybody.", f"If students have accounts of their own on this machine: chmod 777 {root}")
    else:
        yield Finding(GOOD, f"The exchange {root} is open.")


def sources(course: Path) -> Iterator[Finding]:
    """Check source/ for files that would reach students, and for faulty keys."""
    try:
        units = release.units(course)
    except CourseError as error:
        yield Finding(PROBLEM, "There is no source/ here.", str(error))
        return
    wrong = False
    for unit in units:
        for problem in release.source_problems(course, unit):
            wrong = True
            yield Finding(PROBLEM, problem, "Mend it, then call: memo1949 release --check")
    if not wrong:
        yield Finding(GOOD, f"source/ holds {len(units)} units, and nothing else.")


def releases(course: Path) -> Iterator[Finding]:
    """Check that release/ is what source/ makes. The sample solutions are not run: memo1949 release --check does that."""
    if not (course / "source").is_dir():
        return
    current = []
    for unit in release.units(course):
        if release.source_problems(course, unit):
            continue
        if not (course / "release" / unit).is_dir():
            yield Finding(ADVICE, f"{unit} has no release yet.", f"nbgrader generate_assignment {unit}")
            continue
        with tempfile.TemporaryDirectory(prefix="memo1949-") as folder:
            made = release.generate(course, unit, Path(folder))
            changed = release.differing(made, course / "release" / unit)
        if changed:
            yield Finding(PROBLEM, f"release/{unit} is not what source/{unit} makes: {', '.join(changed)}.", f"memo1949 release {unit} (and hand it out again if questions changed)")
        else:
            current.append(unit)
    if current:
        yield Finding(GOOD, f"release/ is current: {', '.join(current)}.")


def students(course: Path) -> Iterator[Finding]:
    """Check that whoever handed in stands in the gradebook, with a name."""
    where = places(course)
    handed_in = {student for student, *_ in where.every(where.submitted_directory)}
    engine = _engine(course)
    known = {}
    if engine is not None and inspect(engine).has_table(Student.__tablename__):
        with engine.connect() as connection:
            table = Student.__table__
            known = {row.id: row.first_name or row.last_name for row in connection.execute(select(table.c.id, table.c.first_name, table.c.last_name))}
    strangers = sorted(handed_in - known.keys())
    nameless = sorted(student for student in handed_in & known.keys() if not known[student])
    if strangers:
        yield Finding(PROBLEM, f"{len(strangers)} who handed in are not in the gradebook: {_some(strangers)}.", "memo1949 roster FILE enters the class; grading enters those it meets by their id alone.")
    if nameless:
        yield Finding(ADVICE, f"{len(nameless)} students have no name in the gradebook: {_some(nameless)}.", "memo1949 roster FILE")
    if handed_in and not strangers and not nameless:
        yield Finding(GOOD, f"All {len(handed_in)} who handed in stand in the gradebook.")


def leftovers(course: Path) -> Iterator[Finding]:
    """Check for what a grading that was cut short has left."""
    where = places(course)
    autograded = Path(where.root, where.autograded_directory)
    found = sorted(path.name for path in autograded.glob(".memo1949-*")) if autograded.is_dir() else []
    if found:
        yield Finding(ADVICE, "A grading was cut short, or is at work now.", "If none is at work: memo1949 grade UNIT completes it and clears up.")


def _engine(course: Path) -> Engine | None:
    """Return an engine for the course's gradebook; None when its file does not exist, so that looking does not make it."""
    url = opened(course).coursedir.db_url
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        return None
    return create_engine(url)


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
