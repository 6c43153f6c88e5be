"""The settings that name classes of ours, put into nbgrader's configuration by dotted name.

Names, not classes: formgrader shows the whole configuration as JSON, which a class would break.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from traitlets.config import Config
from traitlets.config.configurable import Configurable

_HERE = __name__.rpartition(".")[0]
_GRADING = _HERE.rpartition(".")[0]

# What a feedback page needs done to the autograded notebook, in this order.
FEEDBACK = (
    f"{_HERE}.getmarks.GetMarks",
    f"{_HERE}.striphidden.StripHidden",
    f"{_HERE}.withholdleaks.WithholdLeaks",
    f"{_HERE}.plainerrors.PlainErrors",
)

EXPORTER = f"{_HERE}.feedback.FeedbackExporter"

# nbgrader's steps that one of ours does instead, adding a rule to it.
REPLACED = {
    "nbgrader.preprocessors.deduplicateids.DeduplicateIds": f"{_HERE}.dropcopies.DropCopies",
    "nbgrader.preprocessors.overwritecells.OverwriteCells": f"{_HERE}.restorecells.RestoreCells",
    "nbgrader.preprocessors.saveautogrades.SaveAutoGrades": f"{_HERE}.savemarks.SaveMarks",
    "nbgrader.preprocessors.savecells.SaveCells": f"{_HERE}.keepdropped.KeepDropped",
}


_steps_matter = True


@contextmanager
def names_only() -> Iterator[None]:
    """Read configurations for the sake of folders, database and feedback only: `configure` then spares itself loading nbgrader's steps."""
    global _steps_matter
    _steps_matter = False
    try:
        yield
    finally:
        _steps_matter = True


def configure(c: Config) -> None:
    """Put our grading steps, feedback page and help for marking into nbgrader's configuration `c`; all other steps stay nbgrader's.

    Call it before settings of your own: what is set later wins.
    """
    if _steps_matter:
        from nbgrader.converters import Autograde, GenerateAssignment

        c.Autograde.sanitize_preprocessors = _steps(Autograde, "sanitize_preprocessors")
        c.Autograde.autograde_preprocessors = _steps(Autograde, "autograde_preprocessors")
        c.GenerateAssignment.preprocessors = _steps(GenerateAssignment, "preprocessors")
    c.GenerateFeedback.preprocessors = list(FEEDBACK)
    # An exporter of its own class: the settings of HTMLExporter, which formgrader uses, do not reach it.
    c.GenerateFeedback.exporter_class = EXPORTER
    # What formgrader shows beside an essay. On a page that is not formgrader's this step does nothing.
    c.HTMLExporter.preprocessors = [f"{_GRADING}.essays.formgrader.MarkingView"]


def _steps(converter: type[Configurable], name: str) -> list[str]:
    """Return the names of the steps that this nbgrader takes by default, ours in their places."""
    steps = converter.class_traits()[name].default()
    names = [f"{step.__module__}.{step.__qualname__}" for step in steps]
    return [REPLACED.get(step, step) for step in names]
