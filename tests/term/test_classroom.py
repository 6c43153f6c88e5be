"""A unit of ours in a real classroom: JupyterLab, nbgrader's assignment list, its exchange, its autograder, its gradebook."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import expect

from browser import Lab, Notebook, new_context, say
from memo1949 import shipped
from memo1949.classroom.record import Record
from memo1949.grading.course import set_up
from memo1949.grading.keys import load

from .hands import Keyboard, Mouse

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UNIT = "mediation"
SETTINGS = """
c = get_config()
c.CourseDirectory.course_id = "memo1949"
c.Exchange.root = {exchange!r}
c.Exchange.cache = {cache!r}
"""
ASSIGNMENTS = "() => { jupyterapp.commands.execute('nbgrader:open-assignment-list') }"
ESSAY = "The narrator says that reliable information had reached the West; Mao “absolutely ruled out this possibility”."


class Classroom:
    """A teacher's course, an exchange, and the JupyterLab of one student."""

    def __init__(self, top: Path) -> None:
        """Set up the course, release the unit, and start the student's JupyterLab."""
        self.course, self.exchange = top / "course", top / "exchange"
        set_up(self.course)
        self.exchange.mkdir(mode=0o777)
        self.exchange.chmod(0o777)
        self.teacher("generate_assignment", UNIT)
        self.teacher("release_assignment", UNIT)
        config = top / "home" / "config" / "nbgrader_config.py"
        config.parent.mkdir(parents=True)
        config.write_text(SETTINGS.format(exchange=str(self.exchange), cache=str(top / "cache")))
        self.lab = Lab(top / "home", top / "root")
        self.folder = top / "root" / UNIT

    def teacher(self, *words: str) -> str:
        """Run one of nbgrader's commands in the course."""
        say("nbgrader " + " ".join(words))
        program = Path(sys.executable).with_name("nbgrader")
        path = os.pathsep.join([str(program.parent), os.environ.get("PATH", "")])
        done = subprocess.run(
            [program, *words, f"--Exchange.root={self.exchange}"],
            cwd=self.course, env={**os.environ, "PATH": path}, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def classroom(tmp_path):
    """One classroom."""
    room = Classroom(tmp_path)
    yield room
    room.lab.stop()


@pytest.mark.parametrize("way", [Mouse, Keyboard])
def test_a_student_answers_the_unit_and_is_graded_to_full_marks(classroom, browser, way):
    """Fetch, answer everything, restart, reload, find everything again, seal, submit; then collect, autograde, feedback."""
    room, unit = classroom, load(shipped.source() / UNIT / f"{UNIT}.ipynb")
    with new_context(browser, viewport={"width": 1280, "height": 1000}) as context:
        page = context.new_page()
        page.set_default_timeout(60_000)
        say("fetching through the assignment list")
        page.goto(f"{room.lab.url}/lab?token=memo1949-tests")
        page.wait_for_function("() => window.jupyterapp?.commands?.hasCommand('nbgrader:open-assignment-list')")
        page.evaluate(ASSIGNMENTS)
        page.get_by_role("button", name="Fetch", exact=True).first.click()
        expect(page.get_by_role("button", name="Submit", exact=True).first).to_be_visible(timeout=60_000)
        assert [path.name for path in room.folder.iterdir()] == [f"{UNIT}.ipynb"]

        notebook = Notebook(room.lab, page, f"{UNIT}/{UNIT}.ipynb")
        notebook.run_all()
        page.locator(".m49-progress").wait_for()
        assert [path.name for path in room.folder.iterdir() if path.suffix == ".json"] == [], "running writes nothing"
        ids = [cell.id for cell in nbformat.read(room.folder / f"{UNIT}.ipynb", 4).cells]
        hands = way(notebook)
        if way is Keyboard:
            notebook.cells.first.locator(".jp-InputPrompt, .jp-MarkdownOutput").first.focus()
            page.keyboard.press("Escape")
        sample = {name: keyed.sample("2026-01-01T10:00:00+00:00") for name, keyed in unit.questions.items()}
        recorded = [name for name, keyed in unit.questions.items() if keyed.asked.question.kind != "result"]
        for name in recorded:
            hands.answer(unit.questions[name].asked, sample[name])
        say("the pandas task and the essay")
        code = 'voices = edition.frame("voices")\nvoice_counts = voices[voices["section"] == "mediation"]["value"].value_counts()'
        hands.edit(ids.index("mediation-counts-code"), code)
        hands.edit(ids.index("mediation-essay"), ESSAY)
        held = {name: (saved.value, saved.quote) for name, saved in Record(room.folder).read().items()}
        wanted = {name: (sample[name].value, sample[name].quote) for name in recorded}
        wrong = {name: f"{held.get(name)} is kept, {hands.shown(name)} is on the page" for name in recorded if held.get(name) != wanted[name]}
        assert (wrong, held.keys()) == ({}, wanted.keys())

        notebook.save()
        notebook.restart()
        notebook.reload()
        notebook.run_all()
        say("everything is found again")
        for name in recorded:
            expect(hands.status(name)).to_have_attribute("data-kind", "saved")
        expect(page.locator(".m49-missing li")).to_have_text([])
        expect(page.locator(".m49-count")).to_have_text("15 of 15 answered")
        assert {name: (saved.value, saved.quote) for name, saved in Record(room.folder).read().items()} == held
        notebook.save()
        page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
        assert "seal({" in json.dumps(json.loads((room.folder / f"{UNIT}.ipynb").read_text())["cells"][-1]["source"])

        say("submitting through the assignment list")
        page.evaluate(ASSIGNMENTS)
        page.get_by_role("button", name="Submit", exact=True).first.click()
        expect(page.get_by_text(re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")).first).to_be_visible(timeout=60_000)

    room.teacher("collect", UNIT)
    (student,) = [path.name for path in (room.course / "submitted").iterdir()]
    room.teacher("autograde", UNIT)
    with Gradebook(f"sqlite:///{room.course}/gradebook.db", "memo1949") as gradebook:
        submission = gradebook.find_submission(UNIT, student)
        grades = {grade.name: grade for notebook in submission.notebooks for grade in notebook.grades}
        assert {name: grades[name].score for name in unit.questions} == {name: keyed.points for name, keyed in unit.questions.items()}
        assert grades["mediation-essay"].needs_manual_grade
    room.teacher("generate_feedback", UNIT)
    feedback = (room.course / "feedback" / student / UNIT / f"{UNIT}.html").read_text(encoding="utf-8")
    assert ESSAY in feedback and "mark(" not in feedback and "HIDDEN" not in feedback
