"""The edition as one TEI P5 document, for other tools and for keeping."""


def tei() -> str:
    """Return the edition as TEI P5 XML: text, annotations, registers, provenance and rights.

    All that stands in its `body` outside `corr` is the document, character by character. Raises DamagedEdition when it is
    not, because two annotations cross each other.
    """
    from .encoding import document  # XML is read and written only by those who ask for it

    return document()
