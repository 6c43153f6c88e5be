"""The feedback page that `nbgrader generate_feedback` writes: one HTML file that needs nothing else."""

__all__ = ["FeedbackExporter"]


def __getattr__(name: str) -> object:
    """Load the exporter when nbgrader asks for it: `memo1949 feedback` makes the same pages without nbconvert."""
    if name == "FeedbackExporter":
        from .exporter import FeedbackExporter

        return FeedbackExporter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
