"""Plain markup: HTML that cleaning would hand back letter by letter, told apart at a glance, for cleaning is slow.

Anything out of the ordinary is not plain and goes the slow way, whoever wrote it.
"""

import re

_INLINE = frozenset(("b", "em", "i", "mark", "q", "s", "small", "strong", "sub", "sup", "u"))
_BLOCKS = frozenset(("blockquote", "div", "h3", "h4", "li", "p", "section", "ul"))
_LEAVES = frozenset(("h3", "h4", "p"))  # blocks that hold no blocks

# Text without control characters and with the entities that `html.escape` writes; tags with few attributes.
_TEXT = re.compile(r"(?:[^<>&\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|&(?:amp|lt|gt|quot|#x27);)*")
_TAG = re.compile(r'<(/?)([a-z0-9]+)((?: (?:class|data-question|data-verdict)="[^"<>&\x00-\x1f]*")*)>')


def is_plain(html: str) -> bool:
    """Say whether HTML is well formed, of few elements, and says nothing but text."""
    open_, at = [], 0
    while True:
        at = _TEXT.match(html, at).end()
        if at == len(html):
            return not open_
        tag = _TAG.match(html, at)
        if tag is None:
            return False
        at = tag.end()
        closing, name, attributes = tag.groups()
        if closing:
            if attributes or not open_ or open_.pop() != name:
                return False
        elif not _fits(name, open_) or (attributes and _repeats(attributes)):
            return False
        else:
            open_.append(name)


def _fits(name: str, open_: list[str]) -> bool:
    """Say whether an element may stand where it stands without the parser moving it."""
    inside = open_[-1] if open_ else ""
    if name in _INLINE:
        return inside != "ul" and name not in open_
    if name not in _BLOCKS or inside in _INLINE or inside in _LEAVES:
        return False
    return (name == "li") == (inside == "ul")


def _repeats(attributes: str) -> bool:
    """Say whether an attribute stands twice."""
    names = re.findall(r" ([a-z-]+)=", attributes)
    return len(names) != len(set(names))
