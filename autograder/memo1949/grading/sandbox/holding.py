"""The student's side of the crossing: what a name holds, and doing to an object what a test does to it."""

import builtins
import inspect
import operator
import sys
from collections.abc import Callable

from .crossing import pack, unpack
from .crossing.kinds import known_class

MUTABLE = ("list", "dict", "set", "bytearray", "ndarray", "DataFrame", "Series", "deque", "defaultdict", "OrderedDict", "Counter")
_MOST_ITEMS = 100_000


class Holding:
    """Objects of the student's that the other side has been given a number for."""

    def __init__(self, space: dict, ask_back: Callable[[int, list, dict], object]) -> None:
        """Hold the cells' namespace; `ask_back(number, args, kwargs)` calls a function of the other side's."""
        self.space, self.ask_back = space, ask_back
        self.held: list[object] = []

    def name(self, name: str) -> dict:
        """Return what a name holds, or that there is no such name."""
        if name not in self.space:
            return {"missing": True}
        return {"value": self.packed(self.space[name])}

    def module(self, name: str, folder: str) -> dict:
        """Import a module that lies in the student's folder and return a reference to it."""
        sys.path.insert(0, folder)
        try:
            return {"value": self.refer(__import__(name))}
        finally:
            sys.path.remove(folder)

    def packed(self, value: object) -> object:
        """Return tagged JSON for any value; functions and objects as references."""
        return pack(value, self.refer)

    def refer(self, value: object) -> dict:
        """Return a reference to an object: its number, and what the other side should know of it."""
        number = next((number for number, held in enumerate(self.held) if held is value), len(self.held))
        if number == len(self.held):
            self.held.append(value)
        tag = {"t": "ref", "id": number, "type": str(type(value).__name__), "call": callable(value)}
        if isinstance(value, type):
            tag["name"] = str(value.__name__)
            if issubclass(value, BaseException):
                tag["error"] = _known_bases(value)
        elif callable(value) and hasattr(value, "__name__"):
            tag["name"] = str(value.__name__)
        return tag

    def unpacked(self, data: object) -> object:
        """Return the value for JSON from the other side, whose references to our objects become those objects."""
        return unpack(data, self._resolved)

    def _resolved(self, tag: dict) -> object:
        if tag.get("t") == "ref":
            return self.held[tag["id"]]
        if tag.get("t") == "back":
            return self._caller(tag["id"])
        raise LookupError(tag.get("t"))

    def _caller(self, number: int) -> Callable:
        def function(*args: object, **kwargs: object) -> object:
            return self.ask_back(number, list(args), kwargs)

        return function

    def ask(self, what: str, data: dict) -> dict:
        """Do one thing to a held object; return the value and the arguments that were changed, or what was raised."""
        try:
            target = self.held[data["ref"]]
            args = [self.unpacked(arg) for arg in data.get("args", [])]
            kwargs = {str(key): self.unpacked(arg) for key, arg in data.get("kwargs", {}).items()}
            before = list(zip(args, data.get("args", []), strict=True))
            value = _DOING[what](target, args, kwargs)
            reply = {"value": self.packed(value)}
            reply["changed"] = self._changed(before)
            return reply
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return {"raised": self._raised(error)}

    def _changed(self, before: list[tuple[object, object]]) -> list:
        """Return [[position, value as it is now]] of the arguments that a call has changed in place."""
        changed = []
        for at, (arg, packed) in enumerate(before):
            if type(arg).__name__ in MUTABLE:
                now = pack(arg, self.refer)
                if now != packed:
                    changed.append([at, now])
        return changed

    def _raised(self, error: BaseException) -> dict:
        try:
            message = str(error)
        except Exception:
            message = ""
        try:
            args = pack(list(error.args))
        except Exception:
            args = [message]
        return {"name": str(type(error).__name__), "bases": _known_bases(type(error)), "message": message, "args": args}


def _known_bases(kind: type) -> list[str]:
    """Return the classes an exception descends from that both sides have, nearest first."""
    return [name for base in type.mro(kind) if (name := known_class(base)) and issubclass(base, BaseException)]


def _items(target: object, args: list, kwargs: dict) -> list:
    """Return what iterating gives, up to a number of items: generators may be endless."""
    found, iterator = [], iter(target)
    for item in iterator:
        found.append(item)
        if len(found) >= (args[0] if args else _MOST_ITEMS):
            break
    return found


_DOING: dict[str, Callable[[object, list, dict], object]] = {
    "call": lambda target, args, kwargs: target(*args, **kwargs),
    "get": lambda target, args, kwargs: getattr(target, args[0]),
    "set": lambda target, args, kwargs: setattr(target, args[0], args[1]),
    "delete": lambda target, args, kwargs: delattr(target, args[0]),
    "operate": lambda target, args, kwargs: getattr(operator, args[0])(target, *args[1:]),
    "reverse": lambda target, args, kwargs: getattr(operator, args[0])(args[1], target),
    "builtin": lambda target, args, kwargs: getattr(builtins, args[0])(target, *args[1:], **kwargs),
    "items": _items,
    "next": lambda target, args, kwargs: next(target),
    "isinstance": lambda target, args, kwargs: isinstance(args[0], target),
    "issubclass": lambda target, args, kwargs: issubclass(args[0], target),
    "signature": lambda target, args, kwargs: str(inspect.signature(target)),
}
