"""What a check finds, and the checks in their order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

GOOD, ADVICE, PROBLEM = "good", "advice", "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `level` (good, advice, problem), what was seen, and what to do about it ("" when it is good)."""

    level: str
    seen: str
    remedy: str = ""


Check = Callable[[Path], Iterator[Finding]]


def examine(course: Path) -> Iterator[Finding]:
    """Yield the findings about this environment and a course directory, as they are made; changes nothing.

    A check that itself fails is a finding too.
    """
    from ..nbgrader.running import CourseError
    from . import course as courses
    from . import environment

    checks: tuple[Check, ...] = (
        environment.versions,
        environment.programs,
        environment.isolation,
        environment.disk,
        courses.configuration,
        courses.gradebook,
        courses.exchange,
        courses.sources,
        courses.releases,
        courses.students,
        courses.leftovers,
    )
    seen = set()
    for check in checks:
        try:
            for finding in check(course):
                seen.add(finding.seen)
                yield finding
        except CourseError as error:  # several checks may need what one of them has found wanting
            if str(error) not in seen:
                seen.add(str(error))
                yield Finding(PROBLEM, str(error), "Mend that, then call this again.")
        except Exception as error:
            yield Finding(PROBLEM, f"The check of {check.__name__} failed: {type(error).__name__}: {error}", "Mend what the message names, then call this again.")
