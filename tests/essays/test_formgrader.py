"""Formgrader's page of a submission: help beside the essay, whatever a student has typed, and nothing of it anywhere else."""

import json
import re
import shutil
from pathlib import Path

import pytest
from nbformat.v4 import new_output

from grading import tiny
from grading.course import Course
from grading.notebooks import asked, essay, locked, notebook, read, text, write
from grading.notebooks import cell as about
from memo1949.grading.essays import formgrader
from memo1949.grading.essays.panel import BLANK
from memo1949.grading.grader.dropping import FULL, MEANS, OUT
from memo1949.grading.grader.withdrawal import drop

from .page import drawn, exporter, part

UNIT, ESSAY = "leak", "leak-essay"
EXACT = "hurried to refuse mediation after they had received reliable information about our position"
NEAR = "Mao Zedong absolutely ruled out this posibility"
FALSE = "the Western powers knew everything from Stalin himself"
TELLING = "Nobody talked, for a reason that only the instructor knows."
RUBRIC = "| level | points |\n| --- | --- |\n| Proficient | 3–4, weighs both claims |\n| Emergent | 2 |\n| Basic | 1 |"
TEXT = f"The narrator says “{EXACT}”. Mao: \"{NEAR}\". And also: «{FALSE}»."


def unit() -> object:
    """Return an assignment with a question, a rubric and an essay."""
    return notebook(
        text("title", "# The leak"),
        locked("setup", "from memo1949 import Number, ask, answered, mark"),
        *asked("leak-count", 'Number("How many members?")', f'key=5, evidence=["{tiny.KNOWN}"]', 1),
        text("task", f"## Who talked?\n\n{RUBRIC}"),
        essay(ESSAY, f"### BEGIN SOLUTION\n**Proficient (4).** {TELLING}\n\n**Basic (1).** Somebody did.\n### END SOLUTION", 4),
    )


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course in which one essay was handed in and autograded."""
    made = Course(tmp_path_factory.mktemp("essays") / "course")
    made.assign(UNIT, unit())
    made.submit(UNIT, "ann", {ESSAY: TEXT})
    made.grade(UNIT, "ann")
    return made


@pytest.fixture
def course(marked: Course, tmp_path: Path) -> Course:
    """A copy of it, to be changed."""
    shutil.copytree(marked.root, tmp_path / "course")
    return Course(tmp_path / "course")


def typed(course: Course, source: str, **more: object) -> str:
    """Put a text in the place of the essay, and return the whole page."""
    path = course.root / "autograded" / "ann" / UNIT / f"{UNIT}.ipynb"
    path.chmod(0o644)
    made = read(path)
    for cell in made.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == ESSAY:
            cell.source = source
            cell.update(more)
    write(path, made)
    return drawn(course.root, UNIT, "ann")


def words(html: str) -> str:
    """Return what a reader sees of HTML, in one line."""
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html).split())


def test_the_help_stands_with_the_answer(marked: Course) -> None:
    """Between score and comment stand the student's text, its quotations with places, the rubric, and the sample answers."""
    page = drawn(marked.root, UNIT, "ann")
    help_ = part(page, ESSAY)
    said = words(help_)
    assert "The narrator says “hurried to refuse mediation" in said
    assert "Quotations: 1 in the document, 1 nearly in the document, 1 not in the document" in said
    assert f"✓ In the document : “{EXACT}”" in said and "mediation, paragraph 1, sentence 7 · voice: Narrator" in said
    assert "Nearly: the document says “Mao Zedong absolutely ruled out this possibility”." in said
    assert f"✗ Not in the document : “{FALSE}”" in said
    assert f"<mark>{EXACT}</mark>" in help_
    assert "Rubric, 4 points" in said and "weighs both claims" in said and "<table>" in help_
    assert "Sample answers (2), not for students" in said and TELLING in said and "Proficient (4)" in said
    assert f'aria-label="Help for marking {ESSAY}"' in help_
    assert "&#" not in help_.partition("</style>")[0], "a style sheet has no entities"
    assert "memo1949-essay" not in page.replace(help_, ""), "nothing of it stands outside the essay's panel"


@pytest.mark.parametrize(("question", "way"), [("leak-count", OUT), ("leak-count", FULL), (ESSAY, OUT)])
def test_a_dropped_question_says_so(course: Course, question: str, way: str) -> None:
    """Beside a question that was dropped for everyone stands how, and what becomes of a score that is typed; beside no other."""
    drop(course.root, UNIT, question, way, check=False)
    page = drawn(course.root, UNIT, "ann")
    said = f"{MEANS[way]} A score that you type waits until it counts again."
    assert said in words(part(page, question)) and words(page).count(said) == 1


