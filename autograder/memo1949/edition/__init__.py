"""The edition of the document: its text as it is, its parts, what is said about them, and the way back from a quotation.

Quick start: `edition.text`, `edition.sentences("mediation")`, `edition.quote("some words")`, `edition.frame("voices")`.

What is said about the text comes in three kinds, each a CSV file, each to be had as objects and as a table:

- layers, about places of the text: `edition.annotations("numbers")`, `edition.frame("numbers")`
- registers, of what is named in it: `edition.persons()`, `edition.organisations()`, `edition.places()`, by id;
  `edition.frame("register-places")`
- statements, what it says at a place: `edition.events()` and `edition.claims()` by id, `edition.relations("judges")`;
  `edition.frame("events")`

`edition.bibliography()` has every work that is referred to; `edition.cited(reference)` finds the works a reference names.

`edition.tei()` is all of it as one TEI document; `edition.provenance()` says where the text comes from and whose it is.
"""

from .annotations import Annotation, Bracket, Fault, Number, Voice, annotations, layers, voice_at
from .bibliography import Work, bibliography, cited
from .export import tei
from .frames import frame
from .provenance import Provenance, provenance
from .quotation import Finding, Passage, locate, quote
from .registers import Name, Organisation, Person, Place, organisations, persons, places
from .segments import Segment, headings, paragraphs, section_at, sections, segment, sentences
from .statements import Claim, Event, Relation, claims, events, relations
from .text import DamagedEdition, text

__all__ = [
    "Annotation",
    "Bracket",
    "Claim",
    "DamagedEdition",
    "Event",
    "Fault",
    "Finding",
    "Name",
    "Number",
    "Organisation",
    "Passage",
    "Person",
    "Place",
    "Provenance",
    "Relation",
    "Segment",
    "Voice",
    "Work",
    "annotations",
    "bibliography",
    "cited",
    "claims",
    "events",
    "frame",
    "headings",
    "layers",
    "locate",
    "organisations",
    "paragraphs",
    "persons",
    "places",
    "provenance",
    "quote",
    "relations",
    "section_at",
    "sections",
    "segment",
    "sentences",
    "tei",
    "text",
    "voice_at",
]
