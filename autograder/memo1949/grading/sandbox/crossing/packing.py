"""From value to tagged JSON. Lists, texts, numbers, True, False and None are themselves; all else is {"t": tag, …}."""

import datetime as dt
import math
from base64 import b64encode
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from types import ModuleType
from uuid import UUID

from .kinds import installed_module, known_class

DEEPEST = 40
MOST_PARTS = 2_000_000

Refer = Callable[[object], dict]


class Uncrossable(Exception):
    """A value that is no data: a function, an object of somebody's own class, something endless."""


def pack(value: object, refer: Refer | None = None) -> object:
    """Return JSON for a value. What is no data goes to `refer`, which returns a tag of its own; without, raises Uncrossable."""
    return _Packer(refer).pack(value, 0)


class _Packer:
    """Packs one value; counts its parts, so that a value that is too large is refused before it fills the memory."""

    def __init__(self, refer: Refer | None) -> None:
        self.refer = refer
        self.parts = 0

    def pack(self, value: object, depth: int) -> object:
        """Return JSON for a value and all that is in it."""
        self.parts += 1
        if depth > DEEPEST or self.parts > MOST_PARTS:
            raise Uncrossable("the value is too deep or too large")
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if kind is int:
            return value if -(2**63) < value < 2**63 else {"t": "int", "v": hex(value)}
        if kind is float:
            return value if math.isfinite(value) else {"t": "float", "v": repr(value)}
        if kind is list:
            return self.all(value, depth)
        if kind is dict:
            return {"t": "dict", "v": self.pairs(value, depth)}
        maker = _MAKERS.get(kind)
        if maker is not None:
            return maker(self, value, depth)
        return self.other(value, kind, depth)

    def all(self, values: Iterable, depth: int) -> list:
        """Return JSON for each value."""
        return [self.pack(value, depth + 1) for value in values]

    def pairs(self, entries: dict, depth: int) -> list:
        """Return JSON for a dictionary's entries, in their order."""
        return [[self.pack(key, depth + 1), self.pack(entry, depth + 1)] for key, entry in entries.items()]

    def other(self, value: object, kind: type, depth: int) -> object:
        """Return JSON for a value whose type is not one of the plain ones."""
        if isinstance(value, ModuleType):
            if installed_module(value):
                return {"t": "module", "v": value.__name__}
        elif isinstance(value, type):
            name = known_class(value)
            if name:
                return {"t": "class", "v": name}
        elif kind.__module__.partition(".")[0] in ("numpy", "pandas"):
            from .tables import pack_table

            packed = pack_table(value, lambda inner: self.pack(inner, depth + 1))
            if packed is not None:
                return packed
        elif kind.__bases__ == (tuple,) and isinstance(getattr(kind, "_fields", None), tuple):
            fields = [str(field) for field in kind._fields]
            return {"t": "named", "name": kind.__name__, "fields": fields, "v": self.all(tuple.__iter__(value), depth)}
        if self.refer is not None:
            return self.refer(value)
        raise Uncrossable(f"{kind.__name__} is not data")


def _sequence(tag: str) -> Callable:
    return lambda packer, value, depth: {"t": tag, "v": packer.all(value, depth)}


def _text(tag: str, text: Callable[[object], str] = str) -> Callable:
    return lambda packer, value, depth: {"t": tag, "v": text(value)}


def _mapping(tag: str) -> Callable:
    return lambda packer, value, depth: {"t": tag, "v": packer.pairs(value, depth)}


def _defaults(packer: _Packer, value: defaultdict, depth: int) -> dict:
    factory = None if value.default_factory is None else known_class(value.default_factory)
    return {"t": "defaultdict", "factory": factory, "v": packer.pairs(value, depth)}


def _zone(zone: dt.tzinfo | None, at: dt.datetime | None) -> object:
    """Return a time zone by name where it has one, else as an offset in seconds."""
    if zone is None:
        return None
    key = getattr(zone, "key", None)
    if isinstance(key, str):
        return key
    offset = zone.utcoffset(at)
    return None if offset is None else offset.total_seconds()


def _moment(packer: _Packer, value: dt.datetime, depth: int) -> dict:
    return {"t": "datetime", "v": value.replace(tzinfo=None).isoformat(), "fold": value.fold, "zone": _zone(value.tzinfo, value)}


_MAKERS: dict[type, Callable[[_Packer, object, int], object]] = {
    tuple: _sequence("tuple"),
    set: _sequence("set"),
    frozenset: _sequence("frozenset"),
    deque: _sequence("deque"),
    OrderedDict: _mapping("ordered"),
    Counter: _mapping("counter"),
    defaultdict: _defaults,
    bytes: _text("bytes", lambda value: b64encode(value).decode()),
    bytearray: _text("bytearray", lambda value: b64encode(value).decode()),
    complex: lambda packer, value, depth: {"t": "complex", "v": [repr(value.real), repr(value.imag)]},
    range: lambda packer, value, depth: {"t": "range", "v": packer.all((value.start, value.stop, value.step), depth)},
    slice: lambda packer, value, depth: {"t": "slice", "v": packer.all((value.start, value.stop, value.step), depth)},
    Decimal: _text("decimal"),
    Fraction: _text("fraction"),
    UUID: _text("uuid"),
    dt.date: _text("date", dt.date.isoformat),
    dt.time: _text("time", dt.time.isoformat),
    dt.datetime: _moment,
    dt.timedelta: lambda packer, value, depth: {"t": "timedelta", "v": [value.days, value.seconds, value.microseconds]},
    type(...): lambda packer, value, depth: {"t": "ellipsis"},
    type(NotImplemented): lambda packer, value, depth: {"t": "notimplemented"},
}

