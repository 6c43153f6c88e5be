"""What the README says to type exists."""

import re
from pathlib import Path

from memo1949 import cli

TOP = Path(__file__).parents[2]
README = (TOP / "README.md").read_text(encoding="utf-8")


def test_each_verb_is_told_of_and_each_told_of_exists() -> None:
    """The README names every verb of `memo1949`, and none that there is not."""
    told = set(re.findall(r"(?<![-\w/'\[])memo1949 ([a-z]+)(?=[ `\n])", "\n".join(code(README))))
    assert told == set(cli.verbs())


def test_the_make_targets_exist() -> None:
    """Every `make` target in the README is in the Makefile, and the other way round."""
    told = set(re.findall(r"\bmake ([a-z]+)", "\n".join(code(README))))
    targets = set(re.findall(r"^([a-z]+):", (TOP / "Makefile").read_text(), re.MULTILINE))
    assert told == targets - {"help"}


def test_the_links_lead_somewhere() -> None:
    """Every picture and file that the README links to is there."""
    links = re.findall(r"\]\(([^)#]+)\)", README)
    missing = [link for link in links if not link.startswith("http") and not (TOP / link).exists()]
    assert missing == []


def test_it_stays_short() -> None:
    """A screen and a half: no more than a person reads before the first command."""
    assert len(README.splitlines()) <= 120


def code(text: str) -> list[str]:
    """Return what stands as code in Markdown, in lines or blocks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
    return [*blocks, *(f"{span}\n" for span in inline)]
