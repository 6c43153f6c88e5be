"""Pieces of feedback pages: markup told apart at a glance, passages in their place, skills, points; and how pages are compared."""

import random
import re
from pathlib import Path

import pytest
from bleach.sanitizer import Cleaner

from grading import tiny
from memo1949.edition import text
from memo1949.grading.bench.feedback import difference
from memo1949.grading.nbgrader.feedback import markup
from memo1949.grading.nbgrader.feedback.classroom import skill_of
from memo1949.grading.nbgrader.feedback.node import Node
from memo1949.grading.nbgrader.feedback.outputs import shown as outputs_of
from memo1949.grading.nbgrader.feedback.places import in_place
from memo1949.grading.nbgrader.feedback.plain import is_plain
from memo1949.grading.nbgrader.feedback.rendering import points

PARTS = {"table": ("thead", "tbody"), "thead": ("tr",), "tbody": ("tr",), "tr": ("th", "td"), "ul": ("li",), "ol": ("li",)}
NAMES = ("p", "ul", "ol", "li", "strong", "em", "code", "q", "section", "blockquote", "div", "h1", "h3", "table", "tr", "td", "a", "pre", "br", "script")
SAID = ("text", " ", "\n", "&amp;", "&#x27;", "&quot;", "&nbsp;", "&", "<", "a > b", "é 毛", "\x07", "<!-- x -->", '<p onclick="x">', '<p class="a" class="b">')


def element(chance: random.Random, name: str, depth: int) -> str:
    """Return a piece of markup, mostly well formed."""
    attribute = chance.choice(["", "", "", ' class="a b"', ' href="https://a.b/c?d=e#f"' if name == "a" else ' data-verdict="x"', ' href="javascript:x"'])
    inside = PARTS.get(name, NAMES) if chance.random() < 0.97 else NAMES
    held = [element(chance, chance.choice(inside), depth + 1) for _ in range(chance.randint(0, 2))] if depth < 5 else []
    if name not in PARTS or chance.random() < 0.03:
        held.insert(chance.randint(0, len(held)), "text" if chance.random() < 0.9 else chance.choice(SAID))
    return f"<{name}{attribute}>{chance.choice(['', chr(10)]).join(held)}" + (f"</{name}>" if chance.random() < 0.98 else "")


def test_plain_markup_is_what_cleaning_gives_back() -> None:
    """Of 12,000 scrambled pieces of markup, whatever is taken for plain is what cleaning returns unchanged; tables and links are among it."""
    chance = random.Random(1949)
    plain = []
    for _ in range(12_000):
        html = "".join(element(chance, chance.choice(NAMES), 2) if chance.random() < 0.8 else chance.choice(SAID) for _ in range(chance.randint(1, 2)))
        if is_plain(html):
            plain.append(html)
            cleaner = Cleaner(tags=markup._TAGS, attributes=markup._allowed, protocols={"http", "https", "mailto", "data", "file"}, strip=True)
            cleaned = cleaner.clean(markup._NOT_TEXT.sub("", html))
            assert re.sub(r"<th>\s*</th>", "<td></td>", cleaned) == html
    assert len(plain) > 500 and sum("</td>" in html for html in plain) > 20 and sum("href" in html for html in plain) > 20


def test_a_total_does_not_depend_on_the_order_of_adding() -> None:
    """Marks that add up to the middle between two hundredths are shown alike, whichever way a database adds them up."""
    chance, marks = random.Random(1949), [0.0, 1.0, 3.0, 0.466667, 1.0, 1.733333, 3.0, 2.5, 1.0, 2.0, 1.0, 1.875]
    sums = {sum(chance.sample(marks, len(marks))) for _ in range(300)}
    assert len(sums) > 1 and {points(total) for total in sums} == {"18.57"}
    assert [points(number) for number in (2.0, 1.5, 1 / 3, 0.005, 100.0)] == ["2", "1.5", "0.33", "0.01", "100"]


def test_a_passage_stands_among_its_neighbours() -> None:
    """A quoted passage is marked where it stands, between the document's own words, under the name of its part."""
    shown = in_place(f'<blockquote class="memo1949-passage">{tiny.RULED_OUT}</blockquote>')
    assert f"<mark>{tiny.RULED_OUT}</mark>" in shown and ", paragraph " in shown
    quoted = shown.partition('memo1949-passage">')[2].partition("</blockquote>")[0]
    words = quoted.replace("<mark>", "").replace("</mark>", "").removeprefix("… ").removesuffix(" …")
    assert words in " ".join(text.split()) and len(words) > 1.5 * len(tiny.RULED_OUT)
    foreign = '<blockquote class="memo1949-passage">words of nobody in the room</blockquote>'
    assert in_place(foreign) == foreign


def test_a_skill_is_read_from_the_question() -> None:
    """The skill is what `ask` names; code that is no code, or names none, has none."""
    assert skill_of('ask("a", Date("When?"), points=1, skill="dates")') == "dates"
    assert skill_of("ask('a', Date('When?'), points=1)") == skill_of("ask(") == skill_of("x = 1") == ""


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg"])
def test_a_picture_is_a_picture(kind: str) -> None:
    """An honest picture, in lines or in one text, comes as its base64; what is none becomes a sentence, and no markup of it is left."""
    for content in ("aGVs\nbG8=\n", ["aGVs\n", "bG8="]):
        assert f'src="data:{kind};base64,aGVsbG8="' in outputs_of([Node(output_type="display_data", data={kind: content})], None)
    for content in ('"><meta/http-equiv="refresh"/content="0;url=https://evil.example/">', 'aGVsbG8="onerror="steal()', "aGVsbG8", "é", 5):
        said = outputs_of([Node(output_type="display_data", data={kind: content})], None)
        assert "damaged" in said and re.findall(r"<\w+", said) == ["<p", "<em"]


def test_the_comparison_finds_a_changed_word(tmp_path: Path) -> None:
    """`bench feedback` compares pages byte for byte, and says which part reads differently, if any does."""
    for folder, word in (("a", "right"), ("b", "right\n"), ("c", "wrong")):
        (tmp_path / folder / "bob" / "unit").mkdir(parents=True)
        (tmp_path / folder / "bob" / "unit" / "unit.html").write_text(f'1 of 2<main id="answers"><section class="question" id="q">{word}</section></main>')
    assert difference(tmp_path / "a", tmp_path / "a") == (1, ())
    assert difference(tmp_path / "a", tmp_path / "b") == (1, ("bob/unit/unit.html, but its words do not",))
    assert difference(tmp_path / "a", tmp_path / "c") == (1, ("bob/unit/unit.html / q",))
    assert difference(tmp_path / "a", tmp_path / "d") == (1, ("bob/unit/unit.html / head", "bob/unit/unit.html / q"))
