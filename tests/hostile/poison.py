"""Poisoned records: answers.json and seals that want points, or the grader to stumble."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

NOW = "2026-10-05T18:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Poison:
    """One hostile record: what it tries, and the folder's answers.json, seal or code. `says` must be said of it."""

    tries: str
    answers: str | bytes | None = None
    cells: dict[str, str] = field(default_factory=dict)
    place: Callable[[Path], None] | None = None
    says: str = ""


def record(names: Iterable[str], value: object, quote: object = "", saved: object = NOW) -> str:
    """Return answers.json with one answer to all questions."""
    entries = {name: {"value": value, "quote": quote, "saved": saved} for name in names}
    return json.dumps({"format": "memo1949 answers", "version": 1, "answers": entries})


def _nested(depth: int) -> str:
    return '{"format": "memo1949 answers", "version": 1, "answers": {"mediation-date": {"value": ' + "[" * depth + "]" * depth + f', "quote": "", "saved": "{NOW}"' + "}}}"


def poisons(names: list[str], document: str) -> dict[str, Poison]:
    """Return the poisons for a unit with these questions about this document."""
    seal = f"seal({record(names, 'x')})"
    values = {
        "true": True, "none-list": [None], "infinite": 1e999, "negative": -1, "dict": {"a": {"b": []}}, "list": [[[]]], "empty": "", "numbers": list(range(500)),
        "huge-number": 10**4000, "marked": {"score": 2, "verdict": "marked"}, "method": "__class__", "html": "<script>alert(1)</script></td>", "format": "{0.__class__}%s",
    }  # fmt: skip
    found = {f"value-{name}": Poison(f"Give {name} as the answer to everything.", record(names, value, value if isinstance(value, str) else "")) for name, value in values.items()}
    found |= {
        "whole-document": Poison("Quote the whole document as evidence of everything.", record(names, None, document)),
        "quote-number": Poison("Quote a number.", record(names, "x", 5), says="damaged"),
        "quote-half": Poison("Quote half characters.", record(names, "x", "\ud800\udc00\ud800"), says="damaged"),
        "quote-nul": Poison("Quote a character that ends texts.", record(names, "x", "a\0b"), says="damaged"),
        "value-half": Poison("Answer with half characters.", record(names, ["\ud800"]), says="damaged"),
        "first-day": Poison("Answer on the first day of all, east of Greenwich.", record(names, "x", "", "0001-01-01T00:00:00+14:00"), says="damaged"),
        "last-day": Poison("Answer in the last second of all.", record(names, "x", "", "9999-12-31T23:59:59-14:00"), says="damaged"),
        "no-time": Poison("Answer at no time.", record(names, "x", "", 5), says="damaged"),
        "deep": Poison("Nest an answer five hundred deep.", _nested(500)),
        "deeper": Poison("Nest an answer a hundred thousand deep.", _nested(100_000), says="damaged"),
        "huge": Poison("Hand in an answer of thirty megabytes.", record(names, "x" * 2_000_000), says="damaged"),
        "many": Poison("Answer half a million questions that nobody asked.", record([f"q{n}" for n in range(500_000)], 1), says="damaged"),
        "not-a-number": Poison("Answer with NaN and Infinity, which are no JSON.", record(names, float("nan"))),
        "twice": Poison("Answer each question twice in one file.", record(names, "x")[:-2] + ", " + record(names, "y")[record(names, "y").index('"answers": {') + 12 :]),
        "list-file": Poison("Hand in a list as the record.", "[1, 2]", says="damaged"),
        "other-format": Poison("Claim a record of a later version.", '{"format": "memo1949 answers", "version": 99, "answers": {}}', says="damaged"),
        "binary": Poison("Hand in what is no text as the record.", b"\xff\xfe\x00\x00" * 100, says="damaged"),
        "link": Poison("Hand in a link to the instructor's notebook as the record.", place=lambda folder: (folder / "answers.json").symlink_to(folder.parents[2] / "source/mediation/mediation.ipynb"), says="link"),
        "folder": Poison("Hand in a folder as the record.", place=lambda folder: (folder / "answers.json").mkdir(), says="no record"),
        "seal-code": Poison("Put code into the seal.", cells={"seal": "seal({'format': __import__('os').system('touch /tmp/memo1949-hostile')})"}, says="no record"),
        "seal-after": Poison("Put code behind the seal.", cells={"seal": f"{seal}; open('/tmp/memo1949-hostile', 'w')"}),
        "seal-deep": Poison("Nest the seal deep.", cells={"seal": "seal({'format': " + "[" * 5000 + "]" * 5000 + "})"}),
        "seal-huge": Poison("Seal ten megabytes of brackets.", cells={"seal": "seal({'format': [" + "[]," * 3_000_000 + "]})"}),
        "seal-power": Poison("Seal a number that takes for ever to work out.", cells={"seal": "seal({'format': 9**9**9})"}),
        "seal-forged": Poison("Seal a score.", cells={"seal": "seal({'format': 'memo1949 answers', 'version': 1, 'answers': {}, 'score': 40})"}),
        "own-marker": Poison("Call the marker oneself, with keys of one's own.", cells={"mediation-counts-code": "from memo1949 import *\nfor name in ('mediation-date', 'mediation-our'):\n    mark(name, key='x')\n40.0"}),
        "patched-marker": Poison("Patch the marker, and write the record while the notebook is graded.", cells={"mediation-counts-code": "import memo1949\nmemo1949.mark = lambda *a, **k: 2.0\nopen('answers.json', 'w').write('{}')\ncounts = type('Counts', (dict,), {'__eq__': lambda *a: True})()"}),
        "equal-result": Poison("Let the variable that is asked for equal everything.", cells={"mediation-counts-code": "class Equal(dict):\n    def __eq__(self, other): return True\n    def __getitem__(self, key): return self\n    def __float__(self): return 4.0\ncounts = Equal(narrator=Equal())"}),
        "slow-result": Poison("Let the variable that is asked for take for ever to read.", cells={"mediation-counts-code": "counts = {k * (2**61 - 1): 1 for k in range(20_000)}"}),
        "code-answers": Poison("Answer by code, at the time of grading.", cells={"mediation-counts-code": "answer('mediation-date', '1949-02-03')"}),
    }  # fmt: skip
    return found
