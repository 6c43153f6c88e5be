"""The feedback page's parts: markup that is safe anywhere, an outline without gaps, and hidden things kept hidden."""

import base64
from pathlib import Path

import pytest
from nbformat.v4 import new_output

from memo1949.grading.nbgrader import plainerrors, withholdleaks
from memo1949.grading.nbgrader.feedback.classroom import without_answer
from memo1949.grading.nbgrader.feedback.errors import sentence
from memo1949.grading.nbgrader.feedback.hidden import WITHHELD
from memo1949.grading.nbgrader.feedback.markup import clean, code, markdown
from memo1949.grading.nbgrader.feedback.outline import Outline, take_title
from memo1949.grading.nbgrader.feedback.outputs import shown
from memo1949.grading.nbgrader.striphidden import StripHidden, strip

from .notebooks import SECRET, cell, graded, locked, notebook, ordinary

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<style>body {display: none}</style>",
        '<p onclick="steal()">',
        '<iframe src="https://example.org/"></iframe>',
        '<a href="javascript:steal()">',
        '<p style="background: url(https://example.org/a.png)">',
        '<link rel="stylesheet" href="https://example.org/a.css">',
        '<video src="https://example.org/a.mp4" autoplay></video>',
        '<svg><image href="https://example.org/a.png"/></svg>',
        '<img src="https://example.org/a.png">',
        '<img src="//example.org/a.png">',
        '<meta http-equiv="refresh" content="0; url=https://example.org">',
    ],
)
def test_nothing_runs_styles_or_loads(html: str) -> None:
    """Whatever a student writes or displays, the page neither runs it nor asks another host for anything."""
    cleaned = clean(f"<p>before</p>{html}<p>after</p>")
    assert "before" in cleaned and "after" in cleaned
    for word in (
        "script",
        "style",
        "onclick",
        "iframe",
        "javascript",
        "src=",
        "<link",
        "<meta",
        "alert(1)",
        "display:",
    ):
        assert word not in cleaned


def test_pictures_beside_the_notebook_come_into_the_page(tmp_path: Path) -> None:
    """A picture file of the submission is put into the page; files outside the folder and other files are not."""
    folder = tmp_path / "bob" / "sums"
    folder.mkdir(parents=True)
    (folder / "dot.png").write_bytes(PIXEL)
    (folder / "notes.txt").write_text("x")
    (tmp_path / "bob" / "other.png").write_bytes(PIXEL)
    assert f'src="data:image/png;base64,{base64.b64encode(PIXEL).decode()}"' in markdown("![a dot](dot.png)", folder)
    for name in ("../other.png", "notes.txt", "missing.png"):
        assert "not in this page" in markdown(f"![a dot]({name})", folder)


def test_attached_pictures_come_into_the_page() -> None:
    """A picture pasted into a text cell is in the page; when its data is gone, the text stays readable."""
    attached = {"dot.png": {"image/png": base64.b64encode(PIXEL).decode()}}
    assert 'src="data:image/png;base64,' in markdown("![a dot](attachment:dot.png)", attachments=attached)
    assert "attachment:dot.png" in markdown("![a dot](attachment:dot.png)")


def test_every_picture_has_a_text() -> None:
    """A picture without alt text is marked as decoration instead of being read out as a file name."""
    assert 'alt=""' in clean('<img src="data:image/png;base64,AAAA">')


def test_pandas_tables_are_tables_that_can_be_read(tmp_path: Path) -> None:
    """A data frame stays a table, without pandas' styles and without an empty header cell."""
    table = "<div><style scoped>th {color: red}</style><table border='1'><tr><th></th><th>words</th></tr></table></div>"
    html = shown([new_output("execute_result", {"text/html": table})], None)
    assert "<td></td><th>words</th>" in html
    assert "color: red" not in html and "border" not in html
    assert 'tabindex="0"' in html


