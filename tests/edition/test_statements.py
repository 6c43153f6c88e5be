"""Events, claims and relations: each stands where it says, and points at what there is."""

import pytest

from memo1949 import edition
from memo1949.classroom.questions.date import as_date
from memo1949.edition.statements import RELATIONS

EVERYBODY = edition.persons().keys() | edition.organisations().keys()
TABLES = {"events": tuple(edition.events().values()), "claims": tuple(edition.claims().values()), "relations": edition.relations()}


def is_edtf(value):
    """Say whether a value is a date or an interval, open at most on one side."""
    parts = value.split("/")
    return len(parts) in (1, 2) and parts.count("..") <= 1 and all(part == ".." or as_date(part) == part for part in parts)


@pytest.mark.parametrize("name", TABLES)
def test_every_statement_stands_where_it_says(name):
    """text[start:end] == quote for every row, whole words; rows are in the order of the text and their ids unique."""
    table = TABLES[name]
    assert all(edition.text[one.start : one.end] == one.quote for one in table)
    assert all(any(one.start == place.start for place in edition.locate(one.quote)) for one in table)
    assert [one.start for one in table] == sorted(one.start for one in table)
    assert len({one.id for one in table}) == len(table)
    assert {one.certainty for one in table} <= {"high", "medium", "low"}


def test_events_are_dated_as_the_document_dates_them():
    """A stated date is EDTF; what other sources say is whole: a date or reference never stands without the sentence."""
    dates = edition.annotations("dates")
    for event in TABLES["events"]:
        assert event.name and event.said_by in EVERYBODY
        assert not event.date or is_edtf(event.date)
        assert not event.other_date or (event.others and is_edtf(event.other_date))
        assert not event.reference or event.others
        assert _years(event.date) <= {year for note in dates for year in _years(note.value)}


def test_every_date_of_the_text_is_an_events_or_a_numbers():
    """No dated event is left out: each annotated date lies with an event or a number of its year."""
    known = {year for event in TABLES["events"] for year in _years(event.date)} | {year for note in edition.annotations("numbers") for year in _years(note.date)}
    assert {year for note in edition.annotations("dates") for year in _years(note.value)} <= known


def _years(value):
    return {part[:4] for part in value.split("/") if part not in ("", "..")}


def test_the_order_of_telling_is_not_the_order_of_events():
    """Told from the first to the last, sorted as they happened: the table gives both, and they differ."""
    table = edition.frame("events")
    assert table.told.tolist() == list(range(1, len(table) + 1))
    dated = table[table.begins != ""].sort_values("begins", kind="stable")
    assert dated.id.iloc[0] == "london-congress" and dated.id.iloc[-1] == "conversation"
    order = dated.set_index("id").told
    assert order["air-crash"] < order["wang-ming-returns"] < order["zunyi"] and list(dated.id).index("zunyi") < list(dated.id).index("wang-ming-returns")


def test_claims_are_checked_against_something():
    """A claim has an owner in the registers or is the editor's; its result is of a known kind, with a finding and a reference."""
    results = {claim.result for claim in TABLES["claims"]}
    assert results == {"agrees", "agrees-in-part", "weakened", "differs", "not-independent", "open"}
    for claim in TABLES["claims"]:
        assert claim.by in EVERYBODY | {"editor"} and claim.claim and claim.checked and claim.finding and claim.reference
        owner = {"narrator": "narrator", "editor": "editor"}.get(claim.by, "mao")
        inside = {note.value.partition("-")[0] for note in edition.annotations("voices") if note.start < claim.end and claim.start < note.end}
        assert owner in inside or claim.id == "four-periods", claim.id


def test_relations_lead_from_one_entry_to_another():
    """Source and target are in the registers; judgements are warm, critical or hostile; every kind is used."""
    assert {one.kind for one in TABLES["relations"]} == set(RELATIONS)
    for one in TABLES["relations"]:
        assert one.source in EVERYBODY and one.target in EVERYBODY and one.value
        assert one.kind != "judges" or one.value in ("warm", "critical", "hostile")
        assert one.kind == "judges" or one.source != one.target
    assert edition.relations("plan") == tuple(one for one in TABLES["relations"] if one.kind == "plan")
    with pytest.raises(KeyError, match="judges"):
        edition.relations("loves")


def test_the_map_of_the_parties_is_the_documents():
    """Eight contacts, two of them closest, four in Mao's first bureau and three in the narrator's, four under the warning."""

    def targets(kind, source):
        return {one.target.removesuffix("-party") for one in edition.relations(kind) if one.source == source}

    assert targets("contact", "ccp") == {"indochina", "siam", "philippines", "indonesia", "burma", "india", "malaya", "korea"}
    assert targets("closest", "ccp") == {"indochina", "korea"}
    assert targets("no-contact", "ccp") == {"jcp"}
    assert targets("plan", "mao-zedong") == {"ccp", "korea", "indochina", "philippines"}
    assert targets("plan", "narrator") == {"ccp", "jcp", "korea"}
    assert targets("warning", "narrator") == {"philippines", "indonesia", "siam", "burma"}
    assert {one.source.removesuffix("-party") for one in edition.relations("wish")} == {"siam", "indochina"}


def test_a_statement_knows_section_and_voice():
    """Both come from the other layers, so that they cannot differ from them; the tables carry them."""
    warning = edition.relations("warning")[0]
    assert (warning.section, warning.voice) == ("asian-bureau", "narrator")
    for name, table in TABLES.items():
        frame = edition.frame(name)
        assert len(frame) == len(table) and frame.voice.tolist() == [one.voice for one in table]
        assert frame.section.tolist() == [one.section for one in table]
