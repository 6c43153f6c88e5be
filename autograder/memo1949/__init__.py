"""memo1949: source criticism with one document, the record of a conversation with Mao Zedong, 3 February 1949.

A notebook needs only the names listed in `__all__`. Each is loaded when it is first used, so that
`import memo1949` costs next to nothing (PEP 562).
"""

from importlib import import_module

_HOME = {
    "ask": ".classroom.asking",
    "practice": ".classroom.asking",
    "answer": ".classroom.asking",
    "answered": ".classroom.asking",
    "reader": ".classroom.asking",
    **dict.fromkeys(("timeline", "network", "party_map", "figures", "compare", "brackets", "weigh"), ".classroom.widgets.showing"),
    "mark": ".classroom.marking",
    "seal": ".classroom.sealing",
    "SingleChoice": ".classroom.questions",
    "MultipleChoice": ".classroom.questions",
    "Matching": ".classroom.questions",
    "Ordering": ".classroom.questions",
    "Number": ".classroom.questions",
    "Date": ".classroom.questions",
    "Quotation": ".classroom.questions",
    "Table": ".classroom.questions",
    "Column": ".classroom.questions",
    "Result": ".classroom.questions",
}

__all__ = [*_HOME, "edition"]


def __getattr__(name: str) -> object:
    """Load a public name on first use; raises AttributeError for any other."""
    if name in _HOME:
        value = getattr(import_module(_HOME[name], __name__), name)
    elif name == "edition":
        value = import_module(".edition", __name__)
    elif name == "__version__":
        from importlib.metadata import version

        value = version("memo1949")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, also those not loaded yet."""
    return sorted({*globals(), *__all__, "__version__"})