def test_an_error_in_the_students_own_code_says_what_and_folds_where() -> None:
    """The message stands in the open, the traceback in a fold, both as plain text."""
    error = new_output(
        "error", ename="NameError", evalue="name 'x' is <not> defined", traceback=["\x1b[31mline 1\x1b[0m"]
    )
    html = shown([error], None)
    assert "<strong>NameError: name &#x27;x&#x27; is &lt;not&gt; defined</strong>" in html
    assert "<details>" in html and "line 1" in html and "\x1b" not in html


def test_endless_output_is_cut() -> None:
    """Output of a loop gone wild does not make the page too large to open, and the cut is told."""
    html = shown([new_output("stream", text="a" * 1_000_000)], None)
    assert len(html) < 30_000 and "characters more" in html


def test_widgets_that_are_no_longer_alive_are_left_out() -> None:
    """A widget's text form, a line of code, is nothing to read."""
    data = {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "QuestionWidget(spec={})"}
    assert shown([new_output("display_data", data)], None) == ""


def test_code_in_any_language_is_shown() -> None:
    """A notebook in a language that pygments does not know still shows its code."""
    assert "x &lt;- 1" in code("x <- 1", "no such language")


def test_the_outline_skips_no_level() -> None:
    """Headings of notebooks, questions and answers come out in one order: the title first, no level left out."""
    outline = Outline()
    assert outline.text("<h4>Deep at once</h4>") == "<h2>Deep at once</h2>"
    assert outline.question() == 3
    assert outline.text("<h1>Second title</h1>") == "<h2>Second title</h2>"
    assert outline.question() == 3
    assert outline.question() == 3
    assert "<h" not in outline.inside("<h1>In an answer</h1>")


def test_the_first_heading_becomes_the_pages_title() -> None:
    """A notebook's title is the page's; a notebook that begins otherwise has none."""
    assert take_title("<h1>Sums &amp; <em>words</em></h1>\n<p>x</p>") == ("Sums &amp; words", "\n<p>x</p>")
    assert take_title("<p>x</p><h1>Late</h1>") == (None, "<p>x</p><h1>Late</h1>")


def test_hidden_regions_are_taken_out() -> None:
    """What stands between the markers goes, markers included; a region without an end goes on to the end."""
    source = "public\n### BEGIN HIDDEN TESTS\nsecret\n### END HIDDEN TESTS\nalso public"
    assert strip(source, ("BEGIN HIDDEN TESTS",), ("END HIDDEN TESTS",)) == ("public\nalso public", ["secret"])
    assert strip("a\n# BEGIN X\nb\nc", ("BEGIN X",), ("END X",)) == ("a", ["b", "c"])


def test_a_courses_own_markers_are_gone_by() -> None:
    """The delimiters are those that nbgrader's own step is configured with."""
    step = StripHidden()
    step.config.ClearHiddenTests.begin_test_delimeter = "VERSTECKT"
    step.config.ClearHiddenTests.end_test_delimeter = "OFFEN"
    made, resources = step.preprocess(notebook(cell("a", "# VERSTECKT\nsecret = 1\n# OFFEN\npublic = 2")), {})
    assert made.cells[0].source == "public = 2"
    assert resources["memo1949"]["hidden"] == ["secret = 1"]


@pytest.mark.parametrize(
    "form", [str, repr, lambda text: text.replace(" ", "\n  "), lambda text: f'"source": "{text}\\n"']
)
def test_output_that_repeats_a_hidden_test_is_withheld(form) -> None:
    """Code that prints the hidden test, plainly, as JSON, or with other spaces, brings nothing of it into the page."""
    made, resources = StripHidden().preprocess(ordinary(), {})
    made.cells[8].outputs = [new_output("stream", text=form(SECRET)), new_output("stream", text="free work")]
    made, _ = withholdleaks.WithholdLeaks().preprocess(made, resources)
    leaked, free = made.cells[8].outputs
    assert leaked.data["text/plain"] == WITHHELD
    assert free.text == "free work"


