"""References: one bibliography, and every reference of registers, cards and further reading leads into it."""

import re
from itertools import chain

import pytest

from memo1949 import edition
from notebooks.notebook import ALL, cells

WORKS = edition.bibliography()


def references_of_registers():
    """Yield (where, reference) of every register."""
    entries = chain(edition.persons().values(), edition.organisations().values(), edition.places().values(), edition.events().values(), edition.claims().values())
    return [(entry.id, entry.reference) for entry in entries if entry.reference]


def references_of_notebooks():
    """Yield (where, reference) of every card and of every line under "Further reading"."""
    found = []
    for path in ALL:
        for cell in cells(path, "markdown"):
            cards = [block.splitlines()[-1] for block in cell.source.split("\n\n") if block.startswith("> ")]
            further = re.findall(r"^- .+$", cell.source, re.M) if cell.source.startswith("## Further reading") else []
            found += [(f"{path.stem}: {cell.id}", line.removeprefix("> ")) for line in cards + further]
    return found


REFERENCES = references_of_registers() + references_of_notebooks()


def test_a_work_has_a_title_a_year_and_a_name_of_its_own():
    """No work stands there twice; each has a title, a year or "online" (one has no year that we know), an https address or none."""
    titles = [name for work in WORKS.values() for name in (work.title, *work.names)]
    assert len(set(titles)) == len(titles)
    for work in WORKS.values():
        assert work.title and (work.author or work.published or work.url)
        assert re.fullmatch(r"online|\d{4}(–\d{4})?", work.year) or work.id == "zhong-su"
        assert not work.url or re.match(r"https?://[^ ]+$", work.url)


@pytest.mark.parametrize(("where", "reference"), REFERENCES, ids=lambda value: value[:40])
def test_every_reference_is_in_the_bibliography(where, reference):
    """Each part of it names a work as the bibliography does; address, year and number of the document are that work's."""
    works = edition.cited(reference)
    assert works, where
    for year in re.findall(r"\((?:[^()]*\D)?(\d{4}(?:–\d{4})?)(?:[;,][^()]*)?\)", re.sub(r"\]\([^)]*\)", "", reference)):
        assert any(year in work.year or work.year == "online" or year in work.published for work in works), (where, year)
    for number, address in re.findall(r"document (\d+)(?:, summary)?(?:\]\(|, )(https://[^\s);]+)", reference):
        assert re.search(rf"/d?{number}$", address), where


def test_every_work_is_referred_to():
    """The bibliography lists what is used, and nothing else."""
    used = {work.id for _, reference in REFERENCES for work in edition.cited(reference)}
    assert set(WORKS) - used == set()


def test_a_reference_to_an_unknown_work_is_refused():
    """Somebody who misspells a title is told the part that names no work; a wrong address is told with its work."""
    with pytest.raises(LookupError, match="Communism in Corea"):
        edition.cited("R. A. Scalapino and Chong-Sik Lee, Communism in Korea (1972); R. A. Scalapino, Communism in Corea (1972)")
    with pytest.raises(LookupError, match="no address of boorman"):
        edition.cited("“Li Li-san”, in H. L. Boorman (ed.), Biographical Dictionary of Republican China, https://example.org/li")


def test_an_article_belongs_to_the_work_named_after_it():
    """Several articles of one dictionary are one reference; several works are several."""
    assert [work.id for work in edition.cited("“Li Li-san”; “Ch'ü Ch'iu-pai”, in H. L. Boorman (ed.), Biographical Dictionary of Republican China")] == ["boorman"]
    assert [work.id for work in edition.cited("*Mao: The Real Story*; [FRUS 1949, vol. V, document 525](https://history.state.gov/historicaldocuments/frus1949v05/d525)")] == ["frus-1949-v", "pantsov-levine"]


def test_a_work_is_named_in_whole_words():
    """A volume is not named by another whose number begins alike, nor a book by an article whose title does."""
    assert [work.id for work in edition.cited("FRUS 1949, vol. VIII, document 22")] == ["frus-1949-viii"]
    assert [work.id for work in edition.cited("I. V. Kovalev, “Dialog Stalina s Mao Tszedunom”")] == ["kovalev"]


def test_a_reference_gives_the_author_of_a_book_or_article():
    """Wherever a book or an article is named, its author's surname stands beside it, spelled as the bibliography has it."""
    papers = {"resolution-1945", "resolution-1948", "strength", "cable-okano", "recollections", "rsdlp-1903"}
    for where, reference in REFERENCES:
        for work in edition.cited(reference):
            surname = re.findall(r"[\w'-]+", work.author.removesuffix(" (ed.)").removesuffix(" and others"))[-1:]
            if surname and work.id not in papers and not work.id.startswith("frus-") and "in the same dictionary" not in reference:
                assert surname[0] in reference, (where, work.id)
