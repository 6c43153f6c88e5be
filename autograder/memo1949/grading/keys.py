"""The keys of a unit, read from its source notebook without running it."""

import ast
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..classroom import questions
from ..classroom.marking import Key
from ..classroom.notebook import Asked, Notebook
from ..classroom.problems import QuestionError
from ..classroom.record import Record, Saved

NOT_JSON = "{} is damaged (not valid JSON)"

_TYPES = {name: getattr(questions, name) for name in questions.__all__ if name[0].isupper() and name not in ("Question", "Outcome", "Part")}


@dataclass(frozen=True, slots=True)
class Keyed:
    """A graded question with its key."""

    asked: Asked
    key: Key

    @property
    def points(self) -> float:
        """What full marks are worth."""
        return self.asked.points

    @property
    def fingerprint(self) -> str:
        """A short text that changes with whatever a mark depends on: question, points, key, evidence, misreadings, explanation."""
        return hashlib.sha256(repr((self.asked.question, self.asked.points, self.key)).encode()).hexdigest()[:32]

    def sample(self, when: str) -> Saved:
        """Return an answer that earns full marks, saved at `when` (ISO 8601 with time zone)."""
        return self.key.sample(self.asked.question, when)


@dataclass(frozen=True, slots=True)
class UnitKeys:
    """A unit's graded questions by id, in the notebook's order, and its hand-marked cells as {grade id: points}."""

    unit: str
    questions: dict[str, Keyed]
    manual: dict[str, float]

    @property
    def points(self) -> float:
        """The total of the unit."""
        return sum(keyed.points for keyed in self.questions.values()) + sum(self.manual.values())


def load(path: Path) -> UnitKeys:
    """Read questions and keys from a source notebook.

    Nothing is executed: the arguments of `ask` and `mark` must be literals and question types. Raises QuestionError that
    names the cell for anything else: a key without question or question without key, a repeated id, an option id that
    stands twice in a dictionary, points that differ from nbgrader's, a key that its question does not allow. Raises it too for
    a file that is no notebook.
    """
    here, keys, manual, points = Notebook(Record(Path(path).parent)), {}, {}, {}
    for cell in _cells(Path(path)):
        about = cell.get("metadata", {}).get("nbgrader", {})
        name = about.get("grade_id", cell.get("id", "?"))
        if about.get("grade") and about.get("solution"):
            manual[name] = float(about["points"])
        elif about.get("grade"):
            points[name] = float(about["points"])
        if cell["cell_type"] != "code":
            continue
        for call in _calls("".join(cell["source"]), name):
            arguments, options = _arguments(call, name)
            try:
                if call.func.id == "ask":
                    _ask(here, *arguments, **options)
                else:
                    _key(keys, *arguments, **options)
            except (QuestionError, TypeError) as error:
                raise QuestionError(f"Cell {name}: {error}") from None
    return UnitKeys(Path(path).stem, dict(_joined(here, keys, points)), manual)


def _cells(path: Path) -> list[dict]:
    """Return the cells of a source notebook; raises QuestionError when it cannot be read as one."""
    after = "Mend it, or take back a version that was whole."
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        line = f", from line {error.lineno} on" if isinstance(error, json.JSONDecodeError) else ""
        raise QuestionError(f"The source notebook {NOT_JSON.format(path.name)}{line}. {after}") from None
    cells = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list):
        raise QuestionError(f"The source notebook {path.name} has no cells. {after}")
    return cells


def _ask(here: Notebook, name: str, question: object, points: float, skill: str) -> None:
    if name in here.asked:
        raise QuestionError(f"the question {name!r} is asked twice.")
    here.ask(name, question, points, skill)


def _key(keys: dict[str, Key], name: str, key: object, evidence: tuple = (), misreadings: dict | None = None, explanation: str = "") -> None:
    if name in keys:
        raise QuestionError(f"the question {name!r} is marked twice.")
    keys[name] = Key(key, tuple(evidence), dict(misreadings or {}), explanation)


def _joined(here: Notebook, keys: dict[str, Key], points: dict[str, float]) -> Iterator[tuple[str, Keyed]]:
    """Yield each question with its key, after checking that they fit together."""
    for name in keys.keys() - here.asked.keys():
        raise QuestionError(f"{name!r} is marked, but no cell asks it.")
    for name, asked in here.asked.items():
        if name not in keys:
            raise QuestionError(f"{name!r} is asked, but no hidden test marks it.")
        if points.get(name) != asked.points:
            raise QuestionError(f"{name!r} asks for {asked.points:g} points, its test cell (grade_id {name!r}) gives {points.get(name)}.")
        try:
            keys[name].check(asked.question)
        except QuestionError as error:
            raise QuestionError(f"{name!r}: {error}") from None
        yield name, Keyed(asked, keys[name])


def _calls(source: str, cell: str) -> Iterator[ast.Call]:
    """Yield the calls of `ask` and `mark` that stand as statements in a cell."""
    if "ask(" not in source and "mark(" not in source:
        return
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise QuestionError(f"Cell {cell}: {error}") from None
    for statement in tree.body:
        call = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("ask", "mark"):
            yield call


def _arguments(call: ast.Call, cell: str) -> tuple[list, dict]:
    """Return the arguments of a call, evaluated."""
    return [_value(node, cell) for node in call.args], {word.arg: _value(word.value, cell) for word in call.keywords}


def _value(node: ast.expr, cell: str) -> object:
    """Return what an argument says: a literal, or a question type with such arguments."""
    if isinstance(node, ast.Dict):
        pairs = [(_value(key, cell), _value(value, cell)) for key, value in zip(node.keys, node.values, strict=True)]
        for position, (key, _) in enumerate(pairs):
            if key in [other for other, _ in pairs[:position]]:
                raise QuestionError(f"Cell {cell}, line {node.lineno}: {key!r} stands twice in one dictionary; the first would be lost.")
        return dict(pairs)
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        entries = [_value(entry, cell) for entry in node.elts]
        return {ast.List: list, ast.Tuple: tuple, ast.Set: set}[type(node)](entries)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _TYPES:
        arguments, options = _arguments(node, cell)
        try:
            return _TYPES[node.func.id](*arguments, **options)
        except (QuestionError, TypeError) as error:
            raise QuestionError(f"Cell {cell}, line {node.lineno}: {error}") from None
    try:
        return ast.literal_eval(node)
    except ValueError:
        raise QuestionError(
            f"Cell {cell}, line {node.lineno}: questions and keys are read without running the notebook, so write plain values here, not {ast.unparse(node)}."
        ) from None
