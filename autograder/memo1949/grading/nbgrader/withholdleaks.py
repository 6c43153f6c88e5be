"""Withholding leaks: output of a student's code that repeats the hidden tests does not reach the feedback page.

Plain nbgrader runs a student's code beside the notebook that holds the hidden tests; code that prints that file would
carry the key into the feedback. Output in another guise (encoded, spelled backwards) is not recognised.
"""

import json
import re
from functools import lru_cache

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from .plainerrors import note

SENTENCE = "This output is not shown: it repeats parts of the assignment that are hidden. Your instructor can see it."

# A line of code, not a line of words: the words of the document stand in hidden tests too, and may be printed.
_CODE = re.compile(r"\s*[A-Za-z_][\w.]*\s*[(=\[]|\s*(assert|if|for|def|import|from|return|raise)\s")
_SHORTEST = 12


class WithholdLeaks(NbGraderPreprocessor):
    """Replaces each output that repeats a line of a hidden region by a sentence; runs after StripHidden."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Replace the outputs of all cells that leak."""
        telling = _telling(tuple(resources.get("memo1949", {}).get("hidden", [])))
        for cell in nb.cells:
            if cell.cell_type == "code" and not cell.metadata.get("memo1949", {}).get("hidden"):
                cell.outputs = [note(SENTENCE) if _leaks(output, telling) else output for output in cell.outputs]
        return nb, resources


@lru_cache(maxsize=16)  # the same for a whole class
def _telling(hidden: tuple[str, ...]) -> set[str]:
    """Return the hidden lines that give something away, folded."""
    return {folded for line in hidden if _CODE.match(line) and len(folded := _fold(line)) >= _SHORTEST}


def _leaks(output: NotebookNode, telling: set[str]) -> bool:
    """Say whether an output repeats a telling line."""
    shown = _fold(json.dumps(output, ensure_ascii=False))
    return any(line in shown for line in telling)


@lru_cache(maxsize=256)
def _fold(text: str) -> str:
    """Return text without white space, quotation marks and backslashes, which printing and escaping change."""
    return re.sub(r"""(\\n|[\s\\"'])+""", "", text)
