"""The notebook that is running: its folder, its answers (file and seal together), its questions in order."""

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from .problems import AnswerError, QuestionError
from .questions import Question
from .questions.outcome import require_id
from .record import Record, Saved, newer
from .sealed import sealed_answers

SKILLS = ("actors", "dates", "source criticism")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a notebook asks it: id, type, points (None for practice), skill, and its number among the notebook's questions."""

    id: str
    question: Question
    points: float | None
    skill: str
    number: str


@dataclass(slots=True)
class Notebook:
    """What one kernel knows: the questions it has asked and the folder's record.

    A kernel hears widgets in a thread of their own while the main one runs cells (ipykernel's subshells, Jupyter
    Enhancement Proposal 91), and just after its start in both. Who takes an answer or shows it holds `lock`.
    """

    record: Record
    asked: dict[str, Asked] = field(default_factory=dict)
    listeners: list[Callable[[str], None]] = field(default_factory=list)
    lock: AbstractContextManager = field(default_factory=RLock, repr=False, compare=False)

    def ask(self, name: str, question: Question, points: float | None, skill: str) -> Asked:
        """Take a question into the notebook; asking one again replaces it and keeps its number. Raises QuestionError."""
        require_id(name, "The question's id")
        if points is not None and (isinstance(points, bool) or not isinstance(points, int | float) or points <= 0):
            raise QuestionError(f"{name}: points must be a number above 0, not {points!r}.")
        if skill not in SKILLS:
            raise QuestionError(f"{name}: skill {skill!r} is none of: {', '.join(SKILLS)}.")
        known = self.asked.get(name)
        count = sum((entry.points is None) == (points is None) for entry in self.asked.values())
        asked = Asked(name, question, points, skill, known.number if known else str(count + 1))
        self.asked[name] = asked
        return asked

    def find(self, name: str) -> Asked:
        """Return an asked question; raises AnswerError that names the questions there are."""
        if name not in self.asked:
            there = ", ".join(self.asked) or "none yet"
            raise AnswerError(f"No question {name!r} has been asked in this notebook. Run its cell first. Asked so far: {there}.")
        return self.asked[name]

    def answers(self) -> dict[str, Saved]:
        """Return the answers: of answers.json and the seal, question by question the newer."""
        return newer(self.record.read(), sealed_answers(self.record.path.parent))[0]

    def differing(self) -> list[str]:
        """Return the questions on which answers.json and the seal differ."""
        return newer(self.record.read(), sealed_answers(self.record.path.parent))[1]

    def get(self, name: str, answers: Mapping[str, Saved] | None = None) -> Saved | None:
        """Return a question's saved answer, None if there is none or it was cleared. Who asks for many gives `answers`, read once."""
        saved = (self.answers() if answers is None else answers).get(name)
        return None if saved is None or (saved.value is None and not saved.quote) else saved

    def save(self, name: str, value: object, quote: str = "") -> Saved:
        """Save an answer at once and tell the listeners; raises RecordError."""
        with self.lock:
            saved = self.record.save(name, value, quote, over=sealed_answers(self.record.path.parent).get(name))
            for listener in list(self.listeners):
                listener(name)
        return saved

    @property
    def problem(self) -> str | None:
        """What is wrong with the folder's record, in a sentence; None when nothing is."""
        self.record.read()
        return self.record.problem

    def open(self, asked: Asked, answers: Mapping[str, Saved] | None = None) -> str:
        """Return what is still open in a question, in words for the student; "" when it is answered. `answers` as in `get`."""
        saved = result_of(asked.question) if asked.question.kind == "result" else self.get(asked.id, answers)
        if saved is None:
            return "no answer yet" if asked.question.kind != "result" else f"the variable {asked.question.name} does not exist yet"
        try:
            complete = saved.value is not None and asked.question.complete(asked.question.check(saved.value))
        except AnswerError as error:
            return str(error)
        if not complete:
            return "part of the answer is still open"
        return "the quotation is still missing" if asked.question.quotes and not saved.quote.strip() else ""

    def graded(self) -> list[Asked]:
        """Return the questions that give points, in the order asked."""
        return [asked for asked in self.asked.values() if asked.points is not None]


# One kernel runs one notebook. The folder is fixed at import, when the kernel still stands beside its notebook.
_here = Notebook(Record(Path.cwd()))


def current() -> Notebook:
    """Return the running notebook."""
    return _here


def grading() -> str:
    """Return "autograde" or "validate" while nbgrader runs the notebook, else ""."""
    return os.environ.get("NBGRADER_EXECUTION", "")


def result_of(question: Question) -> Saved | None:
    """Return what the variable that a Result question asks for holds; None when it does not exist or holds nothing."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    shell = get_ipython()
    space = shell.user_ns if shell is not None else {}
    if question.name not in space or space[question.name] is None or space[question.name] is ...:
        return None
    return Saved(space[question.name], "", "")
