"""Essays: written answers that a person marks, with help beside them in formgrader, and what was left blank told from 0 points."""

from .blank import NOTHING_WRITTEN, STUB, nothing_in

__all__ = ["NOTHING_WRITTEN", "STUB", "nothing_in"]
