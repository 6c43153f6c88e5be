"""Plain markup: HTML that cleaning would hand back letter by letter, told apart at a glance, for cleaning is slow.

Anything out of the ordinary is not plain and goes the slow way, whoever wrote it.
"""

import re

_INLINE = frozenset(("a", "b", "code", "em", "i", "mark", "q", "s", "small", "strong", "sub", "sup", "u"))
_LEAVES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "p"))  # blocks that hold no blocks
_BLOCKS = frozenset(("blockquote", "div", "ol", "section", "table", "ul", *_LEAVES))
# Parts, and what alone they may stand in. What holds them holds nothing else.
_PARTS = {"li": ("ol", "ul"), "thead": ("table",), "tbody": ("table",), "tr": ("thead", "tbody"), "th": ("tr",), "td": ("tr",)}
_WHOLES = frozenset(whole for wholes in _PARTS.values() for whole in wholes)
_NO_TEXT = _WHOLES - {"ol", "ul"}  # the parser moves text out of them

# Text without control characters and with the entities that `html.escape` writes; tags with few attributes.
_TEXT = re.compile(r"(?:[^<>&\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|&(?:amp|lt|gt|quot|#x27);)*")
_TAG = re.compile(r'<(/?)([a-z0-9]+)((?: (?:class|data-question|data-verdict)="[^"<>&\x00-\x1f]*"| href="https?://[A-Za-z0-9][\w./~#?=%+-]*")*)>', re.ASCII)
_EMPTY_HEADER = re.compile(r"<th>\s*</th>")  # cleaning makes a cell of it


def is_plain(html: str) -> bool:
    """Say whether HTML is well formed, of few elements, and says nothing but text."""
    open_, at = [], 0
    while True:
        end = _TEXT.match(html, at).end()
        if open_ and open_[-1] in _NO_TEXT and html[at:end].strip(" \n"):
            return False
        if end == len(html):
            return not open_ and not _EMPTY_HEADER.search(html)
        tag = _TAG.match(html, end)
        if tag is None:
            return False
        at = tag.end()
        closing, name, attributes = tag.groups()
        if closing:
            if attributes or not open_ or open_.pop() != name:
                return False
        elif not _fits(name, open_) or (attributes and not _allowed(name, attributes)):
            return False
        else:
            open_.append(name)


def _fits(name: str, open_: list[str]) -> bool:
    """Say whether an element may stand where it stands without the parser moving it."""
    inside = open_[-1] if open_ else ""
    if name in _PARTS:
        return inside in _PARTS[name]
    if inside in _WHOLES:
        return False
    if name in _INLINE:
        return name not in open_
    return name in _BLOCKS and inside not in _INLINE and inside not in _LEAVES


def _allowed(name: str, attributes: str) -> bool:
    """Say whether an element may have such attributes, each once."""
    names = re.findall(r" ([a-z-]+)=", attributes)
    return len(names) == len(set(names)) and ("href" not in names or (name == "a" and len(names) == 1))
