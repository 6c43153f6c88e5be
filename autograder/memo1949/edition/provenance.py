"""Where the text comes from and whose it is, as far as that is known, and what is not known.

The catalogue's title names the Soviet speaker, whom the text never names; so nothing that students read before their own
first reading may quote this module.
"""

from dataclasses import dataclass

from .text import SHA256

ARCHIVE = "https://digitalarchive.wilsoncenter.org/document/memorandum-conversation-between-anastas-mikoyan-and-mao-zedong-1"
POLICY = "https://digitalarchive.wilsoncenter.org/document/112236.pdf"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True, slots=True)
class Right:
    """What it covers (`what`), on which terms, and where these can be read (`address`, "" for none)."""

    what: str
    terms: str
    address: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """The copy that this edition rests on: what is known of it, what is not, and the rights, those of the text first."""

    title: str
    archive: str
    checksum: str
    known: tuple[str, ...]
    unknown: tuple[str, ...]
    rights: tuple[Right, ...]


def provenance() -> Provenance:
    """Return what is known of the text's origin and of the rights in it."""
    return Provenance(
        title="Memorandum of Conversation between Anastas Mikoyan and Mao Zedong, 3 February 1949",
        archive=ARCHIVE,
        checksum=SHA256,
        known=(
            "The English text is the one that the Wilson Center's Digital Archive publishes under this title; the title is the catalogue's and not the text's.",
            "Our copy is a plain text of 15,195 bytes, taken from a printed page: words are broken across lines, a hyphen is lost, and three blank lines mark where pages ended.",
            "The records of the other conversations of these days are given there as kept in the Archive of the President of the Russian Federation, fond 39, opis 1, as printed in A. Ledovskii, R. Mirovitskaia and V. Miasnikov (eds.), Sovetsko-kitaiskie otnosheniia, vol. 5, book 2 (Moscow: Pamiatniki istoricheskoi mysli, 2005), and as translated by Sergey Radchenko.",
        ),
        unknown=(
            "Whether archive, print and translator are the same for this record: our copy does not say, and we have not seen a page that does.",
            "Title, author, place, archive's number and signature: our copy has none of them.",
            "Who took notes on that evening, in which language, and when the record was written from them.",
            "Whose the four headings and the round brackets are: the record's, the printed edition's or the translator's.",
            "Who put in the square brackets. This edition calls that hand the editor.",
            "The text of the one footnote, of which only the mark is left.",
        ),
        rights=(
            Right(
                "The English text, and quotations from it",
                "Not ours to license. The Digital Archive “welcomes reuse of Digital Archive materials for research and educational purposes. Some documents may be subject to copyright, which is retained by the rights holders”.",
                POLICY,
            ),
            Right("The annotations, registers and tables of this edition, and the lessons", "Creative Commons Attribution 4.0 International, by the memo1949 authors.", CC_BY),
            Right("The code", "The MIT License.", "https://opensource.org/license/mit"),
        ),
    )
