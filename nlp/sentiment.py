"""The attitude that a text shows, read by a model where the language is covered."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from nlp.annotations import Sentiment, SentimentLabel
from nlp.draft import Draft
from nlp.excerpt import excerpts
from nlp.step import Reading

COVERED = ("fr", "en", "de", "es", "it", "pt", "nl")
LABELS: tuple[SentimentLabel, ...] = ("negative", "neutral", "positive")
Probabilities = tuple[float, float, float]


class SentimentModel(Protocol):
    """Gives the probability of negative, neutral and positive; the same for the same text."""

    @property
    def versions(self) -> Mapping[str, str]: ...

    def probabilities(self, texts: Sequence[str]) -> list[Probabilities]: ...


class Tone(msgspec.Struct, frozen=True):
    """The step. Without a model, a covered language or words, there is no sentiment."""

    model: SentimentModel | None
    gives: Reading = "sentiment"
    needs: tuple[Reading, ...] = ("language",)

    @property
    def versions(self) -> Mapping[str, str]:
        return {} if self.model is None else self.model.versions

    def __call__(self, drafts: Sequence[Draft]) -> list[Draft]:
        texts = [_legible(draft) for draft in drafts]
        wanted = [text for text in dict.fromkeys(texts) if text is not None]
        if self.model is None or not wanted:
            return list(drafts)
        read = dict(zip(wanted, self.model.probabilities(wanted), strict=True))
        return [
            draft
            if text is None
            else msgspec.structs.replace(draft, sentiment=sentiment(read[text]))
            for draft, text in zip(drafts, texts, strict=True)
        ]


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


def _legible(draft: Draft) -> str | None:
    """The text to judge; None is unknown, which is not neutral."""
    if draft.language not in COVERED:
        return None
    text = "\n".join(excerpt.text for excerpt in excerpts(draft.text))
    return text if any(character.isalpha() for character in text) else None
