"""A unit of ours through nbgrader: marks, what needs a person, and a feedback page that explains and gives nothing away."""

from pathlib import Path

import pytest
from nbgrader.validator import Validator

from browser import new_context
from memo1949.classroom.record import from_json
from memo1949.grading.release import release

from . import tiny
from .course import Course
from .notebooks import read, write


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The tiny unit, released and handed in by a class: good, mixed, without a record, sealed alone, with cells deleted, curious."""
    made = Course(tmp_path_factory.mktemp("tiny"))
    made.assign(tiny.UNIT, tiny.unit())
    right, mixed = tiny.answers(**tiny.ALL_RIGHT), tiny.answers(**tiny.MIXED)
    made.submit(tiny.UNIT, "good", {"counting-code": tiny.GOOD_CODE, "tiny-essay": "Nobody, *says* Mao."}, right)
    made.submit(tiny.UNIT, "mixed", {"counting-code": 'counts = {"Mao": 1, "Zhou": 1}'}, mixed)
    made.submit(tiny.UNIT, "nothing", {"counting-code": "counts = undefined"})
    made.submit(tiny.UNIT, "sealed", {"seal": f"seal({tiny.as_literal(right)})"})
    made.submit(tiny.UNIT, "curious", {"counting-code": "print(open('tiny.ipynb').read(), In)"}, mixed)
    path = made.submit(tiny.UNIT, "tidy", {"counting-code": tiny.GOOD_CODE}, right)
    stripped = read(path)
    stripped.cells = [cell for cell in stripped.cells if tiny.LEAK not in cell.id and cell.id != "setup"]
    write(path, stripped)
    for student in STUDENTS:
        made.grade(tiny.UNIT, student)
    return made


STUDENTS = ("good", "mixed", "nothing", "sealed", "curious", "tidy")


@pytest.fixture(scope="module")
def pages(course: Course) -> dict[str, str]:
    """Each student's feedback page."""
    return {student: course.feedback(tiny.UNIT, student) for student in STUDENTS}


def scores(course: Course, student: str) -> dict[str, float | None]:
    """Return the automatic score of each cell of one student."""
    return {name: grade["auto_score"] for name, grade in course.grades(tiny.UNIT, student).items()}


def test_the_unit_is_fit_to_be_released(course: Course) -> None:
    """The sample solution earns all points, and nothing of the key is in the release."""
    result = release(course.root, tiny.UNIT, check=True)
    assert (result.problems, result.changed) == ((), ())


def test_marks(course: Course) -> None:
    """Right, half right and unanswered come out as such; only the essay waits for a person."""
    assert scores(course, "good") == {
        "tiny-leak": 2,
        "tiny-secret": 1,
        "tiny-evening": 1,
        "tiny-count": 2,
        "tiny-essay": None,
    }
    assert scores(course, "mixed") == {
        "tiny-leak": 1,
        "tiny-secret": 0,
        "tiny-evening": 0,
        "tiny-count": 1,
        "tiny-essay": 0,
    }


def test_without_a_record_a_person_looks(course: Course) -> None:
    """No answers.json and no seal is no 0: the questions are queued, the code is marked as ever."""
    grades = course.grades(tiny.UNIT, "nothing")
    asked = (tiny.LEAK, tiny.SECRET_LINE, tiny.EVENING)
    assert [(grades[name]["auto_score"], grades[name]["needs_manual_grade"]) for name in asked] == [(None, True)] * 3
    assert (grades[tiny.COUNT]["auto_score"], grades[tiny.COUNT]["needs_manual_grade"]) == (0, False)


def test_a_sealed_notebook_alone_is_enough(course: Course) -> None:
    """A notebook that comes without answers.json, but sealed, earns what its answers earn."""
    assert [scores(course, "sealed")[name] for name in (tiny.LEAK, tiny.SECRET_LINE, tiny.EVENING)] == [2, 1, 1]


def test_deleted_question_cells_are_marked_all_the_same(course: Course) -> None:
    """A student who deleted a question, its test and the imports loses nothing."""
    assert scores(course, "tidy") == scores(course, "good") | {"tiny-essay": 0}


def test_the_page_explains_what_was_answered(pages: dict[str, str]) -> None:
    """Prompt, answer, misreading, explanation and passage stand with each answered question, the marks in its bar."""
    page = pages["mixed"]
    for shown in (
        "Who rules out a leak?",
        "The narrator",
        tiny.MISREADING,
        tiny.EXPLANATIONS[tiny.LEAK],
        tiny.RULED_OUT,
    ):
        assert shown in page
    assert '<p class="marks">1 of 2</p>' in page
    assert "<strong>2</strong> of 10 points" in page


