"""The edition of the document: its text as it is, its parts, what is said about them, and the way back from a quotation.

Quick start: `edition.text`, `edition.sentences("mediation")`, `edition.quote("some words")`, `edition.frame("voices")`.
"""

from .annotations import Annotation, annotations, layers
from .frames import frame
from .quotation import Finding, Passage, locate, quote
from .registers import Name, Organisation, Person, organisations, persons
from .segments import Segment, headings, paragraphs, section_at, sections, segment, sentences
from .text import DamagedEdition, text

__all__ = [
    "Annotation",
    "DamagedEdition",
    "Finding",
    "Name",
    "Organisation",
    "Passage",
    "Person",
    "Segment",
    "annotations",
    "frame",
    "headings",
    "layers",
    "locate",
    "organisations",
    "paragraphs",
    "persons",
    "quote",
    "section_at",
    "sections",
    "segment",
    "sentences",
    "text",
]
