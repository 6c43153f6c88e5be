"""Which paragraphs lessons and questions touch: on notebooks made for it, and on ours."""

import nbformat
import pytest

from memo1949 import edition, shipped
from memo1949.cli import main
from memo1949.grading.coverage import UnreadableNotebook, coverage, touches


def notebook(path, *cells):
    """Write a notebook of code cells, and markdown cells where a text begins with #."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = [nbformat.v4.new_markdown_cell(text) if text.startswith("#") else nbformat.v4.new_code_cell(text) for text in cells]
    nbformat.write(nbformat.v4.new_notebook(cells=made), path)
    return path


def touched(path, lesson=True):
    """Return {paragraph: {(how, by)}}."""
    found = {}
    for touch in touches(path, lesson):
        found.setdefault(touch.paragraph, set()).add((touch.how, touch.by))
    return found


def test_a_reader_shows_the_sections_it_names(tmp_path):
    """Named sections only, and everything when none is named."""
    assert touched(notebook(tmp_path / "a.ipynb", 'reader("opening", "yugoslavia")')) == {
        "opening.p1": {("shown by", "a, reader")},
        "yugoslavia.p1": {("shown by", "a, reader")},
    }
    assert len(touched(notebook(tmp_path / "b.ipynb", "reader()"))) == len(edition.paragraphs())


def test_a_question_asks_where_its_evidence_stands(tmp_path):
    """Prompt, key and evidence count, under the question's id, whatever brackets and line ends; ask and mark are one question."""
    path = notebook(
        tmp_path / "unit.ipynb",
        'ask("unit-leak", SingleChoice("What of “the leaking of information”?", {"a": "yes"}), points=2, skill="actors")',
        'answered("unit-leak")\n### BEGIN HIDDEN TESTS\nmark("unit-leak", key="a", evidence=["The closest ties are with the communist parties of Indochina"])\n### END HIDDEN TESTS',
        'practice("lesson-tito", Quotation("Quote."), key=[["Tito is [like] Zhang\\nGuotao"]])',
    )
    assert touched(path) == {
        "mediation.p1": {("graded in", "unit, unit-leak")},
        "asian-bureau.p1": {("graded in", "unit, unit-leak")},
        "yugoslavia.p1": {("practised in", "unit, lesson-tito")},
    }


def test_quotations_in_the_text_and_in_other_calls_count(tmp_path):
    """Markdown between curly quotes, both sides of an ellipsis, and passages given to a widget."""
    path = notebook(
        tmp_path / "a.ipynb",
        "# Mao says “There are no relations whatsoever … his main shortcoming is the absence”, and much else.",
        'compare("what", "he is fairly loquacious", ["sneaked into the CC illegally"])',
    )
    assert touched(path) == {
        "asian-bureau.p1": {("quoted in", "a")},
        "party-history.p5": {("quoted in", "a"), ("shown by", "a, compare")},
        "party-history.p4": {("shown by", "a, compare")},
    }


def test_words_that_say_nothing_count_for_nothing(tmp_path):
    """Short words, words of several paragraphs, words without quotes, and cells that are no Python touch nothing."""
    path = notebook(
        tmp_path / "a.ipynb",
        "# There are no relations whatsoever. “Mao Zedong said” and “at the present time” and “the CCP” stand everywhere.",
        "%matplotlib inline\nreader()",
        'practice("lesson-none", SingleChoice("Who speaks?", {"mao": "Mao Zedong himself"}), key="mao")',
    )
    assert touched(path) == {}


def test_capitals_tell_a_list_from_a_sentence(tmp_path):
    """Words of several paragraphs count where they are written with the same capitals in one of them only."""
    path = notebook(tmp_path / "a.ipynb", 'practice("lesson-periods", Matching("Which?", items={"first": "The Northern Expedition"}), key={})')
    assert touched(path) == {"party-history.p1": {("practised in", "a, lesson-periods")}}


def test_a_paragraph_without_lesson_or_question_is_bare(tmp_path, capsys):
    """Each paragraph says what it lacks; the command lists them and exits with 1, and with 0 when nothing is bare."""
    lessons, source = tmp_path / "lessons", tmp_path / "source"
    notebook(lessons / "00-all.ipynb", 'reader("opening", "mediation")', 'practice("lesson-x", Quotation("?"), key=[["were present from our side"]])')
    notebook(source / "unit" / "unit.ipynb", 'reader("yugoslavia")', 'mark("unit-q", key="a", evidence=["I shed light on the question of Yugoslavia"])')
    missing = {one.paragraph.id: one.missing for one in coverage(lessons, source)}
    assert missing["opening.p1"] == ()
    assert missing["mediation.p1"] == ("no question asks about it",)
    assert missing["yugoslavia.p1"] == ("no lesson shows it",)
    assert len(missing["party-history.p14"]) == 2
    options = ["--lessons", str(lessons), "--source", str(source)]
    assert main(["coverage", *options]) == 1
    out = capsys.readouterr().out
    assert "practised in: 00-all, lesson-x" in out and "BARE: no lesson shows it" in out and "21 paragraphs, 20 bare" in out
    assert main(["coverage", "--bare", *options]) == 1
    assert "opening.p1  “" not in capsys.readouterr().out
    every = ", ".join(repr(" ".join(part.text.split()[:14])) for part in edition.paragraphs())
    notebook(lessons / "01-rest.ipynb", "reader()", f'practice("lesson-y", Quotation("?"), key=[[{every}]])')
    assert main(["coverage", *options]) == 0
    assert capsys.readouterr().out.endswith("21 paragraphs, 0 bare\n")


def test_what_cannot_be_read_is_named(tmp_path, capsys):
    """A file that is no notebook and a folder that is not there end with 2 and a sentence."""
    broken = tmp_path / "00-broken.ipynb"
    broken.write_text("{}", encoding="utf-8")
    with pytest.raises(UnreadableNotebook, match="00-broken"):
        list(touches(broken, True))
    assert main(["coverage", "--lessons", str(tmp_path), "--source", str(tmp_path)]) == 2
    assert main(["coverage", "--lessons", str(tmp_path / "nowhere"), "--source", str(tmp_path)]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_nothing_of_the_document_is_bare():
    """Our own lessons show every paragraph, and a question asks about each."""
    assert {one.paragraph.id: one.missing for one in coverage(shipped.lessons(), shipped.source()) if one.missing} == {}
