"""Markdown as HTML that is not cleaned yet. Formulas stay as they are written: nothing that draws them is loaded.

As nbconvert does it, whose own way loads all of nbconvert, for a second or two.
"""

from functools import cache
from html import escape

from mistune import BlockParser, BlockState, HTMLRenderer, InlineParser, InlineState, Markdown, import_plugin

_PLUGINS = ("strikethrough", "table", "url", "task_lists", "def_list")
_PICTURES = ("image/svg+xml", "image/png", "image/jpeg")

# $$ … $$ and environments, which may go over several lines; $ … $, \\( … \\) and \\[ … \\] as notebooks write them.
_DISPLAYED = r"(?<!\\)\$\$(?s:.+?)(?<!\\)\$\$|\\begin\{(?P<environment>[a-z]+\*?)\}(?s:.*?)\\end\{(?P=environment)\}"
_INLINE = _DISPLAYED + r"|(?<![$\\])\$(?s:[^$]+?)(?<!\\)\$(?!\$)|(?<!\\)\\\\\((?s:.+?)\\\\\)|(?<!\\)\\\\\[(?s:.+?)\\\\\]"


class AttachmentGone(Exception):
    """A text shows a picture that was attached to its cell and is no longer there."""


class _Renderer(HTMLRenderer):
    """Renders formulas as they are, and pictures that are attached to the cell."""

    attachments: dict = {}  # noqa: RUF012 - replaced for each text, never changed

    def formula(self, text: str) -> str:
        return escape(text, quote=False)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith("attachment:"):
            forms = self.attachments.get(url.removeprefix("attachment:"))
            if not forms:
                raise AttachmentGone(url)
            kind = next((kind for kind in _PICTURES if kind in forms), next(iter(forms)))
            url = f"data:{kind};base64,{forms[kind]}"
        return super().image(text, url, title)

    def block_code(self, code: str, info: str | None = None) -> str:
        from .markup import code as marked_up

        language = (info or "").split()[:1]
        return marked_up(code, language[0]) if language else super().block_code(code)


def rendered(source: str, attachments: dict | None = None) -> str:
    """Return Markdown as HTML; raises AttachmentGone."""
    renderer, markdown = _parser()
    renderer.attachments = attachments or {}
    return str(markdown(source))


@cache
def _parser() -> tuple[_Renderer, Markdown]:
    """Return what reads Markdown, and what writes it as HTML."""
    renderer = _Renderer(escape=False, allow_harmful_protocols=True)  # what is cleaned afterwards need not be escaped now
    markdown = Markdown(renderer, plugins=[import_plugin(name) for name in _PLUGINS])
    markdown.inline.register("formula", _INLINE, _formula, before="escape")
    markdown.block.register("formula", rf"^ {{0,3}}(?:{_DISPLAYED})[ \t]*$", _displayed, before="fenced_code")
    return renderer, markdown


def _formula(parser: InlineParser, found: object, state: InlineState) -> int:
    state.append_token({"type": "formula", "raw": found[0]})
    return found.end()


def _displayed(parser: BlockParser, found: object, state: BlockState) -> int:
    """Keep a formula of several lines together in a paragraph of its own: its lines are not headings or lists."""
    state.add_paragraph(found[0])
    return found.end()
