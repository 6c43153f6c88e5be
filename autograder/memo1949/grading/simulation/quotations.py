"""Quotations as students give them: the right one, and the ways in which one goes wrong."""

from collections.abc import Sequence

from ... import edition
from ...classroom.questions.quotation import LEAST_WORDS, MOST_WORDS, sample_quotation

# Written for this purpose: no such sentence stands in the document, nor anything near it.
_INVENTED = (
    "Nobody in Xibaipo trusted the foreign newspapers any longer",
    "the delegation promised to settle every question by the summer",
    "he laughed and said that secrets never keep themselves",
)


def wrong_quotations(evidence: Sequence[str]) -> tuple[str, ...]:
    """Return quotations that do not support: too short, too long, from elsewhere, invented, and none at all."""
    right = sample_quotation(evidence)
    short = " ".join(right.split()[: LEAST_WORDS - 1])
    place = edition.locate(evidence[0])[0]
    following = edition.text[place.start :].split() or right.split()
    long = " ".join(following[: MOST_WORDS + 9])
    if len(long.split()) <= MOST_WORDS:  # the evidence stands at the end of the document
        long = " ".join(edition.text.split()[-MOST_WORDS - 9 :])
    return (short, long, _elsewhere(evidence), _INVENTED[len(right) % len(_INVENTED)], "")


def _elsewhere(evidence: Sequence[str]) -> str:
    """Return a sentence of a section in which none of the evidence lies."""
    spans = [span for accepted in evidence for span in edition.locate(accepted)]
    for section in reversed(edition.sections()):
        if any(section.start <= span.start < section.end for span in spans):
            continue
        for sentence in edition.sentences(section.id):
            if LEAST_WORDS + 2 <= len(sentence.text.split()) <= MOST_WORDS:
                return " ".join(sentence.text.split())
    return ""
