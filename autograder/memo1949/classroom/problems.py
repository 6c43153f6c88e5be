"""The errors of the classroom, each shown in a notebook as one plain sentence instead of a traceback."""


class ClassroomError(Exception):
    """An error whose message is written for the person in front of the notebook."""

    def _render_traceback_(self) -> list[str]:
        """Give IPython the message alone: a traceback would frighten a student and show the marker's code."""
        return [f"{type(self).__name__}: {self}"]


class QuestionError(ClassroomError, ValueError):
    """A question or its key is not well defined; for whoever writes the question."""


class AnswerError(ClassroomError, ValueError):
    """An answer does not fit its question; for the student."""


class RecordError(ClassroomError, OSError):
    """The answers could not be read or written; for the student."""


class NotAnswered(ClassroomError, AssertionError):
    """Validate found a question without a complete answer; for the student."""


class NeedsReview(ClassroomError):
    """A mark cannot be given by a machine: a person must look; for the grader."""
