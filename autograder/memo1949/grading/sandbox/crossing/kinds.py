"""What may be named instead of carried: installed modules, and classes that come with Python, numpy and pandas."""

import builtins
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

# Classes of these modules are looked up by name on the other side; each of them is data or an exception there too.
_HOMES = {
    "builtins", "collections", "datetime", "decimal", "fractions", "uuid", "numbers", "enum", "pathlib",
    "abc", "types", "typing", "dataclasses", "re", "queue",
}  # fmt: skip
_EXCEPTIONS = {"json.decoder", "subprocess", "sqlite3"}
_TABLES = ("numpy", "pandas")
_DATA = ("numpy:generic", "numpy:ndarray", "numpy:dtype", "pandas:DataFrame", "pandas:Series", "pandas:Index", "pandas:Timestamp", "pandas:Timedelta", "pandas:Period", "pandas:Interval")


def known_class(kind: object) -> str | None:
    """Return "module:name" of a class that both sides have, None for any other object."""
    module, name = getattr(kind, "__module__", None), getattr(kind, "__qualname__", None)
    if not isinstance(kind, type) or not isinstance(module, str) or not isinstance(name, str):
        return None
    return f"{module}:{name}" if _found(module, name) is kind and _harmless(module, kind) else None


def named_class(text: str) -> type:
    """Return the class that `known_class` named; raises LookupError. A name by which a class is only reached is refused."""
    module, _, name = text.partition(":")
    found = _found(module, name)
    if known_class(found) != text:
        raise LookupError(text)
    return found


def _harmless(module: str, kind: type) -> bool:
    """Say whether a class may be used on our side: not one that opens a file, starts a program, or equals whatever it is shown."""
    if module in _HOMES:
        return kind is not memoryview
    if issubclass(kind, BaseException):
        return module in _EXCEPTIONS or module.partition(".")[0] in _TABLES
    if module.partition(".")[0] not in _TABLES:
        return False
    return issubclass(kind, tuple(filter(None, (_found(*text.split(":")) for text in _DATA)))) and kind.__name__ != "memmap"


def _found(module: str, name: str) -> object:
    """Return what stands under a name in a module that is loaded, None for nothing."""
    found = builtins if module == "builtins" else sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None) if isinstance(found, ModuleType | type) else None
    return found


def installed_module(module: ModuleType) -> bool:
    """Say whether a module comes from Python or an installed package, and not from a student's folder."""
    name, file = module.__name__, getattr(module, "__file__", None)
    return sys.modules.get(name) is module and (file is None or not Path(file).is_relative_to(Path.cwd()))


def named_module(name: str) -> ModuleType:
    """Return an installed module by name, importing it if need be; raises LookupError."""
    if name in sys.modules and name not in ("__main__", "__mp_main__"):
        return sys.modules[name]
    top = name.partition(".")[0]
    try:
        spec = find_spec(top)
        if spec is None or top.startswith("_") or name.endswith("__main__") or top in ("antigravity", "this", "idlelib", "turtle"):
            raise LookupError(name)
        return import_module(name)
    except (ImportError, ValueError) as error:
        raise LookupError(name) from error