def test_nothing_of_it_is_written_anywhere(course: Course) -> None:
    """After autograding, drawing the page and nbgrader's feedback, in our form and in its own, no file for students has a word of it."""
    drawn(course.root, UNIT, "ann")
    course.feedback(UNIT, "ann")
    with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write('\nfrom nbgrader.converters import GenerateFeedback\nc.GenerateFeedback.exporter_class = "nbconvert.exporters.HTMLExporter"\n'
                   "c.GenerateFeedback.preprocessors = GenerateFeedback.class_traits()['preprocessors'].default()\n")  # fmt: skip
    (course.root / "feedback").rename(course.root / "feedback-of-ours")
    own = course.feedback(UNIT, "ann")
    assert "nbgrader" in own and EXACT in own and "memo1949-essay" not in own
    for folder in ("release", "submitted", "autograded", "feedback", "feedback-of-ours"):
        files = [path for path in (course.root / folder).rglob("*") if path.is_file()]
        assert files
        for path in files:
            content = path.read_text(encoding="utf-8")
            assert TELLING not in content and "memo1949-essay" not in content and "Sample answers" not in content


HOSTILE = [
    "<script>steal()</script>",
    "<img src=x onerror=steal()>",
    '“<img src=x onerror="steal()"> and four more words”',
    '"<script>steal()</script> is what they all said"',
    "> <svg onload=steal()> is what they all said",
    "</div></section></details><script>steal()</script>",
    "<details open ontoggle=steal()>x</details>",
    "[a link](javascript:steal()) <a href='javascript:steal()'>b</a>",
    "<iframe srcdoc='<script>steal()</script>'></iframe>",
    "<style>* { display: none }</style><form action=//evil><input name=q>",
    "<!-- ",
    "```\n<script>steal()</script>",
    "<math><mtext><table><mglyph><style><img src=x onerror=steal()>",
    "“{{ steal() }} and four more words”",
    "$$<img src=x onerror=steal()>$$ and \\begin{a}<script>steal()</script>\\end{a}",
    "<noscript><p title=\"</noscript><img src=x onerror=steal()>\">",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_a_hostile_essay_runs_nothing(course: Course, source: str) -> None:
    """No element, attribute or address of the student's that could run reaches the page, and the help stays whole behind it."""
    from bs4 import BeautifulSoup

    help_ = part(typed(course, source), ESSAY)
    soup = BeautifulSoup(help_, "lxml")
    assert soup.find_all(["script", "iframe", "svg", "math", "form", "input", "object", "embed", "img", "noscript"]) == []
    assert len(soup.find_all("style")) == 1, "ours"
    assert [name for element in soup.find_all() for name in element.attrs if name.startswith("on") or name in ("srcdoc", "style")] == []
    assert [element["href"] for element in soup.find_all(href=True) if not element["href"].startswith(("http", "#"))] == []
    aside = soup.find(class_="memo1949-help")
    assert [parent.get("class") for parent in aside.parents][:1] == [["memo1949-essay"]], "beside the essay, not inside it"
    assert TELLING in aside.get_text() and "Quotations:" in soup.get_text()


def test_other_cells_of_a_student_run_nothing_either(course: Course) -> None:
    """Texts that a student added, and what their code displays, are shown without what runs; pictures, tables and printed text stay."""
    path = course.root / "autograded" / "ann" / UNIT / f"{UNIT}.ipynb"
    path.chmod(0o644)
    made = read(path)
    made.cells += [text("mine", "<img src=x onerror=steal()> my own words"), locked("code", "1")]
    made.cells[-1].outputs = [
        new_output("display_data", {"text/html": "<b>bold</b><script>steal()</script>", "text/plain": "x"}, metadata={"text/html": {"isolated": True}}),
        new_output("display_data", {"application/javascript": "steal()", "text/plain": "a script"}),
        new_output("display_data", {"text/markdown": "<img src=x onerror=steal()> *sloped*"}),
        new_output("display_data", {"text/html": "<table><tr><td>60,000</td></tr></table>"}),
        new_output("display_data", {"image/png": "aGVsbG8="}),
        new_output("stream", text="<script>steal()</script>"),
    ]
    write(path, made)
    page = drawn(course.root, UNIT, "ann")
    assert "my own words" in page and "<b>bold</b>" in page and "a script" in page and "<em>sloped</em>" in page and "60,000" in page
    assert "data:image/png;base64,aGVsbG8=" in page and "&lt;script&gt;steal()&lt;/script&gt;" in page
    assert not re.search(r"<script[^>]*>\s*steal|onerror=|isolated-iframe", page)


def test_only_what_was_released_is_the_instructors(course: Course) -> None:
    """A text that calls itself locked is shown without what runs, unless the gradebook has it so; the instructor's own comes as it was written."""
    path = course.root / "autograded" / "ann" / UNIT / f"{UNIT}.ipynb"
    path.chmod(0o644)
    made = read(path)
    made.cells += [about("forged", "<script>steal()</script>", "markdown", locked=True)]
    made.cells += [about("held", "<script>theirs()</script>", "markdown", locked=True)]
    made.cells += [about("held", "<script>theirs(steal())</script>", "markdown", locked=True)]
    write(path, made)
    with course.gradebook() as gradebook:
        gradebook.add_source_cell("held", UNIT, UNIT, cell_type="markdown", locked=True, source="<script>theirs()</script>")
    page = drawn(course.root, UNIT, "ann")
    assert "steal()</script>" not in page and "steal())</script>" not in page
    assert page.count("<script>theirs()</script>") == 1


def test_an_essay_left_blank_says_so(course: Course) -> None:
    """The grader sees that nothing was written, and that a score typed here counts all the same; rubric and samples are there."""
    said = words(part(typed(course, " YOUR ANSWER\nHERE "), ESSAY))
    assert BLANK in said and "Rubric" in said and "Quotations: none found" in said


def test_without_source_the_page_says_why(course: Course) -> None:
    """A course without source/, or with another one, has the answer, its quotations and a sentence; no path of the machine."""
    shutil.rmtree(course.root / "source")
    help_ = part(drawn(course.root, UNIT, "ann"), ESSAY)
    assert f"are not to be found: this course directory has no source/{UNIT}/{UNIT}.ipynb." in words(help_)
    assert "Nearly: the document says" in words(help_) and str(course.root) not in help_
    write(course.root / "source" / UNIT / f"{UNIT}.ipynb", tiny.unit())
    assert f"source/ has no hand-marked answer called {ESSAY}." in words(part(drawn(course.root, UNIT, "ann"), ESSAY))
    write(course.root / "source" / UNIT / f"{UNIT}.ipynb", notebook(essay(ESSAY, "", 4)))
    said = words(part(drawn(course.root, UNIT, "ann"), ESSAY))
    assert "No rubric stands above this answer" in said and "No sample answer stands in this cell" in said


def test_our_failure_is_not_the_graders(marked: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """When our own code fails, the answer is shown without help, and a sentence says so; the page comes up."""
    drawing = exporter(marked.root)

    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(formgrader, "read", fails)
    said = words(part(drawn(marked.root, UNIT, "ann", drawing), ESSAY))
    assert "The help for marking is missing: it could not be made (ZeroDivisionError)." in said and EXACT in said
    monkeypatch.setattr(formgrader, "markdown", fails)
    assert EXACT in words(part(drawn(marked.root, UNIT, "ann", drawing), ESSAY))
    monkeypatch.setattr(formgrader, "guidance_of", fails)
    monkeypatch.setattr(formgrader, "harmless", fails)
    assert EXACT in words(part(drawn(marked.root, UNIT, "ann", drawing), ESSAY))


def test_a_course_elsewhere_is_found(course: Course) -> None:
    """A course whose folders have other names, drawn by a formgrader that was started in another course, finds its own source."""
    other = course.root.parent / "other"
    shutil.copytree(course.root, other)
    made = read(other / "source" / UNIT / f"{UNIT}.ipynb")
    for cell in made.cells:
        cell.source = cell.source.replace(TELLING, "Of the other course.")
    write(other / "source" / UNIT / f"{UNIT}.ipynb", made)
    assert "Of the other course." in drawn(other, UNIT, "ann", exporter(course.root))
    (other / "source").rename(other / "masters")
    with (other / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write('\nc.CourseDirectory.source_directory = "masters"\n')
    assert "Of the other course." in drawn(other, UNIT, "ann")


def test_the_settings_can_be_shown(marked: Course) -> None:
    """Formgrader prints its configuration as JSON on its first page."""
    assert "MarkingView" in json.dumps(exporter(marked.root).config)
