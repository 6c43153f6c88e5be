"""The outline of a page: headings from many hands brought into one order that skips no level."""

import re

_HEADING = re.compile(r"<h([1-6])\b([^>]*)>(.*?)</h\1>", re.S)


class Outline:
    """Gives each heading its level, in the order of the page. The page's title is level 1 and stands already."""

    def __init__(self) -> None:
        """Start behind the title."""
        self._last = 1
        self._section = 1

    def text(self, html: str) -> str:
        """Return the HTML of a text cell with its headings at fitting levels; they open sections."""

        def fitted(found: re.Match[str]) -> str:
            self._section = self._fit(int(found[1]))
            return f"<h{self._section}{found[2]}>{found[3]}</h{self._section}>"

        return _HEADING.sub(fitted, html)

    def question(self) -> int:
        """Return the level for a question's heading: one below the section it stands in."""
        return self._fit(self._section + 1)

    def inside(self, html: str) -> str:
        """Return the HTML of an answer or output: what looks like a heading in there is a bold line, no part of the outline."""
        return _HEADING.sub(r'<p class="heading"><strong>\3</strong></p>', html)

    def _fit(self, level: int) -> int:
        self._last = min(max(level, 2), self._last + 1, 6)
        return self._last


def take_title(html: str) -> tuple[str | None, str]:
    """Return the text of a first heading of level 1 that stands at the very beginning, and the HTML without it."""
    found = _HEADING.match(html.lstrip())
    if found is None or found[1] != "1":
        return None, html
    return re.sub(r"<[^>]+>", "", found[3]).strip(), html.lstrip()[found.end() :]
