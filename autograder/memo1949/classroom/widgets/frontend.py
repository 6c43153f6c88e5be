"""What the widgets share: joining script files into one module, and what stands in where a widget cannot live."""

from html import escape
from pathlib import Path

import anywidget

STATIC = Path(__file__).parent / "static"
NOTE = "This question is not live yet. Choose Run, then Run All Cells, and it comes back with your saved answer."
_VIEW = "application/vnd.jupyter.widget-view+json"


def script(*names: str) -> str:
    """Return the script files of static/ as one module, in the order given: anywidget takes one text a widget.

    The parts are plain top-level code that may use what stands before them; the last one holds the default export.
    """
    return "\n".join((STATIC / f"{name}.js").read_text(encoding="utf-8") for name in names)


class ClassroomWidget(anywidget.AnyWidget):
    """A widget that says in words what it is, wherever it cannot live: a closed kernel, a print-out, a plain terminal."""

    def plain(self) -> str:
        """Return the widget in words."""
        raise NotImplementedError

    def note(self) -> str:
        """Return the HTML shown below a widget that does not live; beside one that does, its style hides it. "" for none."""
        return f'<p class="memo1949-note">{escape(NOTE)}</p>'

    def __repr__(self) -> str:
        """Return the widget in words: this is what a plain terminal prints."""
        return self.plain()

    def _repr_mimebundle_(self, **_kwargs: object) -> tuple[dict, dict]:
        view = {"version_major": 2, "version_minor": 1, "model_id": self.model_id}
        return {"text/plain": self.plain(), _VIEW: view}, {}

    def _ipython_display_(self) -> None:
        """Show the note and the widget. A front end that has the widget picks that alone from its bundle, so the note stands apart."""
        from IPython.display import display

        bundle, metadata = self._repr_mimebundle_()
        display(bundle, metadata=metadata, raw=True)
        if self.note():
            display({"text/html": self.note(), "text/plain": ""}, raw=True)
