"""The folders of a course whose files go to students: no file with keys, marks or others' answers may be written there."""

from pathlib import Path

# By nbgrader, with the package, or (source/) with the next release.
STUDENTS = ("lessons", "release", "source", "submitted", "autograded", "feedback", "attempts")


def refusal(path: Path, course: Path | None, holds: str) -> str:
    """Return why a file or folder must not be written at `path`, in a sentence, "" when it may.

    `course` is the course directory, None for the nearest directory above that has an nbgrader_config.py; `holds` says what
    is in the file.
    """
    path = path.resolve()
    top = course.resolve() if course else next((folder for folder in path.parents if (folder / "nbgrader_config.py").exists()), None)
    inside = path.relative_to(top).parts if top and path.is_relative_to(top) else ()
    if not inside or inside[0] not in STUDENTS:
        return ""
    return f"{path} would go to students, with {holds} in it. Name a place outside {', '.join(STUDENTS)}."
