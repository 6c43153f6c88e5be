"""How pytest-xdist's processes share the tests out: file by file, the long ones first, and what would disturb another in one hand."""

import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PROCESSES = 2
JUPYTERLAB = re.compile(r"\b(Lab|lab|open_notebook|sit_down)\b")  # what tests start it with
# What takes longest begins first, so that no process waits long for the other at the end. What is not named keeps its order.
FIRST = ("laboratory", "hostile", "grading/test_nbgrader_loop.py", "grader/test_steady.py")


@cache
def group(path: Path) -> str:
    """Return the name of what is tested by one process, in one go, together with the file at `path`.

    Files that drive JupyterLab share one of it and one Chromium, and two at a time would be slow for both. The hostile tests
    look for traces of their own at places that they share. Any other file is a group by itself: its fixtures are made once.
    """
    name, text = path.relative_to(TESTS).as_posix(), path.read_text(encoding="utf-8")
    if "mark.browser" in text and JUPYTERLAB.search(text):
        return "laboratory"
    return "hostile" if name.startswith("hostile/") else name


def rank(item: pytest.Item) -> int:
    """Return a test's place in the order in which processes take up groups."""
    name = group(item.path)
    return FIRST.index(name) if name in FIRST else len(FIRST)


def workers(config: pytest.Config) -> int:
    """Return how many processes `-n auto` starts: none for single tests, and for those whose output is to be seen (-s)."""
    alone = config.option.capture == "no" or config.option.collectonly or any("::" in name for name in config.args)
    return 0 if alone else PROCESSES


def scheduler(config: pytest.Config, log: object) -> object:
    """Return what hands the groups to the processes."""
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        """One group after another, in the order in which they were collected."""

        def _split_scope(self, nodeid: str) -> str:
            return group(config.rootpath / nodeid.partition("::")[0])

        def remove_node(self, node: object) -> str | None:
            """Take back what an ended process had to do; the test at which it crashed has failed, and is not tried again."""
            crashed = super().remove_node(node)
            for name, unit in list(self.workqueue.items()):
                if crashed in unit:
                    unit[crashed] = True
                if all(unit.values()):
                    del self.workqueue[name]
            return crashed

    config.option.loadscopereorder = False
    return ByGroup(config, log)
