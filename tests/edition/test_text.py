"""The document and its parts: the bytes are as they came, every word belongs to one sentence or heading."""

import hashlib
import runpy

import pytest

from memo1949 import edition
from memo1949.edition.text import FOLDER, SHA256


def test_the_bytes_are_as_they_came():
    """Size, characters and checksum of the document's file are those of the witness."""
    content = (FOLDER / "document.txt").read_bytes()
    assert (len(content), len(edition.text)) == (15_195, 15_185)
    assert hashlib.sha256(content).hexdigest() == SHA256


def test_a_changed_document_is_refused(tmp_path):
    """One byte more, and the edition says that it is damaged rather than give wrong positions."""
    for name, more in (("text.py", b""), ("document.txt", b"\n")):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes() + more)
    with pytest.raises(Exception, match="Install memo1949 again"):
        runpy.run_path(str(tmp_path / "text.py"))


def test_every_word_belongs_to_exactly_one_sentence_or_heading():
    """Sentences and headings cover all that is not white space, without overlap, and start and end on words."""
    covered = [0] * len(edition.text)
    for part in (*edition.sentences(), *edition.headings()):
        assert part.text == part.text.strip()
        for position in range(part.start, part.end):
            covered[position] += 1
    assert all(count == 1 for count, character in zip(covered, edition.text, strict=True) if not character.isspace())


def test_parts_lie_in_their_parents_and_have_the_ids_of_their_place():
    """A sentence lies in its paragraph, a paragraph in its section, and the ids say so."""
    for part in (*edition.paragraphs(), *edition.sentences(), *edition.headings()):
        parent = edition.segment(part.parent)
        assert parent.start <= part.start and part.end <= parent.end
        assert part.id.startswith(parent.id + ".")
    assert [section.id for section in edition.sections()] == ["opening", "mediation", "yugoslavia", "asian-bureau", "party-history"]
    assert len(edition.sentences()) == 115


def test_an_unknown_part_names_near_ones():
    """A slip in an id raises KeyError with a suggestion."""
    with pytest.raises(KeyError, match="mediation"):
        edition.segment("meditation")


def test_a_position_knows_its_section():
    """Each section's first and last character lie in it."""
    for section in edition.sections():
        assert edition.section_at(section.start) == section == edition.section_at(section.end - 1)
