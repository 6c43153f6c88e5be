"""Checks of the environment and of a course directory: what is not as it should be, and what to do. Nothing is changed."""

from .findings import Finding, examine

__all__ = ["Finding", "examine"]
