"""Weighing: a claim, passages of the document, and for each the pile that the student puts it on. It has no key."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from ..notebook import Asked
from ..page import answer_html
from ..problems import AnswerError, QuestionError
from ..questions import Outcome
from ..questions.choice import one_of
from ..questions.outcome import Pairs, as_pairs, require_text
from ..record import Saved
from .pictures.markup import Html, element, picture, table
from .pictures.passages import Passage, located

PILES: Pairs = (("for", "speaks for it"), ("against", "speaks against it"), ("neither", "does not decide"))


@dataclass(frozen=True, slots=True)
class Weighing:
    """Value: {passage id: pile}, perhaps not for all passages yet; the piles are "for", "against" and "neither"."""

    prompt: str
    passages: Pairs
    kind: ClassVar[str] = "weighing"
    quotes: ClassVar[int] = 0

    def __post_init__(self) -> None:
        """Check the definition; raises QuestionError."""
        require_text(self.prompt, "The claim")
        object.__setattr__(self, "passages", as_pairs(self.passages, "Passages"))
        for name, words in self.passages:
            try:
                located(words)
            except LookupError as error:
                raise QuestionError(f"The passage {name!r} does not stand in the document: “{words}”. {error.args[0]}") from None

    def spec(self) -> dict:
        """Return what the widget needs, as JSON."""
        shown = [[name, passage.text, passage.place, passage.voice] for name, passage in self.placed()]
        return {"kind": self.kind, "prompt": f"The claim: {self.prompt}", "claim": self.prompt, "quotes": 0, "passages": shown, "piles": [list(pile) for pile in PILES]}

    def check(self, value: object) -> dict[str, str]:
        """Return {passage: pile} in the passages' order, without those still open; raises AnswerError."""
        if not isinstance(value, Mapping):
            raise AnswerError(f"Give a dictionary, for example {{{self.passages[0][0]!r}: 'for'}}; the piles are 'for', 'against' and 'neither'.")
        for name in value:
            one_of(name, self.passages)
        return {name: one_of(value[name], PILES) for name, _ in self.passages if value.get(name) not in (None, "")}

    def complete(self, value: object) -> bool:
        """Say whether every passage lies on a pile."""
        return bool(value) and len(value) == len(self.passages)

    def describe(self, value: dict[str, str]) -> str:
        """Return what is decided, in words."""
        piles = dict(PILES)
        return "; ".join(f"“{passage.text}” {piles[value[name]]}" for name, passage in self.placed() if name in value)

    def check_key(self, key: object, misreadings: Mapping[Hashable, str]) -> None:
        """Refuse a key: weighing has none. Raises QuestionError."""
        raise QuestionError("Weighing has no key: what a passage is worth is for the student to decide and to say why.")

    def score(self, value: dict[str, str], key: object) -> Outcome:
        """Refuse to score, as there is no key. Raises QuestionError."""
        raise QuestionError("Weighing is not marked.")

    def sample(self, key: object) -> dict[str, str]:
        """Return a value that leaves nothing open."""
        return {name: "neither" for name, _ in self.passages}

    def placed(self) -> list[tuple[str, Passage]]:
        """Return the passages by id, with where they stand."""
        return [(name, located(words)) for name, words in self.passages]


def weighing_html(asked: Asked, saved: Saved | None) -> Html:
    """Return a claim with its passages and, so far as it is decided, what each is worth, as a table."""
    piles, value = dict(PILES), (saved.value if saved and isinstance(saved.value, dict) else {})
    rows = [(element("q", passage.text), passage.place, passage.voice, piles.get(value.get(name), "not decided")) for name, passage in asked.question.placed()]
    alike = table("What each passage is worth for the claim", ("passage", "where", "voice", "you decided"), rows)
    claim = element("p", "The claim: ", element("strong", asked.question.prompt))
    return picture("weigh", f"Weigh the evidence (practice {asked.number})", claim, alike, Html(answer_html(asked, saved)))
