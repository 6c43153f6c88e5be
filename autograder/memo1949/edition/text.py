"""The document's bytes, as they are. Positions everywhere in the edition count characters of `text`."""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parent
SHA256 = "165199f16522b52f1b02b6e26da9e00720ba89ac89fd4e560e913dae3bd969ae"


class DamagedEdition(Exception):
    """A file of the edition is not what it was: install memo1949 again."""


def _read() -> str:
    """Return the document; raises DamagedEdition when its bytes have changed, for then no position would be right."""
    content = (FOLDER / "document.txt").read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise DamagedEdition("The document's file has been changed, so no quotation can be found in it. Install memo1949 again.")
    return content.decode("utf-8")


text = _read()
