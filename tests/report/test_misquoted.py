"""The class's quotations on the document: each is counted where it stands, and as what it is."""

from memo1949 import edition
from memo1949.grading.report.misquoted import LEVELS, Heat, Sentence, heat

from .work import CAN, CONTRADICTION, OUR, SEVEN, held, row

RULED_OUT = "Mao Zedong absolutely ruled out this possibility"


def counted(found: Heat) -> dict[str, Sentence]:
    """Return the sentences that somebody quoted, by id."""
    return {one.id: one for one in found.touched}


def sentence_of(words: str) -> str:
    """Return the id of the sentence in which words stand."""
    place = edition.locate(words)[0]
    return next(part.id for part in edition.sentences() if part.start <= place.start < part.end)


def test_each_quotation_is_counted_where_it_stands() -> None:
    """Accepted; from elsewhere; too long; not quite the document's words; and one that is nothing like it, which has no place."""
    right = held().questions[OUR].key.evidence[0]
    long = " ".join(edition.paragraphs("yugoslavia")[0].text.split()[:50])
    quotes = [(right, True), (RULED_OUT, False), (long, False), ("Mao Zedong absolutely never ruled out any such possibility", False), ("zzz qqq xxx vvv kkk", False)]
    found = heat(held(), [row(OUR, "cc", quote=quote, supported=supported) for quote, supported in quotes])
    by_id = counted(found)
    assert (found.given, found.accepted, found.nowhere) == (5, 1, 1)
    assert by_id[sentence_of(right)].counts == 1 and by_id[sentence_of(RULED_OUT)].elsewhere >= 1
    assert by_id[sentence_of(RULED_OUT)].inexact == 1 and by_id["yugoslavia.p1.s1"].length == 1


def test_a_quotation_over_two_sentences_is_counted_in_both() -> None:
    """Whoever quotes the end of one sentence and the beginning of the next has quoted both."""
    first, second = edition.sentences("mediation")[2:4]
    words = " ".join([*first.text.split()[-5:], *second.text.split()[:5]])
    found = counted(heat(held(), [row(SEVEN, 7, quote=words, supported=False)]))
    assert set(found) == {first.id, second.id} and all(one.elsewhere == 1 for one in found.values())


def test_passages_given_as_answers_are_quotations_too() -> None:
    """Where the answer itself is a quotation, each passage is counted, the right and the wrong."""
    right = held().questions[CONTRADICTION].asked.question.sample(held().questions[CONTRADICTION].key.key)
    found = heat(held(), [row(CONTRADICTION, [right[0], "On the evening of 3 February 1949 another conversation"])])
    assert (found.given, found.accepted) == (2, 1) and counted(found)["opening.p1.s1"].elsewhere == 1


def test_what_could_stand_in_many_places_is_not_put_into_one() -> None:
    """A name, too short to count, stands in dozens of sentences, and none of them is blamed."""
    found = heat(held(), [row(CAN, "can", quote="Mao Zedong", supported=False)])
    assert (found.given, found.nowhere, found.touched, found.steps) == (1, 1, [], ())


def test_levels_go_up_to_the_most() -> None:
    """The sentence most often quoted in vain has the highest level, and the legend names the numbers of each."""
    other = edition.sentences("yugoslavia")[0].text
    entries = [row(OUR, "cc", quote=RULED_OUT, supported=False)] * 7 + [row(SEVEN, 5, quote=" ".join(other.split()), supported=False)]
    found = heat(held(), entries)
    first, *_, last = found.touched
    assert (first.refused, first.level, first.questions) == (7, LEVELS, {"2": None}) and (last.refused, last.level) == (1, 1)
    assert found.steps == ((1, 1, 1), (2, 2, 3), (3, 4, 5), (4, 6, 7))


def test_the_whole_document_is_there_in_its_order() -> None:
    """Every sentence and heading stands on the map once, without any quotation too; dropped questions are left out."""
    found = heat(held(), [row(OUR, "cc", quote=RULED_OUT, supported=False)], dropped=[OUR])
    shown = [one.id for heading, parts in found.sections for part in ((heading,), *parts) for one in part if one]
    assert shown == [part.id for part in sorted((*edition.headings(), *edition.sentences()), key=lambda part: part.start)]
    assert (found.given, found.touched) == (0, [])
