"""One thing that is read from a text, and what has to be read before it."""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from nlp.draft import Draft

Reading = Literal["language", "sentiment", "entities", "intents", "promises", "flags"]


class OutOfOrder(ValueError):
    """A step needs a reading that no step before it gives. `str(error)` names both."""


class Step(Protocol):
    """Reads one thing. What it says of a text depends on that text alone, not on its batch."""

    @property
    def gives(self) -> Reading:
        """What it reads."""
        ...

    @property
    def needs(self) -> tuple[Reading, ...]:
        """What earlier steps must have read."""
        ...

    @property
    def versions(self) -> Mapping[str, str]:
        """The models and rules that it uses, by name; they travel in every annotation."""
        ...

    def __call__(self, drafts: Sequence[Draft]) -> list[Draft]:
        """The same drafts in the same order, each with the reading added."""
        ...
