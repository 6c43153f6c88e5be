"""What a command need not load."""

import sys


def lean() -> None:
    """Spare a command that only grades what others load for their own sake.

    jsonschema, which nbgrader brings along, builds a grammar for internationalised addresses as soon as it is imported:
    more than a second. It does without when that package is not there, and nothing here checks such addresses.
    """
    sys.modules.setdefault("rfc3987_syntax", None)
