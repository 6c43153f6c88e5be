"""How long `import memo1949` takes, beside `import ipywidgets`, which a notebook with widgets pays anyway."""

import os
import subprocess
import sys
from statistics import median

from .table import Row

SHARE = 0.1  # of the time of `import ipywidgets`: what `import memo1949` may take
STATEMENTS = {
    "import memo1949": "import memo1949",
    # To compare: the names that a notebook takes, and with them the modules behind them.
    "a notebook's first cell": "from memo1949 import ask, answered, edition, reader, seal, SingleChoice, Table",
}
_CODE = """
from time import perf_counter as now
start = now()
import ipywidgets
middle = now()
{statement}
print(middle - start, now() - middle)
"""


def measure(rounds: int) -> list[Row]:
    """Import in fresh interpreters, the statements in turn, `rounds` times each.

    Raises subprocess.CalledProcessError when an import fails.
    """
    for statement in STATEMENTS.values():
        _once(statement)  # writes the bytecode, and warms the disk's cache
    widgets, ours = [], {name: [] for name in STATEMENTS}
    for _ in range(rounds):
        for name, statement in STATEMENTS.items():
            first, second = _once(statement)
            widgets.append(first)
            ours[name].append(second)
    limits = {"import memo1949": SHARE * median(widgets)}
    rows = [Row(f"{name}, after it", tuple(times), limits.get(name)) for name, times in ours.items()]
    return [Row("import ipywidgets", tuple(widgets)), *rows]


def _once(statement: str) -> tuple[float, float]:
    """Return the seconds that ipywidgets took and those that the statement took after it."""
    # With bytecode, as it is for anyone who installed memo1949.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", _CODE.format(statement=statement)]
    first, second = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.split()
    return float(first), float(second)
