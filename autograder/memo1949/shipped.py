"""Where the notebooks are: beside the package in a checkout, inside it when it was installed.

A checkout (also an editable install of one) has `lessons/`, `release/`, `source/` and
`nbgrader_config.py` next to `autograder/`; a wheel carries all but `source/` in `memo1949/data/`.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]
_WHEEL = _PACKAGE / "data"


class NotShipped(LookupError):
    """What was asked for is not part of this installation; the message says what to do."""

    def __str__(self) -> str:
        """Say the message as it is, without LookupError's quotation marks."""
        return str(self.args[0])


def checkout() -> Path | None:
    """Return the checkout this package is imported from; None when it was installed from a wheel."""
    has_marks = (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / "lessons").is_dir()
    return _CHECKOUT if has_marks and _PACKAGE.parent.name == "autograder" else None


def lessons() -> Path:
    """Return the folder of the ungraded notebooks; raises NotShipped when it is missing."""
    return _find("lessons")


def release() -> Path:
    """Return the folder of the generated assignments; raises NotShipped when it is missing."""
    return _find("release")


def nbgrader_config() -> Path:
    """Return the settings nbgrader runs with; raises NotShipped when they are missing."""
    return _find("nbgrader_config.py")


def source() -> Path:
    """Return the instructor's folder, with keys; raises NotShipped outside a checkout: it never ships."""
    top = checkout()
    if top is None or not (top / "source").is_dir():
        raise NotShipped(
            "The assignments with their answer keys (source/) are not part of the installed package. "
            "Clone the repository, and run `pip install -e '.[grading]'` in the clone."
        )
    return top / "source"


def _find(name: str) -> Path:
    """Return `name` in the checkout, else in the wheel's data."""
    path = (checkout() or _WHEEL) / name
    if not path.exists():
        raise NotShipped(f"{name} is missing from this installation of memo1949. Please install it again.")
    return path
