"""The attitude that a text shows."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from nlp.annotations import Sentiment, SentimentLabel
from nlp.reading import Probabilities

COVERED = ("fr", "en", "de", "es", "it", "pt", "nl")
LABELS: tuple[SentimentLabel, ...] = ("negative", "neutral", "positive")


class SentimentModel(Protocol):
    """Gives the probability of negative, neutral and positive; the same for the same text."""

    @property
    def versions(self) -> Mapping[str, str]: ...

    def probabilities(self, texts: Sequence[str]) -> list[Probabilities]: ...


def sentiment(probabilities: Probabilities) -> Sentiment:
    """The likeliest label; `score` is positive minus negative, `confidence` that of the label.

    >>> sentiment((0.7, 0.2, 0.1))
    Sentiment(label='negative', score=-0.6, confidence=0.7)
    """
    negative, _, positive = probabilities
    best = max(range(3), key=lambda index: probabilities[index])
    return Sentiment(
        LABELS[best], round(positive - negative, 3) + 0.0, round(probabilities[best], 3)
    )
