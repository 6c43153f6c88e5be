"""What an assignment's cells say before anything runs: which names students are to define, which names tests use."""

import ast
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager


@dataclass(frozen=True, slots=True)
class Reading:
    """One notebook's assignment, read.

    `asked` are the names that solution cells define, `classes` those of them that are classes with their attributes,
    `mentioned` all names that solution cells use, `prelude` the imports and definitions of its ordinary cells, `imports`
    the modules that it imports anywhere students see.
    """

    asked: frozenset[str] = frozenset()
    classes: dict[str, frozenset[str]] = field(default_factory=dict)
    mentioned: frozenset[str] = frozenset()
    prelude: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()


def read(released: Iterable[tuple[str, bool]], source: Path | None) -> Reading:
    """Read an assignment from its solution cells as released, (source, is solution), and from its source notebook if there is one."""
    asked, classes, mentioned, prelude, imports = set(), {}, set(), [], []
    cells = [(text, solution, True) for text, solution in released]
    cells += [(text, solution, locked) for text, solution, locked in _source_cells(source)] if source and source.is_file() else []
    for text, solution, locked in cells:
        tree = parsed(text)
        if tree is None:
            continue
        imports += _imports(tree)
        if solution:
            asked |= bound(tree)
            mentioned |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    classes[node.name] = classes.get(node.name, frozenset()) | _attributes(node)
        elif not locked:
            kept = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)]
            prelude += [ast.unparse(node) for node in kept]
    return Reading(frozenset(asked), classes, frozenset(mentioned), tuple(prelude), tuple(dict.fromkeys(imports)))


def _source_cells(path: Path) -> Iterator[tuple[str, bool, bool]]:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        about = cell.get("metadata", {}).get("nbgrader", {})
        if cell["cell_type"] == "code":
            locked = bool(about.get("locked") or about.get("grade")) and not about.get("solution")
            yield "".join(cell["source"]), bool(about.get("solution")), locked


def parsed(text: str) -> ast.Module | None:
    """Return a cell's syntax tree, magics turned into calls; None when it is no Python."""
    try:
        return ast.parse(TransformerManager().transform_cell(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def bound(tree: ast.Module) -> set[str]:
    """Return the names that a cell defines at its top level."""
    names: set[str] = set()
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        if isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            continue
        waiting += ast.iter_child_nodes(node)
    return names


def _attributes(node: ast.ClassDef) -> frozenset[str]:
    names = {child.name for child in node.body if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)}
    return frozenset(names | {child.id for child in ast.walk(node) if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store)})


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
