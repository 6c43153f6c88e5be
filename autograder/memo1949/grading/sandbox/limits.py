"""How much a submission may use before it is stopped, and what is said when it is."""

from dataclasses import asdict, dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds a cell and a notebook; megabytes of memory and disk; processes; characters of output a cell, megabytes a reply."""

    cell: float = 30.0
    notebook: float = 600.0
    memory: int = 1024
    disk: int = 256
    processes: int = 64
    output: int = 1_000_000
    reply: int = 64

    def to_json(self) -> dict:
        """Return the limits as plain data."""
        return asdict(self)


# What a student and a grader read. {0} is the limit.
TOLD = {
    "time": "This notebook ran for more than {0:g} seconds and was stopped. Look for a loop that never ends.",
    "cell": "This cell ran for more than {0:g} seconds and could not be interrupted, so the notebook was stopped here.",
    "memory": "This notebook used more than {0} megabytes of memory and was stopped.",
    "processes": "This notebook started more than {0} processes and was stopped.",
    "disk": "This notebook wrote more than {0} megabytes and was stopped.",
    "reply": "This cell produced more than {0} megabytes and the notebook was stopped.",
    "forged": "This notebook wrote to the grader's own line and was stopped.",
    "died": "Python ended while this cell ran (exit, crash or kill), so the notebook stopped here.",
}