def test_words_of_the_document_may_be_printed() -> None:
    """A hidden test quotes the document; students who print the document leak nothing."""
    quoted = 'evidence=[\n    "one interpreter Shi Zhe and to Cde. Terebin",\n]'
    made, resources = StripHidden().preprocess(notebook(graded("q", "", quoted, 1), cell("free", "print(text)")), {})
    made.cells[1].outputs = [new_output("stream", text="to one interpreter Shi Zhe and to Cde. Terebin, who")]
    made, _ = withholdleaks.WithholdLeaks().preprocess(made, resources)
    assert made.cells[1].outputs[0].text.startswith("to one interpreter")


def test_a_failed_test_becomes_one_sentence() -> None:
    """The sentence names the error; the message, the traceback and what the hidden test printed stay out."""
    failed = graded("q", "", SECRET, 1)
    failed.outputs = [
        new_output("stream", text="expected 69"),
        new_output("stream", name="stderr", text="warning: 69"),
        new_output("execute_result", {"text/plain": "0.5"}),
        new_output("error", ename="AssertionError", evalue="not 69", traceback=[SECRET]),
    ]
    made, resources = StripHidden().preprocess(notebook(failed), {})
    made, _ = plainerrors.PlainErrors().preprocess(made, resources)
    assert [output.data["text/plain"] for output in made.cells[0].outputs] == [
        "The check of this answer did not pass (AssertionError)."
    ]


def test_what_a_public_test_prints_may_be_read() -> None:
    """A test without a hidden part was the student's to run; what it prints is theirs to read."""
    public = graded("q", "print('two to go')", "", 1)
    public.outputs = [new_output("stream", text="two to go")]
    made, resources = StripHidden().preprocess(notebook(public), {})
    made, _ = plainerrors.PlainErrors().preprocess(made, resources)
    assert made.cells[0].outputs[0].text == "two to go"


def test_only_our_own_messages_are_passed_on() -> None:
    """A message meant for students is shown; any other may quote the key."""
    assert sentence("NeedsReview", "A person must look.") == "A person must look."
    assert "'d'" not in sentence("QuestionError", "The key 'd' is no option.")
    assert "too long" in sentence("CellTimeoutError", "")


def test_a_locked_cell_that_fails_shows_no_traceback() -> None:
    """An error in the assignment's own code is named in one sentence; its printed text stays, its warnings go."""
    failed = locked("reader", "reader()")
    failed.outputs = [
        new_output("stream", text="before"),
        new_output("stream", name="stderr", text="warning"),
        new_output("error", ename="OSError", evalue="no file", traceback=["at line 1"]),
    ]
    made, _ = plainerrors.PlainErrors().preprocess(notebook(failed), {})
    before, told = made.cells[0].outputs
    assert before.text == "before"
    assert told.data["text/plain"] == "A part of the assignment could not be shown here (OSError)."


QUESTION = (
    '<p>Who?</p><ul class="memo1949-options"><li><strong class="memo1949-chosen">chosen: </strong>Mao</li><li>Zhou</li></ul>'
    '<p class="memo1949-answer">Your answer: Mao</p><p class="memo1949-quotation">Your quotation: <q>he said</q></p>'
)


def result(*parts: str, verdict: str = "marked") -> str:
    """Return a result panel that goes through the parts of an answer."""
    listed = "".join(f"<li>{part}</li>" for part in parts)
    return (
        f'<section class="memo1949-marked" data-verdict="{verdict}"><ul class="memo1949-parts">{listed}</ul></section>'
    )


def test_nothing_is_said_twice() -> None:
    """What the result says, part by part, is not said before it; the options stay unless each is gone through."""
    assert "Your answer" not in without_answer(QUESTION, result("✓ right: Your choice: Mao"))
    assert "Zhou" in without_answer(QUESTION, result("✓ right: Your choice: Mao"))
    assert without_answer(QUESTION, result("Mao: ticked", "Zhou: not ticked")) == "<p>Who?</p>"
    assert "Your answer" not in without_answer(QUESTION, result(verdict="unanswered"))
    assert without_answer(QUESTION, "") == without_answer(QUESTION, result()) == QUESTION


def test_tables_of_text_cells_scroll_by_themselves() -> None:
    """A wide table does not push the page sideways, and the keyboard reaches it."""
    assert '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>' in markdown(
        "| a | b |\n|---|---|\n| 1 | 2 |"
    )
