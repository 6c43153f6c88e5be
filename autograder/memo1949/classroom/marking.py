"""Marking one answer: the rule from answer and key to score, and `mark`, which nbgrader's hidden tests call."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from .problems import AnswerError, NeedsReview, QuestionError
from .questions import Part, Question
from .questions.quotation import check_evidence, fault, sample_quotation, supports
from .record import Saved

# What a student is told of a quotation that is one, but of another passage.
ELSEWHERE = "The words that you quote stand in the document, but they do not support the answer."


@dataclass(frozen=True, slots=True)
class Key:
    """What the instructor holds against an answer: key, evidence (exact quotes), misreadings, the explanation shown after."""

    key: object
    evidence: tuple[str, ...] = ()
    misreadings: Mapping[Hashable, str] = field(default_factory=dict)
    explanation: str = ""

    def check(self, question: Question) -> None:
        """Check the key against its question; raises QuestionError."""
        question.check_key(self.key, self.misreadings)
        if question.quotes or self.evidence:
            check_evidence(self.evidence)
        if question.quotes:
            sample_quotation(self.evidence)
        if not self.explanation.strip():
            raise QuestionError("explanation= is empty: say what the passage says and who is speaking. Students see it with their marks.")

    def sample(self, question: Question, when: str = "") -> Saved:
        """Return an answer that earns full marks, saved at `when` (ISO 8601)."""
        quote = sample_quotation(self.evidence) if question.quotes else ""
        return Saved(question.sample(self.key), quote, when)


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked answer. `verdict` is "marked" or "unanswered"; `score` is of `points`; `misreadings` are sentences."""

    question: str
    points: float
    score: float
    verdict: str
    parts: tuple[Part, ...] = ()
    misreadings: tuple[str, ...] = ()
    explanation: str = ""
    passages: tuple[str, ...] = ()
    note: str = ""


def mark_answer(name: str, question: Question, points: float, saved: Saved | None, key: Key) -> Marked:
    """Mark one answer. Pure: no file, no notebook, no clock.

    `points` is what full marks are worth. Where the question asks for a supporting quotation, half is for that and half
    for the value, each earned alone. A value that does not fit the question earns nothing and says why in `note`.
    """
    if saved is None or (saved.value is None and not saved.quote.strip()):
        return Marked(name, points, 0.0, "unanswered")
    parts, misreadings, note, fraction = [], [], "", 0.0
    if saved.value is not None:
        try:
            value = question.check(saved.value)
            if question.complete(value) or value:
                outcome = question.score(value, key.key)
                fraction, parts = outcome.fraction, list(outcome.parts)
                misreadings = sentences(question, outcome.misread, key.misreadings)
        except AnswerError as error:
            note = str(error)
    if question.quotes:
        support = supports(saved.quote, key.evidence) if saved.quote.strip() else False
        fraction = fraction / 2 + support / 2
        parts.append(Part("Your quotation", f"“{saved.quote.strip()}”" if saved.quote.strip() else "none given", support))
        if saved.quote.strip() and not support:
            note = note or fault(saved.quote) or ELSEWHERE
    score = exact_score(fraction * points, points)
    return Marked(name, points, score, "marked", tuple(parts), tuple(misreadings), key.explanation, tuple(key.evidence), note)


def sentences(question: Question, misread: Sequence[Hashable], misreadings: Mapping[Hashable, str]) -> list[str]:
    """Return the sentences of the misreadings that an answer shows, each once; a quotation's by position in the document."""
    if question.kind == "quotation":
        found = [sentence for quote, sentence in misreadings.items() if any(supports(text, [quote]) for text in misread)]
    else:
        found = [misreadings[key] for key in misread if _hashable(key) and key in misreadings]
    return list(dict.fromkeys(found))


def _hashable(key: object) -> bool:
    """Say whether a key can be looked up; a result's (label, list) cannot."""
    try:
        hash(key)
    except TypeError:
        return False
    return True


def exact_score(score: float, points: float) -> float:
    """Return a plain float between 0 and `points`, rounded to six places.

    nbgrader reads partial credit from the printed value: numpy's floats, nan or 2.0000000001 of 2 would go wrong there.
    """
    return float(round(min(max(score, 0.0), points), 6))


def mark(
    name: str,
    key: object,
    evidence: Sequence[str] = (),
    misreadings: Mapping[Hashable, str] | None = None,
    explanation: str = "",
) -> float:
    """Mark the student's answer to the question `name` and return the score, a plain float from 0 to the question's points.

    For hidden tests: the last line of a question's test cell. Shows the result panel that feedback carries. Raises
    QuestionError for an impossible key, and NeedsReview when there is no record of answers at all, or its parts differ
    in a way that a person must judge.
    """
    from .notebook import current, result_of
    from .page import marked_html, show

    here = current()
    asked = here.find(name)
    if asked.points is None:
        raise QuestionError(f"{name!r} is a practice question: it gives no points.")
    held = Key(key, tuple(evidence), dict(misreadings or {}), explanation)
    held.check(asked.question)
    saved = result_of(asked.question) if asked.question.kind == "result" else _recorded(name)
    marked = mark_answer(name, asked.question, asked.points, saved, held)
    show(marked_html(asked, marked))
    return marked.score


def _recorded(name: str) -> Saved | None:
    """Return the recorded answer to mark; raises NeedsReview when the folder has neither answers.json nor a seal."""
    from .notebook import current

    here = current()
    answers = here.answers()
    if here.record.problem:
        if name not in answers:
            raise NeedsReview("answers.json is damaged and the notebook's seal does not hold this answer. A person must look.")
    elif not answers:
        raise NeedsReview("No record of answers came with this notebook: no answers.json, and the last cell is not sealed. A person must look.")
    return answers.get(name)
