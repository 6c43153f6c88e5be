"""Two columns of passages beside one another, with the words that both sides share."""

import re
from collections import Counter

from .markup import Html, counted, element, listed, picture, table
from .passages import Passage, located

# Words that any two English texts share, and that say nothing about what these two have in common.
COMMON = frozenset(
    re.findall(
        r"[a-z]+",
        """a about after all also an and any are as at be because been before but by can could did do does even first for from
        further had has have he her him himself his how i if in into is it its itself me my no nor not of on one only or our out
        over own said same she should so some such than that the their them themselves then there therefore these they this those
        though through to too under until up was we were what when where whether which while who whom whose will with would you your""",
    )
)
# A bracket inside a word belongs to it: com[munist].
_WORD = re.compile(r"[^\W_](?:[\w’'-]|\[\w+\])*")


def compared(left: tuple[str, ...], right: tuple[str, ...]) -> Html:
    """Return two columns of passages, given by their exact words; raises LookupError for words that stand nowhere in the document.

    Words that both sides have are marked, whatever their capitals and brackets; the small words of any English text are not.
    """
    sides = [_side(words) for words in (left, right)]
    if not all(sides):
        raise ValueError("Give at least one passage for each side: compare((\"some words\",), (\"other words\", \"and others\")).")
    counts = [Counter(word for passage in side for word, _ in _pieces(passage.text) if word) for side in sides]
    shared = sorted(word for word in counts[0].keys() & counts[1].keys() if word not in COMMON)
    columns = [_column(name, side, shared) for name, side in zip(("Left", "Right"), sides, strict=True)]
    said = listed([f"“{word}”" for word in shared]) if shared else "none but the small words that any text has"
    rows = [(word, str(counts[0][word]), str(counts[1][word])) for word in shared]
    alike = table("Words that both sides share, and how often each side has them", ("word", "left", "right"), rows) if shared else None
    title = f"Compare: {counted(len(sides[0]), 'passage')} on the left, {len(sides[1])} on the right"
    note = element("p", "Words on both sides: ", element("span", said, class_="m49-sharedwords"), ".", class_="m49-sharedline")
    return picture("compare", title, element("div", columns, class_="m49-columns"), note, alike)


def _side(words: tuple[str, ...] | str) -> list[Passage]:
    """Return the passages of one side, in the order of the document's text as given."""
    return [located(passage) for passage in ([words] if isinstance(words, str) else words)]


def _column(name: str, side: list[Passage], shared: list[str]) -> Html:
    cards = [
        element("li", element("p", "“", _marked(passage.text, shared), "”", class_="m49-words"), element("p", passage.place, " · ", passage.voice, class_="m49-place"))
        for passage in side
    ]
    return element("section", element("p", name, class_="m49-subhead"), element("ul", cards), class_="m49-column", aria_label=f"{name} side")


def _marked(text: str, shared: list[str]) -> list[object]:
    """Return a text with the words that both sides share marked."""
    return [element("mark", piece, data_shared=word) if word in shared else piece for word, piece in _pieces(text)]


def _pieces(text: str) -> list[tuple[str, str]]:
    """Cut a text into (folded word, what stands there); what is no word has "" as its word."""
    pieces, at = [], 0
    for found in _WORD.finditer(text):
        if found.start() > at:
            pieces.append(("", text[at : found.start()]))
        word = re.sub(r"[\[\]]", "", found.group()).lower().replace("’", "'").removesuffix("'s")
        pieces.append((word, found.group()))
        at = found.end()
    return [*pieces, ("", text[at:])]
