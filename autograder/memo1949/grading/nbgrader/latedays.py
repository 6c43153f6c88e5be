"""A late penalty that grows: so many percent of the score for each day begun, set up in nbgrader_config.py."""

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float

_DAY = 86400


class LateDays(LateSubmissionPlugin):
    """nbgrader's plugin, which knows "none" and "zero", with a way between."""

    percent_a_day = Float(10.0, min=0.0, max=100.0, help="Percent of the score that each day begun costs.").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """Return the points to take off: never more than the score; None when it is not late."""
        days = -int(-total_seconds_late // _DAY)
        return min(score, score * self.percent_a_day * days / 100) if days > 0 else None
