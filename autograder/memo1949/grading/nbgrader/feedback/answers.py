"""What a page says of questions left blank when the instructor opens the keys: an answer, the explanation, the passages."""

from html import escape
from pathlib import Path

from memo1949.classroom.page import paragraphs, passages_of

from ... import keys
from ...keys import Keyed
from .places import in_place


def revealed(source: Path) -> dict[str, str]:
    """Return {question: HTML} for the questions of a source notebook; raises QuestionError, OSError."""
    return {name: in_place(_html(keyed)) for name, keyed in keys.load(source).questions.items()}


def _html(keyed: Keyed) -> str:
    """Return an answer that earns full marks, in words, and what goes with it."""
    question, key = keyed.asked.question, keyed.key
    said = question.describe(question.check(question.sample(key.key)))
    quotes = "".join(f'<blockquote class="memo1949-passage">{escape(words)}</blockquote>' for _, words in passages_of(key.evidence))
    passage = f'<p class="memo1949-passages">The passage:</p>{quotes}' if quotes else ""
    return f'<p class="memo1949-answer">A right answer: {escape(said)}</p><div class="memo1949-explanation">{paragraphs(key.explanation)}</div>{passage}'
