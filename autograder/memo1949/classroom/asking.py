"""What a notebook calls to ask: `ask`, `practice`, `answer`, `answered`, `reader`."""

from collections.abc import Hashable, Mapping, Sequence

from .marking import Key, mark_answer
from .notebook import current, grading
from .page import passages_of, question_html, show
from .problems import AnswerError, NotAnswered
from .questions import Question


def ask(name: str, question: Question, points: float, skill: str) -> None:
    """Ask a graded question: show its widget with the saved answer, or nothing chosen.

    `name` is the question's id, `points` what full marks are worth, `skill` one of "actors", "dates", "source criticism".
    Nothing is written until the student answers. While nbgrader runs the notebook the question and its answer are shown as
    plain HTML, which feedback can carry. Raises QuestionError when the question is not well defined.
    """
    here = current()
    asked = here.ask(name, question, points, skill)
    if grading() or question.kind == "result":
        show(question_html(asked, here.get(name)))
        return
    from .widgets.question import question_widget

    show(question_widget(asked, here))


def practice(
    name: str,
    question: Question,
    key: object,
    evidence: Sequence[str] = (),
    misreadings: Mapping[Hashable, str] | None = None,
    explanation: str = "",
    skill: str = "source criticism",
) -> None:
    """Ask a question of a lesson, which gives no points and explains at once, when the student asks to check.

    Key, evidence, misreadings and explanation are as for `mark`. Raises QuestionError.
    """
    here = current()
    asked = here.ask(name, question, None, skill)
    held = Key(key, tuple(evidence), dict(misreadings or {}), explanation)
    held.check(question)
    if grading():
        show(question_html(asked, here.get(name)))
        return
    from .widgets.question import question_widget

    def check() -> dict:
        """Return the explanation of the answer as it is saved now, for the widget."""
        marked = mark_answer(name, question, 1.0, here.get(name), held)
        right = None if marked.verdict == "unanswered" else marked.score == 1.0
        shown = marked.verdict != "unanswered"
        return {
            "right": right,
            "share": marked.score,
            "parts": [[part.label, part.said, part.right] for part in marked.parts],
            "misreadings": list(marked.misreadings),
            "explanation": marked.explanation,
            "passages": [words for _, words in passages_of(marked.passages)] if shown else [],
            "note": marked.note,
        }

    show(question_widget(asked, here, check))


def answer(name: str, value: object, quote: str = "") -> None:
    """Answer a question by typing instead of clicking, and print when it was saved.

    `value` is as the question's type says: an option's id, a list of ids, a dictionary, a number, a date as text. While
    nbgrader runs the notebook nothing is written: the record already holds what was answered, and perhaps changed, since.
    Raises AnswerError when the value does not fit, RecordError when it could not be written.
    """
    here = current()
    asked = here.find(name)
    if asked.question.kind == "result":
        raise AnswerError(f"This question marks what your code leaves in {asked.question.name}: it takes no typed answer.")
    if quote and not asked.question.quotes:
        raise AnswerError("This question asks for no quotation beside the answer: leave quote= out.")
    if not isinstance(quote, str):
        raise AnswerError("quote= takes the words of the document, in quotation marks.")
    checked = asked.question.check(value)
    if grading():
        return
    saved = here.save(name, checked, quote.strip())
    still = here.open(asked)
    print(f"Question {asked.number}: saved {saved.time}" + (f"; {still}." if still else "."))


def answered(name: str) -> None:
    """Check that a question is answered; the public part of its test cell.

    In nbgrader's Validate an open question raises NotAnswered, so that Validate lists it. Elsewhere it never stops "Run All
    Cells": a widget says by itself how far its question is answered, so only a variable that is asked for gets a line.
    """
    here, phase = current(), grading()
    if phase == "autograde":
        return
    asked = here.find(name)
    still = here.open(asked)
    if still and phase == "validate":
        raise NotAnswered(f"Question {asked.number} is still open: {still}.")
    if asked.question.kind == "result":
        print(f"Question {asked.number}: {still or f'{asked.question.name} is there, and will be marked'}.")


def reader(*sections: str, layers: Sequence[str] | None = None) -> None:
    """Show the document, or the named sections of it, in the layered reader (as plain text while nbgrader runs the notebook).

    `layers` are those that a reader can switch on, all when None: an assignment leaves out those that would answer its own
    questions. Raises KeyError for an unknown section or layer.
    """
    from .widgets.reader import reader_html, reader_widget

    names = sections or ("opening", "mediation", "yugoslavia", "asian-bureau", "party-history")
    if grading():
        show(reader_html(names))
    else:
        show(reader_widget(names, current(), layers))
