"""What a feedback page says: a marked notebook read into questions with their marks, and the text around them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from markupsafe import Markup

from ...grader.dropping import MEANS, OUT
from . import classroom
from .cells import Block, answer_blocks, code_blocks, output_blocks, text_block, without_answers
from .markup import markdown
from .node import Node, is_grade, is_solution, is_task
from .outline import Outline, take_title


@dataclass(frozen=True, slots=True)
class Score:
    """Points earned of points possible; `pending` when a person still has to mark, `by_hand` when a person changed it.

    `dropped` says how a question was dropped for the whole class, "" when it was not.
    """

    earned: float
    points: float
    pending: bool = False
    by_hand: bool = False
    dropped: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is in the total."""
        return self.dropped != OUT


@dataclass(slots=True)
class Question:
    """Something that gives points: its heading, marks, and what belongs to it."""

    anchor: str
    title: str
    level: int
    skill: str = ""
    score: Score | None = None
    blocks: list[Block] = field(default_factory=list)
    comment: Markup | None = None


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill and how its questions went; `pending` of them have no marks yet and are not counted."""

    name: str
    earned: float
    points: float
    pending: int


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page. `items` are questions and the blocks between them, in the notebook's order."""

    title: str
    student: str
    score: float
    points: float
    penalty: float
    items: tuple[Question | Block, ...]

    @property
    def questions(self) -> list[Question]:
        """The questions that have marks."""
        return [item for item in self.items if isinstance(item, Question) and item.score is not None]

    @property
    def skills(self) -> list[Skill]:
        """The skills that the questions name, in the order in which they come."""
        named: dict[str, list[Score]] = {}
        for question in self.questions:
            if question.skill and question.score.counts:
                named.setdefault(question.skill, []).append(question.score)
        return [
            Skill(
                name,
                sum(score.earned for score in scores if not score.pending),
                sum(score.points for score in scores if not score.pending),
                sum(score.pending for score in scores),
            )
            for name, scores in named.items()
        ]

    @property
    def pending(self) -> int:
        """How many answers a person still has to mark."""
        return sum(question.score.pending for question in self.questions)


def page_of(nb: Node, resources: Mapping) -> Page:
    """Return the page of a notebook that GetMarks, StripHidden, WithholdLeaks and PlainErrors have gone over.

    `resources["memo1949"]["reveal"]`, if it is there, has for questions left blank what the page shall say of the answer.
    """
    about = resources["nbgrader"]
    revealed = resources.get("memo1949", {}).get("reveal", {})
    reading = _Reading(nb, Path(resources.get("metadata", {}).get("path") or "."), revealed)
    for cell in nb.cells:
        reading.cell(cell)
    student = about.get("student_name") or about["student"]
    return Page(
        reading.title or resources.get("metadata", {}).get("name") or about["notebook"],
        student if student == about["student"] else f"{student} ({about['student']})",
        float(about["score"]),
        float(about["max_score"]),
        float(about["late_penalty"]),
        tuple(reading.items),
    )


class _Reading:
    """Goes through a notebook's cells and puts each where it belongs on the page."""

    def __init__(self, nb: Node, folder: Path, revealed: Mapping[str, str]) -> None:
        self.folder, self.outline, self.revealed = folder, Outline(), revealed
        self.language = nb.metadata.get("kernelspec", {}).get("language") or "python"
        self.items: list[Question | Block] = []
        self.title: str | None = None
        self._asked: dict[str, Question] = {}
        self._open: Question | None = None
        self._tested = {_about(cell).get("grade_id") for cell in nb.cells if is_grade(cell) and not is_solution(cell)}
        self._written = 0

    def cell(self, cell: Node) -> None:
        """Take one cell in."""
        if is_grade(cell) or is_task(cell):
            self._graded(cell)
        elif cell.cell_type == "markdown":
            self._text(cell)
        elif cell.cell_type == "code":
            self._code(cell)

    def _text(self, cell: Node) -> None:
        html = markdown(cell.source, self.folder, cell.get("attachments"))
        if self.title is None and not self.items:
            title, html = take_title(html)
            self.title = unescape(title) if title else None
        if "<h" in html:
            self._open = None
        if html.strip():
            self._add([text_block(self.outline.text(html))])

    def _code(self, cell: Node) -> None:
        asked = classroom.asked(cell)
        if asked and asked.id in self._tested and asked.id not in self._asked:
            self._open = self._asked[asked.id] = self._question(asked.id, asked.title, asked.skill)
        if is_solution(cell):
            self._add(answer_blocks(cell, self.language, self.folder))
            self._comment(cell, self._open)
        elif classroom.is_seal(cell):
            self._seal(cell)
        elif _about(cell).get("locked"):
            self._add(output_blocks(cell, self.folder))
        else:
            self._add(code_blocks(cell, self.language, self.folder, "Code"))

    def _seal(self, cell: Node) -> None:
        """Leave the seal out, and the text before it on how to hand in: both are of use no more, but for a problem."""
        if classroom.says_problem(cell):
            self.items += output_blocks(cell, self.folder)
        elif self.items and isinstance(self.items[-1], Block) and self.items[-1].kind == "text":
            self.items.pop()

    def _graded(self, cell: Node) -> None:
        """Take a cell that has marks: a test, a written answer, a task."""
        name = _about(cell)["grade_id"]
        question = self._asked.get(name)
        if question is None:
            self._open = None
            question = self._question(name, self._title(cell))
        if is_solution(cell) or is_task(cell):
            question.blocks += answer_blocks(cell, self.language, self.folder)
        else:
            question.blocks = without_answers(question.blocks, cell)
            question.blocks += code_blocks(cell, self.language, self.folder, "The test", test=True)
            if name in self.revealed and classroom.is_unanswered(cell):
                question.blocks.append(Block("revealed", Markup(self.revealed[name]), "What the document says"))
        question.score = _score(cell)
        if question.score.dropped:
            question.blocks.insert(0, Block("dropped", Markup(f"<p>{MEANS[question.score.dropped]}</p>"), "Dropped"))
        self._comment(cell, question)
        self._open = None

    def _title(self, cell: Node) -> str:
        if is_task(cell):
            return "Task"
        if not is_solution(cell):
            return f"Test {_about(cell)['grade_id']}"
        self._written += 1
        kind = "Written answer" if cell.cell_type == "markdown" else "Code to be marked by hand"
        return kind if self._written == 1 else f"{kind} {self._written}"

    def _question(self, name: str, title: str, skill: str = "") -> Question:
        question = Question(f"question-{name}", title, self.outline.question(), skill)
        self.items.append(question)
        return question

    def _add(self, blocks: list[Block]) -> None:
        (self._open.blocks if self._open else self.items).extend(blocks)

    def _comment(self, cell: Node, question: Question | None) -> None:
        comment = _about(cell).get("comment")
        if not comment or comment == "No response.":
            return
        html = Markup(self.outline.inside(markdown(comment)))
        if question is None:
            self.items.append(Block("comment", html, "Your instructor's comment"))
        else:
            question.comment = html if question.comment is None else question.comment + html


def _about(cell: Node) -> Mapping:
    """Return nbgrader's metadata of a cell."""
    return cell.metadata.get("nbgrader", {})


def _score(cell: Node) -> Score:
    """Return a cell's marks, as GetMarks has put them there."""
    about = _about(cell)
    return Score(
        float(about["score"]), float(about["points"]), about.get("pending", False), about.get("by_hand", False), about.get("dropped", "")
    )
