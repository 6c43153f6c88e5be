"""What nbgrader's configuration names: our savers, menders and feedback, each a small nbgrader part.

`configure(c)` is all that `nbgrader_config.py` needs. Nothing here changes what nbgrader writes or where.
"""

from .settings import configure

__all__ = ["configure"]
