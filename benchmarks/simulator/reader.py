"""What our reader makes of a message: the truth, with the errors that it was measured to make."""

from collections.abc import Sequence

import numpy as np

from benchmarks.simulator.errors import EVERYDAY, HARD, Errors
from nlp.annotations import Intent, IntentLabel, Promise, Sentiment, SentimentLabel
from nlp.sentiment import LABELS

ALIKE: dict[IntentLabel, dict[str, float]] = {
    label: {"negative": 0.75, "neutral": 0.16, "positive": 0.09}
    for label in ("complaint", "escalation", "churn_threat", "payment_dispute", "legal_threat")
}
"""Where false cases lie: mostly they are confused with their like, seldom found in routine. Those
of the other labels lie evenly."""
GATE, INTENT_GATE = 0.42, 0.35


class _Surety:
    """Draws a confidence such that what is said with it is right that often."""

    def __init__(self, gate: float, right: float) -> None:
        grid = np.linspace(gate, 0.99, 80)
        # A slope towards certainty, bent until its mean is the share right.
        low, high = -40.0, 40.0
        for _ in range(60):
            middle = (low + high) / 2
            weight = np.exp(middle * grid)
            low, high = (
                (middle, high) if (weight * grid).sum() < right * weight.sum() else (low, middle)
            )
        weight = np.exp(low * grid)
        self._grid = grid
        self._right = np.cumsum(weight * grid) / (weight * grid).sum()
        self._wrong = np.cumsum(weight * (1 - grid)) / (weight * (1 - grid)).sum()

    def draw(self, uniform: float, *, right: bool) -> float:
        """A confidence for what is right, or wrong."""
        place = np.searchsorted(self._right if right else self._wrong, uniform)
        return float(self._grid[min(int(place), len(self._grid) - 1)])


class Reader:
    """Reads with the errors given.

    A confidence is a chance on messages as they were measured on, by construction; where messages
    are mostly neutral, as in daily life, it is a little too sure, as the real one would be.
    """

    def __init__(self, errors: Errors) -> None:
        self.errors = errors
        self._rows = {
            label: np.cumsum(np.array(row, dtype=float) / sum(row))
            for label, row in zip(LABELS, errors.confusion, strict=True)
        }
        self._sure = {
            label: _Surety(GATE, right)
            for label, right in zip(LABELS, errors.precision(), strict=True)
        }
        self._intent_sure = {
            label: _Surety(INTENT_GATE, found[0]) for label, found in errors.intents.items()
        }
        self._false = _false_rates(errors)
        self._any_false = {
            label: 1 - float(np.prod([1 - rate for _, rate in rates]))
            for label, rates in self._false.items()
        }

    def sentiment(self, chance: np.random.Generator, right: SentimentLabel) -> Sentiment | None:
        """The label read, or nothing."""
        first, second, split = chance.random(3)
        place = int(np.searchsorted(self._rows[right], first, side="right"))
        if place >= len(LABELS):
            return None
        read = LABELS[place]
        confidence = self._sure[read].draw(second, right=read == right)
        rest = 1 - confidence
        certain = confidence - rest * (0.1 + 0.4 * split)
        score = rest * (2 * split - 1) if read == "neutral" else certain
        score = -score if read == "negative" else score
        return Sentiment(read, round(float(score), 3), round(confidence, 3))

    def intents(
        self, chance: np.random.Generator, right: Sequence[IntentLabel], tone: SentimentLabel
    ) -> tuple[Intent, ...]:
        """Those found of the true ones, and false ones."""
        found = []
        for name in dict.fromkeys(right):
            first, second = chance.random(2)
            if first < self.errors.intents[name][1]:
                found.append(self._intent(name, second, right=True))
        if chance.random() < self._any_false[tone]:
            rates, any_false = self._false[tone], self._any_false[tone]
            draws = chance.random((len(rates), 2))
            hit = [at for at, (_, rate) in enumerate(rates) if draws[at, 0] < rate / any_false]
            found += [
                self._intent(rates[at][0], float(draws[at, 1]), right=False)
                for at in hit
                if rates[at][0] not in right
            ]
        return tuple(found)

    def _intent(self, name: IntentLabel, uniform: float, *, right: bool) -> Intent:
        sure = self._intent_sure[name].draw(uniform, right=right)
        return Intent(name, round(sure, 3), 0, 1)

    def promises(
        self, chance: np.random.Generator, true: Promise | None, false_due: str
    ) -> tuple[Promise, ...]:
        """The promise if it was found, and a false one now and then."""
        found, errors = [], self.errors
        draws = chance.random(6)
        if true is not None and draws[0] < errors.promise_found:
            owner = true.owner
            if draws[1] > errors.owner_right:
                owner = "us" if owner == "partner" else "partner"
            due = true.due if draws[2] < errors.day_right else None
            found.append(Promise(owner, true.what, due))
        if draws[3] < errors.promise_false:
            due = false_due if draws[4] < errors.day_named else None
            found.append(Promise("us" if draws[5] < 0.5 else "partner", "send it", due))
        return tuple(found)


def _false_rates(errors: Errors) -> dict[str, list[tuple[IntentLabel, float]]]:
    found: dict[str, list[tuple[IntentLabel, float]]] = {label: [] for label in LABELS}
    many = dict(zip(LABELS, errors.messages(), strict=True))
    everywhere = {label: count / sum(many.values()) for label, count in many.items()}
    for name, (precision, recall, support) in errors.intents.items():
        false = support * recall * (1 - precision) / precision
        for label, share in ALIKE.get(name, everywhere).items():
            found[label].append((name, false * share / many[label]))
    return found


READERS = {"everyday": Reader(EVERYDAY), "hard": Reader(HARD)}
"""By the `reader` of a world."""
