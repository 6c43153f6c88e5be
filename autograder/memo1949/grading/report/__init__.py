"""The class report: one page that opens offline and says what a class has understood, and who needs a person."""

from .page import write_report

__all__ = ["write_report"]
