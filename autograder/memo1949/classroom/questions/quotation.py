"""Quotation: passages of the document as the answer, and the rule by which any quotation is marked."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from ...edition import Finding, Passage, locate, quote
from ..problems import AnswerError, QuestionError
from .outcome import Outcome, Part, require_sentences, require_text

LEAST_WORDS, MOST_WORDS = 4, 40


@dataclass(frozen=True, slots=True)
class Quotation:
    """Value: a list of `passages` quotations. Key: a list, one entry a passage, of lists of accepted exact quotes.

    The order of the passages does not matter. Score: the share of the key's entries that one of the quotations fits.
    """

    prompt: str
    passages: int = 1
    kind: ClassVar[str] = "quotation"
    quotes: ClassVar[int] = 0

    def __post_init__(self) -> None:
        """Check the definition; raises QuestionError."""
        require_text(self.prompt, "The prompt")
        if not isinstance(self.passages, int) or not 1 <= self.passages <= 6:
            raise QuestionError("A quotation question asks for 1 to 6 passages.")

    def spec(self) -> dict:
        """Return what the widget needs, as JSON."""
        return {"kind": self.kind, "prompt": self.prompt, "quotes": 0, "passages": self.passages}

    def check(self, value: object) -> list[str]:
        """Return the quotations, each stripped, "" where still open; raises AnswerError."""
        given = [value] if isinstance(value, str) else value
        if not isinstance(given, list | tuple) or len(given) > self.passages or not all(isinstance(text, str) for text in given):
            raise AnswerError(f"Give the words of the document in quotation marks, at most {self.passages} passage(s) in a list.")
        return [text.strip() for text in given] + [""] * (self.passages - len(given))

    def complete(self, value: object) -> bool:
        """Say whether every passage is given."""
        return bool(value) and all(value)

    def describe(self, value: list[str]) -> str:
        """Return the quotations in quotation marks."""
        return "; ".join(f"“{text}”" for text in value if text)

    def check_key(self, key: object, misreadings: Mapping[Hashable, str]) -> None:
        """Check that every accepted quote, and every misread one, stands in the document; raises QuestionError."""
        if isinstance(key, str) or not isinstance(key, Sequence) or len(key) != self.passages:
            raise QuestionError(f"The key must be a list of {self.passages} entries, each a list of accepted quotations.")
        for accepted in key:
            check_evidence(accepted)
        check_evidence(list(misreadings), least=0)
        require_sentences(misreadings)

    def score(self, value: list[str], key: list[list[str]]) -> Outcome:
        """Return the share of passages found; a quotation that fits no open entry may show a misreading."""
        parts, misread, open_entries = [], [], list(key)
        for text in (text for text in value if text):
            fits = next((entry for entry in open_entries if supports(text, entry)), None)
            if fits is not None:
                open_entries.remove(fits)
            parts.append(Part("Your quotation", f"“{text}”", fits is not None))
        for text in (part.said[1:-1] for part in parts if not part.right):
            misread.append(text)
        return Outcome(1 - len(open_entries) / len(key), tuple(misread), tuple(parts))

    def sample(self, key: list[list[str]]) -> list[str]:
        """Return a value that earns full marks."""
        return [sample_quotation(accepted) for accepted in key]


def check_evidence(evidence: object, least: int = 1) -> None:
    """Check that `evidence` is a list of exact quotations of the document; raises QuestionError."""
    if isinstance(evidence, str) or not isinstance(evidence, Sequence) or len(evidence) < least:
        raise QuestionError("Evidence is a list of exact quotations of the document, with at least one entry.")
    for text in evidence:
        try:
            locate(text)
        except LookupError as error:
            raise QuestionError(f"Evidence that does not stand in the document: “{text}”. {error}") from None


def words(text: str) -> int:
    """Return how many words `text` has."""
    return len(text.split())


def fault(text: str, finding: Finding | None = None) -> str:
    """Return what keeps `text` from counting as a quotation, in a sentence for the student; "" when nothing does."""
    count = words(text)
    if count < LEAST_WORDS:
        return f"This is {count} word{'s' if count != 1 else ''} long: a quotation needs at least {LEAST_WORDS}."
    if count > MOST_WORDS:
        return f"This is {count} words long: quote at most {MOST_WORDS}, the words that matter."
    if not (quote(text) if finding is None else finding):
        return "These words do not stand in the document."
    return ""


def supports(text: str, evidence: Sequence[str]) -> bool:
    """Say whether a student's quotation supports: 4 to 40 words, found in the document, half of it or more in an accepted span.

    Positions decide, not words: a phrase that stands in several places supports if one of them does.
    """
    finding = quote(text)
    if fault(text, finding):
        return False
    spans = [span for accepted in evidence for span in locate(accepted)]
    return any(_overlap(passage, spans) * 2 >= passage.end - passage.start for passage in finding.passages)


def _overlap(passage: Passage, spans: list[Passage]) -> int:
    """Return how many characters of `passage` lie in any of `spans` (the best single one, so that spans are not added up)."""
    return max((min(passage.end, span.end) - max(passage.start, span.start) for span in spans), default=0)


def sample_quotation(evidence: Sequence[str]) -> str:
    """Return a quotation of at least 4 and at most 40 words that `evidence` accepts.

    A span that is too short by itself is taken with the words around it in the document; raises QuestionError
    when no such quotation would be accepted, so that no key is impossible to meet.
    """
    from ...edition import text as document

    for accepted in evidence:
        for span in locate(accepted):
            start, end = span.start, span.end
            while words(document[start:end]) < LEAST_WORDS and (start > 0 or end < len(document)):
                start = document.rfind(" ", 0, max(start - 1, 0)) + 1 if start > 0 else start
                end = _next_space(document, end)
            candidate = " ".join(document[start:end].split()[:MOST_WORDS])
            if supports(candidate, evidence):
                return candidate
    raise QuestionError(f"No quotation of {LEAST_WORDS} to {MOST_WORDS} words would be accepted for {list(evidence)!r}: widen the evidence.")


def _next_space(document: str, position: int) -> int:
    """Return where the word after `position` ends."""
    while position < len(document) and document[position].isspace():
        position += 1
    while position < len(document) and not document[position].isspace():
        position += 1
    return position
