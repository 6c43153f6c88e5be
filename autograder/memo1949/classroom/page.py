"""Questions, answers and marks as plain HTML, for grading runs, feedback and front ends without widgets.

The HTML carries class names and no style: whoever shows it (the feedback page, a notebook) styles it.
"""

from collections.abc import Sequence
from html import escape

from .marking import Marked
from .notebook import Asked, Notebook, grading
from .problems import AnswerError
from .record import Saved


def show(*objects: object) -> None:
    """Display widgets as they are and texts as HTML, under one another."""
    from IPython.display import HTML, display

    for thing in objects:
        display(HTML(thing) if isinstance(thing, str) else thing)


def paragraphs(text: str) -> str:
    """Return plain text as HTML paragraphs; a blank line parts them."""
    return "".join(f"<p>{escape(part.strip())}</p>" for part in text.split("\n\n") if part.strip())


def points_text(points: float) -> str:
    """Return "1 point", "2 points", "1.5 points"."""
    return f"{points:g} point{'' if points == 1 else 's'}"


def heading(asked: Asked) -> str:
    """Return "Question 3 (2 points)" or "Practice 3"."""
    return f"Practice {asked.number}" if asked.points is None else f"Question {asked.number} ({points_text(asked.points)})"


def question_html(asked: Asked, saved: Saved | None) -> str:
    """Return a question with the student's answer. A Result question shows no answer: it is in the student's own code."""
    prompt = paragraphs(asked.question.prompt)
    if asked.question.kind == "result":  # "Leave the counts in mentions.": the variable's name is no word of the sentence
        before, name, after = prompt.rpartition(asked.question.name)
        prompt = f"{before}<code>{name}</code>{after}" if name else prompt
    body = f'<h3 class="memo1949-heading">{escape(heading(asked))}</h3><div class="memo1949-prompt">{prompt}</div>'
    options = getattr(asked.question, "options", ())
    if options:
        chosen = saved.value if saved else None
        items = "".join(_option(text, name == chosen or (isinstance(chosen, list) and name in chosen)) for name, text in options)
        body += f'<ul class="memo1949-options">{items}</ul>'
    if asked.question.kind != "result":
        body += answer_html(asked, saved)
    return f'<section class="memo1949-question" data-question="{escape(asked.id)}">{body}</section>'


def _option(text: str, chosen: bool) -> str:
    mark = '<strong class="memo1949-chosen">chosen: </strong>' if chosen else ""
    return f"<li>{mark}{escape(text)}</li>"


def answer_html(asked: Asked, saved: Saved | None) -> str:
    """Return the student's answer in words, the supporting quotation with it."""
    if saved is None or (saved.value is None and not saved.quote):
        return '<p class="memo1949-answer memo1949-unanswered">Not answered.</p>'
    try:
        said = asked.question.describe(asked.question.check(saved.value)) if saved.value is not None else "no answer"
    except AnswerError as error:
        said = str(error)
    quotation = f'<p class="memo1949-quotation">Your quotation: <q>{escape(saved.quote)}</q></p>' if saved.quote else ""
    return f'<p class="memo1949-answer">Your answer: {escape(said)}</p>{quotation}'


def passages_of(quotes: Sequence[str]) -> list[list[str]]:
    """Return [where, words] for exact quotations of the document: the section's name and the passage itself."""
    from ..edition import locate, sections

    found = []
    for words in quotes:
        place = locate(words)[0]
        where = next((section.id for section in sections() if section.start <= place.start < section.end), "")
        found.append([where, " ".join(place.text.split())])
    return found


def marked_html(asked: Asked, marked: Marked) -> str:
    """Return the result of one question for the student: marks, parts, misreadings, explanation, passages.

    An unanswered question shows its marks alone: neither key nor explanation.
    """
    total = f'<p class="memo1949-score">{marked.score:g} of {points_text(marked.points)}</p>'
    if marked.verdict == "unanswered":
        question = asked.question
        why = f": when your code has run, there is nothing in <code>{escape(question.name)}</code>." if question.kind == "result" else "."
        body = f'{total}<p class="memo1949-unanswered">Not answered{why}</p>'
    else:
        parts = "".join(
            f'<li class="memo1949-{"right" if part.right else "wrong"}"><strong>{"✓ right" if part.right else "✗ not right"}:</strong> '
            f"{escape(part.label)}: {escape(part.said)}</li>"
            for part in marked.parts
        )
        misread = "".join(f'<p class="memo1949-misreading"><strong>Misreading:</strong> {escape(text)}</p>' for text in marked.misreadings)
        note = f'<p class="memo1949-note">{escape(marked.note)}</p>' if marked.note else ""
        quotes = "".join(f'<blockquote class="memo1949-passage">{escape(words)}</blockquote>' for _, words in passages_of(marked.passages))
        read = f'<p class="memo1949-passages">The passage:</p>{quotes}' if quotes else ""
        explained = f'<div class="memo1949-explanation">{paragraphs(marked.explanation)}</div>'
        body = f'{total}<ul class="memo1949-parts">{parts}</ul>{note}{misread}{explained}{read}'
    return f'<section class="memo1949-marked" data-question="{escape(asked.id)}" data-verdict="{marked.verdict}">{body}</section>'


def summary_html(here: Notebook) -> str:
    """Return "7 of 9 answered", the list of what is open, and for the grader where answers.json and the seal differ."""
    asked, answers = here.graded(), here.answers()
    still = [(entry, here.open(entry, answers)) for entry in asked]
    missing = "".join(f"<li>Question {escape(entry.number)}: {escape(text)}</li>" for entry, text in still if text)
    line = f"{sum(not text for _, text in still)} of {len(asked)} answered."
    problem = f'<p class="memo1949-problem">{escape(here.problem)}</p>' if here.problem else ""
    differing = ", ".join(here.asked[name].number if name in here.asked else name for name in here.differing())
    differ = f"answers.json and the copy sealed in this notebook differ on question {differing}: of each, the newer answer counts."
    problem += f'<p class="memo1949-problem">{escape(differ)}</p>' if differing and grading() else ""
    return f'<section class="memo1949-summary"><p>{line}</p>{f"<ul>{missing}</ul>" if missing else ""}{problem}</section>'
