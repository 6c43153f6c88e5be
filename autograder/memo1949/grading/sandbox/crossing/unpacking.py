"""From tagged JSON to value. The data may come from a hostile process: whatever is wrong with it raises Malformed."""

import datetime as dt
from base64 import b64decode
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from .kinds import named_class, named_module

Resolve = Callable[[dict], object]


class Malformed(Exception):
    """Data that `pack` would not have made."""


def unpack(data: object, resolve: Resolve | None = None) -> object:
    """Return the value for JSON that `pack` made. `resolve` makes values of tags that are not data. Raises Malformed."""
    try:
        return _unpack(data, resolve)
    except Malformed:
        raise
    except Exception as error:  # whatever a forged tag leads to
        raise Malformed(f"{type(error).__name__}: {error}"[:200]) from None


def _unpack(data: object, resolve: Resolve | None) -> object:
    if isinstance(data, list):
        return [_unpack(entry, resolve) for entry in data]
    if not isinstance(data, dict):
        return data
    tag, value = data.get("t"), data.get("v")
    make = _MAKERS.get(tag)
    if make is not None:
        return make(value, lambda entry: _unpack(entry, resolve))
    if tag == "defaultdict":
        factory = named_class(data["factory"]) if data["factory"] else None
        return defaultdict(factory, _entries(value, lambda entry: _unpack(entry, resolve)))
    if tag == "datetime":
        moment = dt.datetime.fromisoformat(value).replace(fold=int(bool(data["fold"])))
        return moment.replace(tzinfo=_zone(data["zone"]))
    if tag == "named":
        return _named(str(data["name"]), tuple(map(str, data["fields"])))(*[_unpack(entry, resolve) for entry in value])
    if tag == "table":
        from .tables import unpack_table

        return unpack_table(data, lambda entry: _unpack(entry, resolve))
    if resolve is None:
        raise Malformed(f"tag {tag!r}")
    return resolve(data)


def _entries(pairs: list, inner: Callable) -> dict:
    return {inner(key): inner(entry) for key, entry in pairs}


def _zone(said: object) -> dt.tzinfo | None:
    if said is None:
        return None
    return ZoneInfo(said) if isinstance(said, str) else dt.timezone(dt.timedelta(seconds=said)) if said else dt.UTC


@lru_cache(maxsize=256)
def _named(name: str, fields: tuple[str, ...]) -> type:
    return namedtuple(name, fields)  # raises ValueError for names that are no identifiers


_MAKERS: dict[str, Callable[[object, Callable], object]] = {
    "int": lambda value, inner: int(value, 16),
    "float": lambda value, inner: float(value),
    "dict": _entries,
    "tuple": lambda value, inner: tuple(map(inner, value)),
    "set": lambda value, inner: set(map(inner, value)),
    "frozenset": lambda value, inner: frozenset(map(inner, value)),
    "deque": lambda value, inner: deque(map(inner, value)),
    "ordered": lambda value, inner: OrderedDict(_entries(value, inner)),
    "counter": lambda value, inner: Counter(_entries(value, inner)),
    "bytes": lambda value, inner: b64decode(value),
    "bytearray": lambda value, inner: bytearray(b64decode(value)),
    "complex": lambda value, inner: complex(float(value[0]), float(value[1])),
    "range": lambda value, inner: range(*map(int, value)),
    "slice": lambda value, inner: slice(*map(inner, value)),
    "decimal": lambda value, inner: Decimal(value),
    "fraction": lambda value, inner: Fraction(*map(int, value.split("/"))),  # Fraction("1e999999999") would take for ever
    "uuid": lambda value, inner: UUID(value),
    "date": lambda value, inner: dt.date.fromisoformat(value),
    "time": lambda value, inner: dt.time.fromisoformat(value),
    "timedelta": lambda value, inner: dt.timedelta(*map(int, value)),
    "ellipsis": lambda value, inner: ...,
    "notimplemented": lambda value, inner: NotImplemented,
    "class": lambda value, inner: named_class(value),
    "module": lambda value, inner: named_module(value),
}
