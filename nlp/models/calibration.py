"""From log odds to what holds: temperatures, chances and thresholds, set on held scenarios."""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from nlp.models.packed import FloatArray
from nlp.reading import Probabilities
from nlp.softmax import softmax

DIGITS = 3


class Judged(msgspec.Struct, frozen=True):
    """Sentiment (None: not sure enough to say), and the labels that hold with their chances."""

    sentiment: Probabilities | None
    intents: tuple[tuple[str, float], ...]
    flags: tuple[tuple[str, float], ...]


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """`labels` are the model's columns: sentiments, then intents, then flags.

    A label's chance is the logistic of `slopes` times its odds plus `shifts` (Platt 1999); it holds
    from its threshold on. Sentiment's odds are divided by `temperature` (Guo et al. 2017); below
    `gate` nothing is said. `promise_lean` is taken off the odds that a word promises nothing.
    """

    version: str
    sentiments: tuple[str, ...]
    intents: tuple[str, ...]
    flags: tuple[str, ...]
    temperature: float
    gate: float
    slopes: Mapping[str, float]
    shifts: Mapping[str, float]
    thresholds: Mapping[str, float]
    promise_lean: float = 0.0

    @property
    def labels(self) -> tuple[str, ...]:
        """All columns."""
        return (*self.sentiments, *self.intents, *self.flags)

    def judge(self, odds: FloatArray) -> Judged:
        """What holds, of log odds `[labels]`."""
        first, second = len(self.sentiments), len(self.sentiments) + len(self.intents)
        return Judged(
            self._sentiment(odds[:first]),
            self._held(self.intents, odds[first:second]),
            self._held(self.flags, odds[second:]),
        )

    def _sentiment(self, odds: FloatArray) -> Probabilities | None:
        chances = softmax(odds / self.temperature)
        if chances.max() < self.gate:
            return None
        negative, neutral, positive = (round(float(one), DIGITS) for one in chances)
        return negative, neutral, positive

    def _held(self, labels: Sequence[str], odds: FloatArray) -> tuple[tuple[str, float], ...]:
        found = []
        for label, odd in zip(labels, odds, strict=True):
            chance = 1 / (1 + np.exp(-(self.slopes[label] * float(odd) + self.shifts[label])))
            if chance >= self.thresholds[label]:
                found.append((label, float(chance)))
        return tuple(found)