@pytest.mark.parametrize("student", STUDENTS)
def test_no_page_shows_a_key(pages: dict[str, str], student: str) -> None:
    """No hidden test, no marker, no key of a question left blank, on anybody's page."""
    for hidden in (*tiny.HIDDEN, "answered(", "seal("):
        assert hidden not in pages[student]
    if student != "tidy":
        unanswered = {"mixed": [tiny.EVENING], "curious": [tiny.EVENING], "nothing": list(tiny.EXPLANATIONS)}.get(
            student, []
        )
        assert [name for name, text in tiny.EXPLANATIONS.items() if text not in pages[student]] == unanswered


def test_the_curious_are_told_why(pages: dict[str, str]) -> None:
    """Output that repeats the hidden tests is replaced by a sentence; the code that made it stays."""
    assert "it repeats parts of the assignment that are hidden" in pages["curious"]
    assert "tiny.ipynb" in pages["curious"]


def test_an_unanswered_question_says_so_once(pages: dict[str, str]) -> None:
    """The question left blank is shown with its prompt and a single line in place of an answer."""
    question = pages["mixed"].partition('id="question-tiny-evening"')[2].partition('<section class="question"')[0]
    assert "On which day did the talk take place?" in question
    assert question.count("Not answered.") == 1


def test_the_students_code_and_essay_are_shown(pages: dict[str, str]) -> None:
    """What was written is on the page, the essay with its emphasis, still to be marked."""
    assert "Nobody, <em>says</em> Mao." in pages["good"]
    assert "not marked yet, of 4" in pages["good"]
    assert "counts" in pages["good"]
    assert "NameError" in pages["nothing"]
    assert "NotImplementedError" not in pages["sealed"]


def test_how_to_hand_in_is_left_out(pages: dict[str, str]) -> None:
    """The seal and the text before it are of no use to someone who has handed in."""
    assert "Before you submit" not in pages["good"] and "4 of 4 answered" not in pages["good"]
    assert "who could have talked?" in pages["good"]


def test_validate_tells_what_is_open_and_nothing_more(course: Course, tmp_path: Path) -> None:
    """nbgrader's Validate lists the open questions in words, and says nothing of right or wrong."""
    path = write(tmp_path / "tiny.ipynb", read(course.root / "release" / tiny.UNIT / "tiny.ipynb"))
    wrong = {"leak": ("narrator", ""), "secret": 7}
    (tmp_path / "answers.json").write_text(tiny.answers(**wrong), encoding="utf-8")
    errors = [cell["raw_error"] for cell in Validator(ignore_checksums=True).validate(str(path))["failed"]]
    said = [error.strip().splitlines()[-1] for error in errors]
    assert said == [
        "NotAnswered: Question 1 is still open: the quotation is still missing.",
        "NotAnswered: Question 3 is still open: no answer yet.",
        "NotAnswered: Question 4 is still open: the variable counts does not exist yet.",
    ]


def test_nothing_is_written_while_nbgrader_runs(course: Course) -> None:
    """Autograding leaves a student's record as it was handed in, and makes none where there was none."""
    record = course.root / "autograded" / "mixed" / tiny.UNIT / "answers.json"
    assert record.read_text(encoding="utf-8") == tiny.answers(**tiny.MIXED)
    assert from_json(tiny.as_data(record.read_text(encoding="utf-8"))).keys() == {tiny.LEAK, tiny.SECRET_LINE}
    assert not (course.root / "autograded" / "nothing" / tiny.UNIT / "answers.json").exists()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1000, 360])
def test_the_page_in_a_browser(course: Course, pages: dict[str, str], browser: object, width: int) -> None:
    """Opened from disk the page asks nobody for anything, has no fault that axe finds, and does not scroll sideways."""
    from axe_playwright_python.sync_playwright import Axe

    with new_context(browser, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        requests, messages = [], []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: messages.append(message.text))
        for student in ("mixed", "nothing", "good"):
            path = course.root / "feedback" / student / tiny.UNIT / "tiny.html"
            page.goto(path.as_uri())
            results = Axe().run(page)
            assert results.violations_count == 0, results.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
        assert messages == []


def test_plain_nbgrader_gives_the_same_marks(course: Course, tmp_path: Path) -> None:
    """Without our configuration the unit is graded to the same marks, and nbgrader's own feedback is written."""
    plain = Course(tmp_path, settings=False)
    plain.assign(tiny.UNIT, tiny.unit())
    plain.submit(tiny.UNIT, "mixed", {"counting-code": 'counts = {"Mao": 1, "Zhou": 1}'}, tiny.answers(**tiny.MIXED))
    plain.grade(tiny.UNIT, "mixed")
    assert scores(plain, "mixed") == scores(course, "mixed")
    assert tiny.EXPLANATIONS[tiny.LEAK] in plain.feedback(tiny.UNIT, "mixed")
