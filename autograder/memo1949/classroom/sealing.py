"""The seal: the last cell, which carries a literal copy of the answers, for a notebook that is uploaded alone."""

from .record import Saved, from_json, newer, to_json
from .sealed import CELL


def seal(copy: dict | None = None) -> None:
    """Say what is answered and what is missing, and rewrite this cell into `seal({…})` with a copy of the answers.

    `copy` is what an earlier run wrote; answers that are only there (a notebook that came without its answers.json) are
    taken over. The cell is left as it is while nbgrader runs it. Raises ValueError if `copy` was changed by hand into
    something that is not a record.
    """
    from .notebook import current, grading
    from .page import show, summary_html

    here = current()
    answers = here.answers()
    if copy is not None:
        answers = newer(answers, from_json(copy))[0]
    if grading():
        show(summary_html(here))
        return
    if answers:
        _rewrite(sealed_source(answers))
    from .widgets.progress import progress_widget

    show(progress_widget(here, answers), summary_html(here))


def sealed_source(answers: dict[str, Saved]) -> str:
    """Return the source of a seal cell that carries these answers."""
    return f"{CELL}({_literal(to_json(answers))})"


def _literal(content: dict) -> str:
    """Return a Python literal, one answer a line, that `ast.literal_eval` reads back."""
    lines = [f"  {name!r}: {entry!r}," for name, entry in content["answers"].items()]
    head = f"{{'format': {content['format']!r}, 'version': {content['version']!r}, 'answers': {{"
    return "\n".join([head, *lines, "}}"])


def _rewrite(source: str) -> None:
    """Put `source` in place of the running cell, where there is a front end that can (IPython's set_next_input)."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is not None:
        shell.set_next_input(source, replace=True)
