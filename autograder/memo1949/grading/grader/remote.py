"""The line from tests to the student's process: names, calls and values over there, as data or as stand-ins."""

import socket
import sys
from collections.abc import Callable

from ..sandbox.crossing import Malformed, Uncrossable, pack, unpack
from ..sandbox.crossing.kinds import named_class
from ..sandbox.wire import Flood, Gone, receive, send
from .stand import Called, Stand


class StudentCodeEnded(Exception):
    """The process with the student's code has ended, so what the test asked of it cannot be had."""


class Far:
    """A line to a copy of the student's process, as a test uses it."""

    def __init__(self, line: socket.socket, most: int, asked: frozenset[str], classes: dict[str, frozenset[str]]) -> None:
        """Ask over `line`, take replies of `most` bytes; `asked` are the names that students are to define, `classes` those
        of them that are classes, with the attributes that the assignment's own solution gives them."""
        self.line, self.most, self.asked, self.classes = line, most, asked, classes
        self.number = 1_000_000  # not the numbers that our side's other end counts with
        self.known: dict[int, object] = {}
        self.ours: list[Callable] = []
        self.uses = 0
        self.refused = 0
        self.noise = 0
        self.after: Callable[[], None] = lambda: None

    def request(self, do: str, **data: object) -> dict:
        """Ask for something and return the reply; calls of our own functions that come in between are answered."""
        self.number += 1
        try:
            send(self.line, {"id": self.number, "do": do, **data})
            while True:
                reply, _ = receive(self.line, self.most)
                if "back" in reply:
                    self._called_back(reply)
                elif reply.get("id") == self.number:
                    return reply
                else:
                    raise Flood("forged")
        except (Gone, Flood) as error:
            raise StudentCodeEnded("The student's code has ended Python, or was stopped.") from error

    def name(self, name: str) -> tuple[object, object]:
        """Return what a name holds, and the JSON it came as; raises KeyError."""
        reply = self.request("get", name=name)
        if reply.get("missing"):
            raise KeyError(name)
        value = self.value(reply["value"])
        if isinstance(value, Called) and name in self.asked:
            value._trust()
        return value, reply["value"]

    def module(self, name: str) -> object:
        """Return a stand-in for a module in the student's folder; raises what importing it raised."""
        value = self._given(self.request("module", name=name))
        if isinstance(value, Stand):
            value._open()
        return value

    def ask(self, what: str, ref: int, args: list | tuple = (), kwargs: dict | None = None) -> object:
        """Do something to a far object and return the value; raises what it raised."""
        self.uses += 1
        packed = [self.packed(arg) for arg in args]
        named = {key: self.packed(arg) for key, arg in (kwargs or {}).items()}
        reply = self.request("ask", what=what, ref=ref, args=packed, kwargs=named)
        for at, now in reply.get("changed", []) if isinstance(reply.get("changed"), list) else []:
            _become(args[at], self.value(now))
        if what in ("call", "set", "next"):
            self.after()
        return self._given(reply)

    def _given(self, reply: dict) -> object:
        for output in reply.get("shown", []):
            if output.get("output_type") == "stream":
                # All on stdout: nbgrader takes anything on stderr for a failed test, and this is not the test's.
                sys.stdout.write(str(output.get("text", "")))
                self.noise += output.get("name") == "stderr"
        if "raised" in reply:
            raise self._error(reply["raised"])
        return self.value(reply.get("value"))

    def value(self, data: object) -> object:
        """Return the value for JSON from the far side; what is no data becomes a stand-in."""
        return unpack(data, self._resolved)

    def packed(self, value: object) -> object:
        """Return JSON for a value of ours; a stand-in goes back as the object it stands for, a function as a way to call it."""
        return pack(value, self._refer)

    def _refer(self, value: object) -> dict:
        held = getattr(value, "_memo1949_held", None) if isinstance(value, Stand) or _is_error(value) else None
        if held is not None and held[0] is self:
            return {"t": "ref", "id": held[1]}
        if callable(value):
            self.ours.append(value)
            return {"t": "back", "id": len(self.ours) - 1}
        raise Uncrossable(f"A {type(value).__name__} cannot be given to the student's code.")

    def _called_back(self, message: dict) -> None:
        try:
            function = self.ours[message["back"]]
            args = [self.value(arg) for arg in message["args"]]
            result = function(*args, **{str(key): self.value(arg) for key, arg in message["kwargs"].items()})
            send(self.line, {"back": message["back"], "value": self.packed(result)})
        except (Gone, Flood):
            raise
        except Exception as error:
            send(self.line, {"back": message["back"], "raised": f"{type(error).__name__}: {error}"})

    def _resolved(self, tag: dict) -> object:
        if tag.get("t") != "ref":
            raise Malformed(f"tag {tag.get('t')!r}")
        number = int(tag["id"])
        if number not in self.known:
            if isinstance(tag.get("error"), list):
                self.known[number] = _error_class(str(tag.get("name")), tag["error"], (self, number))
            else:
                kind = Called if tag.get("call") else Stand
                self.known[number] = kind(self, number, str(tag.get("type")), str(tag.get("name", "")))
        return self.known[number]

    def _error(self, said: dict) -> BaseException:
        bases = [str(name) for name in said.get("bases", [])]
        name = str(said.get("name"))
        found = next((kind for kind in self.known.values() if _is_error(kind) and kind.__name__ == name), None)
        kind = found or _error_class(name, bases, None)
        try:
            return kind(*unpack(said.get("args", [])))
        except Exception:
            return kind(str(said.get("message", "")))


def _is_error(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, BaseException)


def _error_class(name: str, bases: list, held: tuple | None) -> type:
    """Return the exception class of that name on our side, or a new one below the nearest that both sides have."""
    for text in bases:
        try:
            base = named_class(str(text))
        except LookupError:
            continue
        if not issubclass(base, Exception):
            base = Exception  # SystemExit and the like end a student's code, not ours
        if base.__name__ == name and held is None:
            return base
        return type(name, (base,), {"_memo1949_held": held})
    return type(name, (Exception,), {"_memo1949_held": held})


def _become(ours: object, now: object) -> None:
    """Make a list, dictionary, set, array or table of ours equal to what the student's function made of it, in place."""
    if isinstance(ours, list | bytearray):
        ours[:] = now
    elif isinstance(ours, dict | set):
        ours.clear()
        ours.update(now)
    elif hasattr(ours, "extendleft"):
        ours.clear()
        ours.extend(now)
    elif type(ours).__name__ == "ndarray":
        ours[...] = now
    elif type(ours).__name__ in ("DataFrame", "Series"):
        ours._update_inplace(now)
