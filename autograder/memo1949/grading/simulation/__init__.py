"""A simulated class: files as students hand them in, made from a unit's release and its keys."""

from .making import Student, make_class
from .profiles import CLASS, PROFILES, Profile

__all__ = ["CLASS", "PROFILES", "Profile", "Student", "make_class"]
