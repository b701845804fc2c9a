"""What one pass of a language model says of a text: every head at once."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from nlp.annotations import IntentLabel
from nlp.entities import Mention
from nlp.flag import FlagLabel

Probabilities = tuple[float, float, float]
"""Of negative, neutral and positive; they sum to 1."""


class Held(msgspec.Struct, frozen=True):
    """A label that holds, how surely, and the sentence that carried the decision."""

    label: IntentLabel | FlagLabel
    confidence: float
    start: int
    end: int


class Word(msgspec.Struct, frozen=True):
    """The words of a promise. `author`: who wrote the text promises, not somebody they report."""

    author: bool
    confidence: float
    start: int
    end: int


class Reading(msgspec.Struct, frozen=True):
    """All heads of one text, calibrated, thresholds applied; offsets are those of the text.

    `sentiment` is None where the model abstains.
    """

    sentiment: Probabilities | None = None
    intents: tuple[Held, ...] = ()
    flags: tuple[Held, ...] = ()
    entities: tuple[Mention, ...] = ()
    promises: tuple[Word, ...] = ()


class LanguageModel(Protocol):
    """Reads texts of the languages that it covers; the same for the same text in any batch."""

    @property
    def versions(self) -> Mapping[str, str]:
        """The model's files, by name, with their hashes."""
        ...

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in order."""
        ...
