"""The widget of a picture: the HTML that a page without scripts shows as well, and the scripts that add switches to it."""

from html import unescape
from re import sub

from traitlets import Unicode

from .frontend import STATIC, ClassroomWidget, script
from .pictures.markup import Html

_PARTS = ("controls", "timeline", "network", "map", "figures", "compare", "brackets", "frame")


class PictureWidget(ClassroomWidget):
    """A picture that can be switched and asked. `html` is all that it shows, `kind` the script that makes it live."""

    _esm = script("question/dom", "question/keys", *(f"pictures/{name}" for name in _PARTS))
    _css = (STATIC / "question.css").read_text(encoding="utf-8") + (STATIC / "pictures.css").read_text(encoding="utf-8")

    kind = Unicode().tag(sync=True)
    html = Unicode().tag(sync=True)

    def __init__(self, kind: str, html: Html) -> None:
        """Show a picture; `kind` names its script in static/pictures."""
        super().__init__(kind=kind, html=str(html))

    def plain(self) -> str:
        """Return the words of the picture."""
        return " ".join(unescape(sub(r"<[^>]+>", " ", self.html)).split())

    def note(self) -> str:
        """Return the picture with its table, for where no script runs."""
        return self.html
