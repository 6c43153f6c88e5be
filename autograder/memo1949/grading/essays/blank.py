"""Whether anything was written: the placeholder that was handed out, with other spaces perhaps, is nothing."""

import unicodedata

# What nbgrader's ClearSolutions puts in the place of a written answer, unless the course says otherwise.
STUB = "YOUR ANSWER HERE"

# How nbgrader marks in the gradebook that a cell was left as it was handed out.
NO_RESPONSE = "No response."

# What the grader's report and its last lines say of such an answer.
NOTHING_WRITTEN = "nothing written"


def nothing_in(text: str, *placeholders: str) -> bool:
    """Say whether a text is empty or one of the placeholders (always among them: nbgrader's own); spaces do not count."""
    said = _bare(text)
    return not said or said in {_bare(placeholder) for placeholder in (STUB, *placeholders)}


def _bare(text: str) -> str:
    """Return a text without spaces, line ends, and marks that cannot be seen."""
    unseen = [one for one in set(text) if one.isspace() or unicodedata.category(one) in ("Cf", "Cc")]
    return text.translate(dict.fromkeys(map(ord, unseen)))
