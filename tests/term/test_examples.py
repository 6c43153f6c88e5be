"""The examples in `memo1949 VERB --help`: each is typed as it is printed, in a course directory whose class has handed in."""

import re
import shlex
import zipfile
from pathlib import Path

import pytest

from memo1949 import cli
from memo1949.grading.course import set_up
from memo1949.grading.simulation import grading, make_class

UNIT = "mediation"
# In the order of a term. `lab` and `bench` run until they are stopped, or for minutes; `demo` has a test of its own.
VERBS = ("course", "release", "coverage", "guide", "tei", "roster", "collect", "grade", "feedback", "report", "remark", "export", "doctor", "forget")
ELSEWHERE = {"lab", "bench", "demo"}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which a class of four has handed in, with a list of the class and an archive of uploads beside it."""
    root = tmp_path_factory.mktemp("examples") / "course"
    set_up(root)
    with grading.at_desk(root) as desk:
        grading.hand_out(desk, UNIT)
    made = make_class(root, UNIT, 4)
    (root / "class.csv").write_text("id,name\n" + "".join(f"{student.id},Student {number}\n" for number, student in enumerate(made)), encoding="utf-8")
    with zipfile.ZipFile(root / "submissions.zip", "w") as archive:
        archive.write(made[0].folder / f"{UNIT}.ipynb", f"{made[0].id}.ipynb")
    assert cli.main(["roster", str(root / "class.csv"), "--course", str(root)]) == 0
    return root


def examples(verb: str, capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    """Return the examples in a verb's help, each as words."""
    with pytest.raises(SystemExit):
        cli.main([verb, "--help"])
    said = " ".join(capsys.readouterr().out.split()).partition("Example")[2]
    return [shlex.split(words.strip().removesuffix(" or").strip(" ,.")) for words in re.findall(r"memo1949 (.+?)(?=memo1949 |$)", said)]


def test_every_verb_is_tried() -> None:
    """No verb is without an example that a test runs."""
    assert {*VERBS, *ELSEWHERE} == set(cli.verbs())


@pytest.mark.slow
def test_examples_work_as_printed(course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each ends with 0, or with 1 where it has something to tell, and says something; none complains of its use."""
    monkeypatch.chdir(course)
    for verb in VERBS:
        found = examples(verb, capsys)
        assert found, f"memo1949 {verb} --help has no example"
        for words in found:
            assert words[0] == verb
            code = cli.main(words)
            said = capsys.readouterr()
            assert code in (0, 1) and said.out.strip(), f"memo1949 {shlex.join(words)}: {code}\n{said.out}{said.err}"
