"""Markup that is safe on a page to be opened anywhere: no scripts, no styles, no request to any other host."""

import base64
import mimetypes
import re
from html import escape
from pathlib import Path

from .memory import kept
from .plain import is_plain

# fmt: off
_TAGS = frozenset((
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn",
    "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd",
    "li", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var",
))
_ATTRIBUTES = frozenset((
    "alt", "class", "colspan", "data-question", "data-verdict", "datetime", "dir", "lang", "open", "rowspan", "scope",
    "src", "start", "title",
))
# fmt: on
# Elements whose content is no text for a reader. Cleaning would drop the tags and leave the content.
_NOT_TEXT = re.compile(
    r"<(script|style|title|template|noscript|iframe|object|svg|math|textarea|select)\b.*?</\1\s*>", re.S | re.I
)
_IMAGE = re.compile(r"<img\b[^>]*>")
_SOURCE = re.compile(r'\ssrc="([^"]*)"')
_TABLE = re.compile(r"<table\b.*?</table>", re.S)
_LARGEST_IMAGE = 5_000_000


def _allowed(tag: str, name: str, value: str) -> bool:
    """Say whether an attribute stays. Links may lead out, for a reader must click them; pictures are looked at below."""
    if name == "href":
        return tag == "a" and value.startswith(("https://", "http://", "mailto:", "#"))
    return name in _ATTRIBUTES


def clean(html: str, folder: Path | None = None) -> str:
    """Return HTML without anything that runs, styles, or loads; pictures of `folder` are put into the page."""
    cleaned = _cleaned(html)
    return _IMAGE.sub(lambda found: _embedded(found[0], folder), cleaned) if "<img" in cleaned else cleaned


@kept
def _cleaned(html: str) -> str:
    """Return cleaned HTML, its pictures still to be looked at."""
    if is_plain(html):
        return html
    from bleach.sanitizer import Cleaner  # not above: where all markup is plain, it is not needed

    cleaner = Cleaner(tags=_TAGS, attributes=_allowed, protocols={"http", "https", "mailto", "data", "file"}, strip=True)
    cleaned = cleaner.clean(_NOT_TEXT.sub("", html))
    # pandas leaves the corner of its tables an empty header, which a screen reader would announce.
    return re.sub(r"<th>\s*</th>", "<td></td>", cleaned)


def _embedded(tag: str, folder: Path | None) -> str:
    """Return an `img` element with its picture in it; for one that cannot be had, words in its place."""
    found = _SOURCE.search(tag)
    source = found[1] if found else ""
    if "alt=" not in tag:
        tag = tag.replace("<img", '<img alt=""', 1)
    if source.startswith("data:image/"):
        return tag
    if source.startswith(("http:", "https:", "//")):
        return f'<a href="{source}">(picture: {source})</a>' if source.startswith("http") else ""
    data = _picture(source, folder)
    return (
        tag.replace(found[0], f' src="{data}"') if data and found else "<em>(a picture that is not in this page)</em>"
    )


def _picture(source: str, folder: Path | None) -> str:
    """Return the picture file `source` of `folder` as a data URL; "" if it is none, too large, or lies outside."""
    kind = mimetypes.guess_type(source)[0] or ""
    if folder is None or not kind.startswith("image/"):
        return ""
    path = (folder / source).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file() or path.stat().st_size > _LARGEST_IMAGE:
        return ""
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def markdown(source: str, folder: Path | None = None, attachments: dict | None = None) -> str:
    """Return Markdown as safe HTML. Formulas stay as they are written: nothing that draws them is loaded."""
    from .prose import AttachmentGone, rendered

    try:
        html = rendered(source, attachments) if attachments else _rendered_once(source)
    except AttachmentGone:
        return f"<pre>{escape(source)}</pre>"
    return scrolling(clean(html, folder))


@kept
def _rendered_once(source: str) -> str:
    from .prose import rendered

    return rendered(source)


def scrolling(html: str) -> str:
    """Return HTML whose tables scroll by themselves where they are too wide; the keyboard reaches what scrolls."""
    return _TABLE.sub(r'<div class="scroll" role="group" aria-label="Table" tabindex="0">\g<0></div>', html)


@kept
def code(source: str, language: str = "python") -> str:
    """Return source code as HTML, marked up by pygments' classes."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        lexer = get_lexer_by_name("text")
    return highlight(source, lexer, HtmlFormatter(cssclass="code", wrapcode=True))
