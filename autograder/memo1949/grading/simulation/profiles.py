"""Who sits in a simulated class: profiles, which say how a student answers and hands in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """How a simulated student works.

    `right` and `quoted` are the chances that a value, or a supporting quotation, is right; `reach` is the share of the
    questions that the student comes to. `code` is "right", "wrong", "raising" or "" (untouched); `essay` a level of the
    unit's sample answers, or "". `sealed` is "yes", "no", or "early" (before the last change). `handed_in` is "all",
    "notebook" (without answers.json), or "damaged" (a notebook file that was cut off). Who has `pasted` left a copy of
    the first cell for students' work above it, as it was handed out.
    """

    name: str
    about: str
    right: float
    quoted: float
    reach: float = 1.0
    code: str = "right"
    essay: str = ""
    sealed: str = "yes"
    handed_in: str = "all"
    pasted: bool = False


PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("excellent", "everything right", 1.0, 1.0, essay="Proficient"),
        Profile("good", "mostly right", 0.85, 0.85, essay="Proficient"),
        Profile("pasting", "mostly right; one cell stands there twice", 0.85, 0.85, essay="Proficient", pasted=True),
        Profile("middling", "some right; changed an answer after sealing", 0.6, 0.55, code="wrong", essay="Emergent", sealed="early"),
        Profile("weak", "mostly misread, poor quotations", 0.25, 0.15, code="wrong", essay="Basic", sealed="no"),
        Profile("blank", "handed in what was handed out", 0.0, 0.0, reach=0.0, code="", sealed="no"),
        Profile("partial", "gave up half-way", 0.8, 0.6, reach=0.5, code="", sealed="no"),
        Profile("upload", "uploaded the sealed notebook alone", 0.75, 0.7, essay="Emergent", handed_in="notebook"),
        Profile("damaged", "handed in a notebook file that was cut off", 0.7, 0.7, essay="Emergent", handed_in="damaged"),
        Profile("raising", "code that stops with an error", 0.8, 0.75, code="raising", essay="Emergent"),
    )
}

# A class of twelve, the most telling first, so that a smaller class shows them too; a larger one goes round again.
CLASS: tuple[str, ...] = (
    "excellent", "damaged", "blank", "upload", "raising", "weak", "good", "middling", "partial", "pasting", "middling", "weak",
)  # fmt: skip
