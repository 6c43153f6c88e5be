"""The gradebook's tables, read and written in SQL: what need not wait until nbgrader and SQLAlchemy are loaded, does not.

Loading those takes longer than marking a whole class again. So SQLite, which nbgrader takes where a course says nothing, is
opened as it is, and any other database by SQLAlchemy. Statements are the same for both: `:name` stands for a value.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..nbgrader.running import CourseError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

_WAIT = 30.0  # seconds, while formgrader saves a mark


class Book(Protocol):
    """Tables of a gradebook."""

    def rows(self, statement: str, **values: object) -> list[tuple]:
        """Return what a SELECT finds."""

    def write(self, statement: str, *values: dict) -> None:
        """Execute a statement once for each of `values`."""

    def has(self, table: str) -> bool:
        """Say whether there is a table of that name."""

    def writing(self) -> "contextmanager":
        """Give a transaction, which is undone when an exception leaves it."""


class _Sqlite:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, statement: str, **values: object) -> list[tuple]:
        return self._connection.execute(statement, values).fetchall()

    def write(self, statement: str, *values: dict) -> None:
        self._connection.executemany(statement, values)

    def has(self, table: str) -> bool:
        return bool(self.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name", name=table))

    @contextmanager
    def writing(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()


class _Any:
    def __init__(self, connection: "Connection") -> None:
        self._connection = connection

    def rows(self, statement: str, **values: object) -> list[tuple]:
        from sqlalchemy import text

        return [tuple(row) for row in self._connection.execute(text(statement), values)]

    def write(self, statement: str, *values: dict) -> None:
        from sqlalchemy import text

        if values:
            self._connection.execute(text(statement), list(values))

    def has(self, table: str) -> bool:
        from sqlalchemy import inspect

        return inspect(self._connection).has_table(table)

    @contextmanager
    def writing(self) -> Iterator[None]:
        self._connection.rollback()  # what has been read so far belongs to another transaction
        with self._connection.begin():
            yield


@contextmanager
def opened(url: str) -> Iterator[Book]:
    """Open the gradebook at a database URL; raises CourseError when there is none."""
    path = url.removeprefix("sqlite:///")
    if path != url and "?" not in path:
        if not Path(path).is_file():
            raise CourseError(f"There is no gradebook {path}. Go to the course directory, or name it with --course.")
        connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        try:
            yield _Sqlite(connection)
        finally:
            connection.close()
        return
    from sqlalchemy import create_engine

    engine = create_engine(url)
    try:
        with within(engine) as book:
            yield book
    finally:
        engine.dispose()


@contextmanager
def within(engine: "Engine") -> Iterator[Book]:
    """Give the tables of a gradebook that is open already, by its SQLAlchemy engine."""
    with engine.connect() as connection:
        yield _Any(connection)


def on(connection: "Connection") -> Book:
    """Return the tables as a connection of SQLAlchemy's sees them, within its transaction."""
    return _Any(connection)


def listed(name: str, values: Sequence[object]) -> tuple[str, dict[str, object]]:
    """Return a list for IN, and its values: ("(:name0, :name1)", {"name0": ...})."""
    named = {f"{name}{at}": value for at, value in enumerate(values)}
    return f"({', '.join(f':{key}' for key in named)})", named
