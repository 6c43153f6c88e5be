"""Crossing: values as tagged JSON, so that what a student's code holds can be marked by a process it cannot reach.

`pack` makes JSON of plain values, dates, numpy and pandas objects; `unpack` makes the values again. Neither executes
anything that the data names: there is no pickle, no import of what a student wrote, no call of a student's class.
"""

from .packing import Uncrossable, pack
from .unpacking import Malformed, unpack

__all__ = ["Malformed", "Uncrossable", "pack", "unpack"]
