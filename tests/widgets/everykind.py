"""A notebook with one question of every kind, right answers to all, and where its parts are on the page."""

import json
from pathlib import Path

import nbformat

IMPORTS = "from memo1949 import ask, answer, practice, seal, Column, Date, Matching, MultipleChoice, Number, Ordering, Quotation, SingleChoice, Table"
CELLS = {
    "single": """ask("t-single", SingleChoice("Who added the words in square brackets?", options={
        "mao": "Mao Zedong", "narrator": "the narrator", "editor": "an editor or translator"}), points=2, skill="source criticism")""",
    "multiple": """ask("t-multiple", MultipleChoice("Who took part in the conversation?", options={
        "zhou": "Zhou Enlai", "shi": "Shi Zhe", "tito": "Tito"}), points=2, skill="actors")""",
    "matching": """ask("t-matching", Matching("What does the document say of them?", items={"shi": "Shi Zhe", "terebin": "Terebin"},
        targets={"interprets": "interprets the conversation", "knows": "knows of the line to Moscow without being named as present"}),
        points=2, skill="actors")""",
    "ordering": """ask("t-ordering", Ordering("Put the events in order.", items={"crash": "Bo Gu dies in an air crash",
        "zunyi": "The meeting in Zunyi", "wuhan": "Wang Ming calls a meeting in Wuhan"}), points=2, skill="dates")""",
    "number": """ask("t-number", Number("How many members had the party before 1928, at most?", unit="people", quote=True), points=2, skill="dates")""",
    "date": """ask("t-date", Date("On which day did the conversation take place?"), points=1, skill="dates")""",
    "quotation": """ask("t-quotation", Quotation("Quote the passages on who knows of the line, and on the leak.", passages=2), points=2,
        skill="source criticism")""",
    "table": """ask("t-table", Table("Who tells it, when, and how many took part?", rows={"talk": "The conversation", "zunyi": "Zunyi"}, columns={
        "who": Column("Told by", {"narrator": "the narrator", "mao": "Mao Zedong"}), "when": Column("When", kind="date"),
        "many": Column("How many", kind="number")}, without=[("zunyi", "many")]), points=3, skill="dates")""",
    "practice": """practice("lesson-t-present", MultipleChoice("Who is present?", options={"zhou": "Zhou Enlai", "shi": "Shi Zhe",
        "terebin": "Terebin"}), key=["zhou", "shi"], evidence=["CCP CC Politburo members Zhou Enlai, Liu Shaoqi, Ren Bishi and Zhu De"],
        misreadings={"terebin": "Takes knowing a secret for being in the room."},
        explanation="The opening lists those present. Terebin is named later, as one who knows.", skill="actors")""",
    "seal": "seal()",
}
PRESENT = "members Zhou Enlai, Liu Shaoqi, Ren Bishi and Zhu De"
KNOWN = "known only to the 5 present members of the CC"
LEAK = "whether there are any babbling people around the CCP"
RANKS = "the ranks of the com[munist] party counted up to 50,000 people"

ANSWERS = {
    "t-single": ("editor", LEAK),
    "t-multiple": (["zhou", "shi"], PRESENT),
    "t-matching": ({"shi": "interprets", "terebin": "knows"}, ""),
    "t-ordering": (["zunyi", "wuhan", "crash"], ""),
    "t-number": (50000, RANKS),
    "t-date": ("1949-02-03", ""),
    "t-quotation": ([KNOWN, LEAK], ""),
    "t-table": ({"talk": {"who": "narrator", "when": "1949-02-03", "many": 9}, "zunyi": {"who": "mao", "when": "1935-01"}}, ""),
}


def write(folder: Path, *kinds: str) -> Path:
    """Write a notebook with the named cells (all, if none is named) into a new folder; return its path."""
    folder.mkdir(parents=True)
    sources = [IMPORTS, *(CELLS[kind] for kind in kinds or CELLS)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources], metadata={"kernelspec": kernel})
    path = folder / "unit.ipynb"
    nbformat.write(notebook, path)
    return path


def saved(notebook: Path) -> dict:
    """Return {question id: (value, quote)} as answers.json beside the notebook has it, {} without a file."""
    path = notebook.with_name("answers.json")
    entries = json.loads(path.read_bytes())["answers"] if path.exists() else {}
    return {name: (entry["value"], entry["quote"]) for name, entry in entries.items()}
