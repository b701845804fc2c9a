"""From log odds to what holds: temperatures, chances and thresholds, set on held scenarios."""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

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
    from its threshold on. A flag holds in a text that needs a look: where as many flags are to be
    expected (the sum of their chances) as `look` says; if none of them reaches its threshold, the
    likeliest holds. Sentiment's odds are divided by `temperature` (Guo et al. 2017); below
    `gate` nothing is said. `promise_lean` is taken off the odds that a word promises nothing,
    `product_lean` added to those that it names a product.
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
    look: float
    promise_lean: float = 0.0
    product_lean: float = 0.0

    @property
    def labels(self) -> tuple[str, ...]:
        """All columns."""
        return (*self.sentiments, *self.intents, *self.flags)

    def judge(self, odds: FloatArray) -> Judged:
        """What holds, of log odds `[labels]`."""
        first, second = len(self.sentiments), len(self.sentiments) + len(self.intents)
        return Judged(
            self._sentiment(odds[:first]),
            tuple(self._held(self._chances(self.intents, odds[first:second]))),
            self._flags(odds[second:]),
        )

    def _sentiment(self, odds: FloatArray) -> Probabilities | None:
        chances = softmax(odds / self.temperature)
        if chances.max() < self.gate:
            return None
        negative, neutral, positive = (round(float(one), DIGITS) for one in chances)
        return negative, neutral, positive

    def _flags(self, odds: FloatArray) -> tuple[tuple[str, float], ...]:
        chances = self._chances(self.flags, odds)
        if sum(chances.values()) < self.look:
            return ()
        return tuple(self._held(chances)) or (max(chances.items(), key=itemgetter(1)),)

    def _chances(self, labels: Sequence[str], odds: FloatArray) -> dict[str, float]:
        return {
            label: float(1 / (1 + np.exp(-(self.slopes[label] * odd + self.shifts[label]))))
            for label, odd in zip(labels, odds.tolist(), strict=True)
        }

    def _held(self, chances: Mapping[str, float]) -> Iterator[tuple[str, float]]:
        return (one for one in chances.items() if one[1] >= self.thresholds[one[0]])
