"""The class report: pages that open offline and say what a class has understood, and who needs a person."""

from .classwork import read
from .making import write_report, write_term

__all__ = ["read", "write_report", "write_term"]
