"""The settings that name classes of ours, put into nbgrader's configuration by dotted name.

Names, not classes: formgrader shows the whole configuration as JSON, which a class would break.
"""

from traitlets.config import Config
from traitlets.config.configurable import Configurable

_HERE = __name__.rpartition(".")[0]

# What a feedback page needs done to the autograded notebook, in this order.
FEEDBACK = (
    f"{_HERE}.getmarks.GetMarks",
    f"{_HERE}.striphidden.StripHidden",
    f"{_HERE}.withholdleaks.WithholdLeaks",
    f"{_HERE}.plainerrors.PlainErrors",
)

# nbgrader's steps that one of ours does instead, adding a rule to it.
REPLACED = {
    "nbgrader.preprocessors.deduplicateids.DeduplicateIds": f"{_HERE}.dropcopies.DropCopies",
    "nbgrader.preprocessors.overwritecells.OverwriteCells": f"{_HERE}.restorecells.RestoreCells",
    "nbgrader.preprocessors.saveautogrades.SaveAutoGrades": f"{_HERE}.savemarks.SaveMarks",
}


def configure(c: Config) -> None:
    """Put our grading steps and feedback page into nbgrader's configuration `c`; all other steps stay nbgrader's.

    Call it before settings of your own: what is set later wins.
    """
    from nbgrader.converters import Autograde

    c.Autograde.sanitize_preprocessors = _steps(Autograde, "sanitize_preprocessors")
    c.Autograde.autograde_preprocessors = _steps(Autograde, "autograde_preprocessors")
    c.GenerateFeedback.preprocessors = list(FEEDBACK)
    # An exporter of its own class: the settings of HTMLExporter, which formgrader uses, stay untouched.
    c.GenerateFeedback.exporter_class = f"{_HERE}.feedback.FeedbackExporter"


def _steps(converter: type[Configurable], name: str) -> list[str]:
    """Return the names of the steps that this nbgrader takes by default, ours in their places."""
    steps = converter.class_traits()[name].default()
    names = [f"{step.__module__}.{step.__qualname__}" for step in steps]
    return [REPLACED.get(step, step) for step in names]
