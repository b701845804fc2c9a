"""What our reader makes of a message: the truth, with the errors that it was measured to make.

The figures are those that the reader's card (docs/model-card.md) had for reader-a55f568352d4, on
messages of scenarios that it never saw. They stay, so that worlds can be compared; the readers
since are better on the same messages, and are judged on harder ones. A confidence is a chance on
them, by construction; where messages are mostly neutral, as in daily life, it is a little too sure,
as the real one would be.
"""

from collections.abc import Sequence

import numpy as np

from nlp.annotations import Intent, IntentLabel, Promise, Sentiment, SentimentLabel

LABELS: tuple[SentimentLabel, ...] = ("negative", "neutral", "positive")
# Rows: what is right; columns: what is read; the last: nothing is said.
CONFUSION = np.array([[381, 61, 40, 3], [24, 419, 26, 8], [47, 30, 254, 6]], dtype=float)
GATE = 0.42
PRECISION = {"negative": 0.843, "neutral": 0.822, "positive": 0.794}
# Precision, recall and true cases among the 1,299 messages of the card.
INTENTS: dict[IntentLabel, tuple[float, float, int]] = {
    "complaint": (0.732, 0.801, 317),
    "escalation": (0.624, 0.690, 84),
    "churn_threat": (0.449, 0.579, 107),
    "payment_dispute": (0.820, 0.872, 94),
    "legal_threat": (0.714, 0.764, 72),
    "delay": (0.685, 0.710, 138),
    "request": (0.753, 0.796, 368),
    "praise": (0.628, 0.679, 137),
    "renewal_or_expansion": (0.891, 0.687, 131),
    "referral_or_joint_opportunity": (0.653, 0.744, 86),
    "meeting_request": (0.653, 0.786, 84),
    "executive_involvement": (0.792, 0.750, 152),
}
CARD = {"negative": 485, "neutral": 477, "positive": 337}
"""Messages of each label on the card."""
ALIKE: dict[IntentLabel, dict[str, float]] = {
    label: {"negative": 0.75, "neutral": 0.16, "positive": 0.09}
    for label in ("complaint", "escalation", "churn_threat", "payment_dispute", "legal_threat")
}
"""Where false cases lie: mostly they are confused with their like, seldom found in routine. Those
of the other labels lie evenly."""
INTENT_GATE = 0.35
PROMISE_FOUND, OWNER_RIGHT, DAY_RIGHT, DAY_NAMED = 0.646, 0.722, 157 / 173, 0.75
PROMISE_FALSE = 0.09
"""False promises a message: with one true promise in eight messages, the card's precision."""


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


_ROWS = {label: np.cumsum(row / row.sum()) for label, row in zip(LABELS, CONFUSION, strict=True)}
_SURE = {label: _Surety(GATE, right) for label, right in PRECISION.items()}
_INTENT_SURE = {label: _Surety(INTENT_GATE, found[0]) for label, found in INTENTS.items()}


def _false_rates() -> dict[str, list[tuple[IntentLabel, float]]]:
    found: dict[str, list[tuple[IntentLabel, float]]] = {label: [] for label in LABELS}
    for name, (precision, recall, support) in INTENTS.items():
        false = support * recall * (1 - precision) / precision
        everywhere = {label: CARD[label] / sum(CARD.values()) for label in LABELS}
        for label, share in ALIKE.get(name, everywhere).items():
            found[label].append((name, false * share / CARD[label]))
    return found


_FALSE = _false_rates()
_ANY_FALSE = {
    label: 1 - float(np.prod([1 - rate for _, rate in rates])) for label, rates in _FALSE.items()
}


def sentiment(chance: np.random.Generator, right: SentimentLabel) -> Sentiment | None:
    """The label read, or nothing."""
    first, second, split = chance.random(3)
    place = int(np.searchsorted(_ROWS[right], first, side="right"))
    if place >= len(LABELS):
        return None
    read = LABELS[place]
    confidence = _SURE[read].draw(second, right=read == right)
    rest = 1 - confidence
    certain = confidence - rest * (0.1 + 0.4 * split)
    score = rest * (2 * split - 1) if read == "neutral" else certain
    score = -score if read == "negative" else score
    return Sentiment(read, round(float(score), 3), round(confidence, 3))


def intents(
    chance: np.random.Generator, right: Sequence[IntentLabel], tone: SentimentLabel
) -> tuple[Intent, ...]:
    """Those found of the true ones, and false ones."""
    found = []
    for name in dict.fromkeys(right):
        first, second = chance.random(2)
        if first < INTENTS[name][1]:
            found.append(_intent(name, second, right=True))
    if chance.random() < _ANY_FALSE[tone]:
        rates = _FALSE[tone]
        draws = chance.random((len(rates), 2))
        hit = [at for at, (_, rate) in enumerate(rates) if draws[at, 0] < rate / _ANY_FALSE[tone]]
        found += [
            _intent(rates[at][0], float(draws[at, 1]), right=False)
            for at in hit
            if rates[at][0] not in right
        ]
    return tuple(found)


def _intent(name: IntentLabel, uniform: float, *, right: bool) -> Intent:
    return Intent(name, round(_INTENT_SURE[name].draw(uniform, right=right), 3), 0, 1)


def promises(
    chance: np.random.Generator, true: Promise | None, false_due: str
) -> tuple[Promise, ...]:
    """The promise if it was found, and a false one now and then."""
    found = []
    draws = chance.random(6)
    if true is not None and draws[0] < PROMISE_FOUND:
        owner = true.owner
        if draws[1] > OWNER_RIGHT:
            owner = "us" if owner == "partner" else "partner"
        due = true.due if draws[2] < DAY_RIGHT else None
        found.append(Promise(owner, true.what, due))
    if draws[3] < PROMISE_FALSE:
        due = false_due if draws[4] < DAY_NAMED else None
        found.append(Promise("us" if draws[5] < 0.5 else "partner", "send it", due))
    return tuple(found)
