"""What a lesson calls to show a picture: `timeline`, `network`, `party_map`, `figures`, `compare`, `brackets`, `weigh`.

Each is drawn when it is called, as HTML with a table, and becomes a widget where widgets can live. Where nbgrader runs the
notebook it stays HTML.
"""

from collections.abc import Mapping

from ..notebook import current, grading
from ..page import show


def timeline(section: str | None = None) -> None:
    """Show the events of a section, or of the whole record: the order of telling against the order of events.

    Raises KeyError for an unknown section, ValueError for one that tells no event.
    """
    from .pictures.timeline import told

    _show("timeline", told(section))


def network(kind: str, section: str | None = None) -> None:
    """Show who "knows" whom, or who "judges" whom, in a section or in the whole record.

    Raises KeyError for another kind or an unknown section, ValueError where a section has no such relation.
    """
    from .pictures.network import related

    _show("network", related(kind, section))


def party_map() -> None:
    """Show the parties of Asia on a map: contacts, closest ties, plans for a bureau, and a warning, each a layer."""
    from .pictures.atlas import mapped

    _show("map", mapped())


def figures() -> None:
    """Show the party's numbers over time, with up to, more than and about in the shape of each mark."""
    from .pictures.figures import plotted

    _show("figures", plotted())


def compare(left: tuple[str, ...] | str, right: tuple[str, ...] | str) -> None:
    """Show passages of the document in two columns, with place and voice, and mark the words that both sides share.

    Each side is the exact words of one passage or of several; raises LookupError for words that stand nowhere.
    """
    from .pictures.comparing import compared

    _show("compare", compared(left, right))


def brackets(*sections: str) -> None:
    """Show sections of the document (all, when none is named) with the editor's brackets to hide and show.

    Raises KeyError for an unknown section.
    """
    from ... import edition
    from .pictures.bracketed import bracketed

    _show("brackets", bracketed(sections or tuple(part.id for part in edition.sections())))


def weigh(name: str, claim: str, passages: Mapping[str, str]) -> None:
    """Let a student weigh passages: does each speak for the claim, against it, or does it not decide?

    `name` is an id as a practice question's, and what is decided is kept like its answer; `passages` are exact words of the
    document by short ids. Raises QuestionError when the claim or a passage is not well defined.
    """
    from .weighing import Weighing, weighing_html

    here = current()
    asked = here.ask(name, Weighing(claim, passages), None, "source criticism")
    if grading():
        show(weighing_html(asked, here.get(name)))
        return
    from .question import question_widget

    show(question_widget(asked, here))


def _show(kind: str, html: str) -> None:
    """Show a picture: the widget, or its HTML alone while nbgrader runs the notebook."""
    if grading():
        show(str(html))
        return
    from .picture import PictureWidget

    show(PictureWidget(kind, html))
