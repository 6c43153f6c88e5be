"""A gradebook that cannot be had: what databases raise then, and what a person can do about it."""

import sqlite3
import sys

_LOCKED = ("database is locked", "database table is locked", "lock timeout", "could not obtain lock", "deadlock")
_SILENT = ("connection", "connect to", "could not translate host", "server closed", "starting up", "shutting down", "too many clients", "authentication")


def problems() -> tuple[type[Exception], ...]:
    """Return what databases raise. Looked up where something was raised: SQLAlchemy is heavy, and who never loaded it hears nothing from it."""
    loaded = sys.modules.get("sqlalchemy.exc")
    return (sqlite3.Error, *((loaded.SQLAlchemyError,) if loaded else ()))


def told(error: Exception) -> str:
    """Return an error as a person should read it: a database's in a sentence, with what to do; any other as it is."""
    if not isinstance(error, problems()):
        return str(error)
    why = " ".join(str(getattr(error, "orig", None) or error).split())  # SQLAlchemy's own text has the statement in it, and its values
    known = why.lower()
    if any(word in known for word in _LOCKED):
        return f"The gradebook is locked ({why}): another program writes to it. Wait until formgrader has saved, or close it and whatever else has the gradebook open, then call this again."
    if any(word in known for word in _SILENT):
        return f"The gradebook's database does not answer ({why}). Is its server up, and is db_url in nbgrader_config.py right?"
    return f"The gradebook cannot be read or written ({why}). `memo1949 doctor` looks at it and at the disk."
