"""The teacher's guide: one page, made anew from source/, the lessons and the edition, and never handed to students."""

from .guide import Guide, guide_of
from .page import render

__all__ = ["Guide", "guide_of", "render"]
