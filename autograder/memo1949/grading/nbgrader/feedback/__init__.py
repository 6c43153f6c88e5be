"""The feedback page that `nbgrader generate_feedback` writes: one HTML file that needs nothing else."""

from .exporter import FeedbackExporter

__all__ = ["FeedbackExporter"]
