"""Stand-ins on our side for objects that stay with the student's code: every use is a request to the student's process.

A test gives its expected values away when it compares with a stand-in, or calls a method of one. So that counts only where
the assignment asked for the function or class: else an object that says it equals everything would pass every test. What
is refused is counted, and a test that fails after a refusal goes to a person.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .remote import Far

_COMPARING = ("eq", "ne", "lt", "le", "gt", "ge")
_BINARY = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and_", "or_", "xor", "lshift", "rshift")
_FUNCTIONS = ("function", "builtin_function_or_method", "method", "partial", "_lru_cache_wrapper")
_UNARY = ("neg", "pos", "abs", "invert", "index")


class Stand:
    """A stand-in for an object of the student's."""

    __slots__ = ("_memo1949_held", "_memo1949_module", "_memo1949_name", "_memo1949_trusted", "_memo1949_type")

    def __init__(self, far: "Far", number: int, kind: str, name: str) -> None:
        """Stand in for object `number` at `far`."""
        object.__setattr__(self, "_memo1949_held", (far, number))
        object.__setattr__(self, "_memo1949_type", kind)
        object.__setattr__(self, "_memo1949_name", name)
        object.__setattr__(self, "_memo1949_trusted", False)
        object.__setattr__(self, "_memo1949_module", False)

    def _trust(self) -> None:
        object.__setattr__(self, "_memo1949_trusted", True)

    def _open(self) -> None:
        """Take it for a module, whose functions tests may call. What it says of itself is not enough."""
        object.__setattr__(self, "_memo1949_module", True)

    def _refuse(self, what: str) -> TypeError:
        far, _ = self._memo1949_held
        far.refused += 1
        return TypeError(f"A {self._memo1949_type} is not asked for here, and {what} it is not done.")

    def _attributes(self) -> frozenset[str]:
        """Return the attributes that the assignment's solution gives objects of this kind, none for other kinds."""
        far, _ = self._memo1949_held
        return far.classes.get(self._memo1949_type, frozenset())

    def _ask(self, what: str, *args: object, **kwargs: object) -> Any:
        far, number = self._memo1949_held
        return far.ask(what, number, list(args), kwargs)

    def __getattr__(self, name: str) -> object:
        """Ask for an attribute."""
        if name.startswith("_repr_") or name in ("_ipython_display_", "_ipython_canary_method_should_not_exist_", "__wrapped__"):
            raise AttributeError(name)
        if name == "__signature__":
            return _signature(self._ask("signature"))
        value = self._ask("get", name)
        if isinstance(value, Called) and (name in self._attributes() or self._memo1949_module):
            value._trust()
        return value

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute over there."""
        self._ask("set", name, value)

    def __delattr__(self, name: str) -> None:
        """Delete an attribute over there."""
        self._ask("delete", name)

    def __getitem__(self, key: object) -> object:
        """Ask for an item."""
        return self._ask("operate", "getitem", key)  # a key is no expected value

    def __setitem__(self, key: object, value: object) -> None:
        """Set an item over there."""
        self._ask("operate", "setitem", key, value)

    def __delitem__(self, key: object) -> None:
        """Delete an item over there."""
        self._ask("operate", "delitem", key)

    def __contains__(self, item: object) -> bool:
        """Ask whether it contains something; of what was not asked for, the items are looked through here."""
        if "__contains__" in self._attributes():
            return bool(self._ask("operate", "contains", item))
        return item in list(self)

    def __len__(self) -> int:
        """Ask for the length."""
        return int(self._ask("builtin", "len"))

    def __bool__(self) -> bool:
        """Ask for truth."""
        return bool(self._ask("operate", "truth"))

    def __iter__(self) -> Iterator:
        """Go through it here; what is endless is asked for one by one."""
        if self._memo1949_type in ("generator", "map", "filter", "zip", "count", "cycle", "enumerate"):
            return self
        return iter(self._ask("items"))

    def __next__(self) -> object:
        """Ask for the next item."""
        return self._ask("next")

    def __repr__(self) -> str:
        """Ask how it shows itself."""
        return str(self._ask("builtin", "repr"))

    def __str__(self) -> str:
        """Ask for its text."""
        return str(self._ask("builtin", "str"))

    def __int__(self) -> int:
        """Ask for a whole number."""
        return int(self._ask("builtin", "int"))

    def __float__(self) -> float:
        """Ask for a number."""
        return float(self._ask("builtin", "float"))

    def __hash__(self) -> int:
        """Two stand-ins for one object are one object."""
        return hash(self._memo1949_held[1])

    def __enter__(self) -> object:
        """Enter it over there."""
        return self._ask("get", "__enter__")()

    def __exit__(self, *_: object) -> object:
        """Leave it over there, without the error: it is ours."""
        return self._ask("get", "__exit__")(None, None, None)

    def __instancecheck__(self, instance: object) -> bool:
        """Ask whether something is an instance of it; what is data over here is an instance of no class of the student's."""
        return isinstance(instance, Stand) and bool(self._ask("isinstance", instance))

    def __subclasscheck__(self, subclass: object) -> bool:
        """Ask whether something is a subclass of it."""
        return isinstance(subclass, Stand) and bool(self._ask("issubclass", subclass))


class Called(Stand):
    """A stand-in for something that can be called."""

    __slots__ = ()

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Call it over there; with arguments only where the assignment asked for it."""
        if (args or kwargs) and not self._memo1949_trusted:
            raise self._refuse("calling")
        value = self._ask("call", *args, **kwargs)
        if isinstance(value, Called) and self._memo1949_trusted and value._memo1949_type in _FUNCTIONS:
            value._trust()
        return value

    @property
    def __name__(self) -> str:
        """The function's or class's name."""
        return self._memo1949_name


def _signature(text: str) -> object:
    """Return an inspect.Signature for its text; annotations and defaults stay what the text says of them."""
    import inspect
    import re

    names = re.findall(r"[(,]\s*(\*{0,2}\w+)", str(text))
    kinds = {0: inspect.Parameter.POSITIONAL_OR_KEYWORD, 1: inspect.Parameter.VAR_POSITIONAL, 2: inspect.Parameter.VAR_KEYWORD}
    return inspect.Signature([inspect.Parameter(name.lstrip("*"), kinds[name.count("*")]) for name in names])


def _compare(name: str) -> Callable:
    def compare(self: Stand, other: object) -> object:
        if isinstance(other, Stand) and other._memo1949_type in self._memo1949_held[0].classes and self._attributes():
            return bool(self._ask("operate", name, other))
        self._refuse("comparing")
        return NotImplemented

    return compare


def _binary(name: str, what: str) -> Callable:
    def calculate(self: Stand, other: object) -> object:
        if not self._attributes():
            raise self._refuse("calculating with")
        value = self._ask(what, name, other)
        if not isinstance(value, Stand) and not isinstance(other, Stand):
            raise self._refuse("calculating with")
        return value

    return calculate


for _name in _COMPARING:
    setattr(Stand, f"__{_name}__", _compare(_name))
for _name in _BINARY:
    _dunder = _name.rstrip("_")
    setattr(Stand, f"__{_dunder}__", _binary(_name, "operate"))
    setattr(Stand, f"__r{_dunder}__", _binary(_name, "reverse"))
for _name in _UNARY:
    setattr(Stand, f"__{_name}__", lambda self, _name=_name: self._ask("operate", _name))
