"""What students write themselves: code and essays, made from the sample solutions in source/."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from random import Random

from ..keys import UnitKeys
from .profiles import Profile

_MARKERS = re.compile(r"^### (?:BEGIN|END) SOLUTION[^\n]*\n?", re.M)
_FILTER = re.compile(r"\b(\w+)\[\1\[[\"']\w+[\"']\] == [^\]]*\]")
_COLUMN = re.compile(r"(\w+\[[\"'])(\w+)([\"']\])")
_SAMPLE = re.compile(r"\*\*(\w+) \([^)]*\)\.\*\*\s*(.+?)(?=\n\s*\n|\Z)", re.S)


@dataclass(frozen=True, slots=True)
class Written:
    """What may stand in a unit's cells for students' work: {grade id: {kind of code: code}}, {grade id: {level: essays}}."""

    code: dict[str, dict[str, str]]
    essays: dict[str, dict[str, tuple[str, ...]]]


def written(source: Path, unit: UnitKeys) -> Written:
    """Read the sample solutions of a source notebook, and make wrong and raising code from them."""
    code, essays = {}, {}
    result = {keyed.asked.question.name: keyed for keyed in unit.questions.values() if keyed.asked.question.kind == "result"}
    for cell in json.loads(source.read_text(encoding="utf-8"))["cells"]:
        about = cell.get("metadata", {}).get("nbgrader", {})
        if not about.get("solution"):
            continue
        text = _MARKERS.sub("", "".join(cell["source"])).strip()
        if cell["cell_type"] == "code":
            keyed = next((keyed for name, keyed in result.items() if re.search(rf"\b{name}\b", text)), None)
            code[about["grade_id"]] = {"right": text, "wrong": _wrong(text, keyed), "raising": _raising(text)}
        else:
            essays[about["grade_id"]] = _levels(text)
    return Written(code, essays)


def texts_of(samples: Written, profile: Profile, dice: Random) -> dict[str, str]:
    """Return {grade id: source} of the cells that one student filled in."""
    texts = {}
    for name, kinds in samples.code.items():
        if profile.code:
            texts[name] = kinds[profile.code]
    for name, levels in samples.essays.items():
        if profile.essay:
            texts[name] = dice.choice(levels.get(profile.essay) or next(iter(levels.values())))
    return texts


def _wrong(text: str, keyed: object) -> str:
    """Return code that runs and finds something else: without its filter, or else with the first figure of the key changed."""
    unfiltered = _FILTER.sub(r"\1", text)
    if unfiltered != text or keyed is None:
        return unfiltered
    key = keyed.key.key
    other = dict(list(key.items())[1:]) if isinstance(key, dict) else [] if isinstance(key, list) else 0
    return f"{keyed.asked.question.name} = {other!r}"


def _raising(text: str) -> str:
    """Return code that asks for a column which is not there, or else for a name which is not there."""
    misspelt = _COLUMN.sub(lambda found: f"{found[1]}{found[2].title()}{found[3]}", text, count=1)
    return misspelt if misspelt != text else f"{text}\nprint(reslut)"


def _levels(text: str) -> dict[str, tuple[str, ...]]:
    """Return the sample essays by level; a text without marked levels is the only one."""
    levels: dict[str, tuple[str, ...]] = {}
    for level, essay in _SAMPLE.findall(text):
        levels[level] = (*levels.get(level, ()), essay.strip())
    return levels or {"Proficient": (text,)}
