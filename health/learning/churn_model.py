"""The risk of leaving by a trained model: a monotone sum of curves, as a calibrated probability."""

import math
from collections.abc import Sequence

import msgspec
import numpy as np

from health.learning.additive import KNOTS, Curve, held_back, learned
from health.learning.bootstrap import Floats
from health.learning.ordinal import fit, sigmoid
from health.learning.rows import RED, Whole, goodness_of
from health.policy import Policy
from health.relationship import Relationship
from health.standing import Standing
from health.terms import Terms

SURE = 1e-6
"""Chances nearer to 0 or 1 than that are taken as that: their log odds know no bounds."""


class Leaving(msgspec.Struct, frozen=True):
    """`start`: the log odds of leaving where every measure is known and at its best; each curve
    adds its own, and better never adds more."""

    curves: tuple[Curve, ...]
    start: float

    def chances(self, goodness: Floats) -> Floats:
        """Of each row; `goodness` from 0 to 1, nan where it was not measured."""
        total = np.full(len(goodness), self.start)
        for place, one in enumerate(self.curves):
            total += one.at(goodness[:, place])
        return sigmoid(total)

    def chance(self, goodness: Sequence[int | None]) -> float:
        """Of one day, in thousandths of goodness: the same without arrays, which cost more than it.

        >>> Leaving((Curve("silence", (2.0, 2.0, 1.0, 0.0, 0.0), 0.5, 0.0),), -1.0).chance([500])
        0.5
        """
        odds = self.start
        for curve, good in zip(self.curves, goodness, strict=True):
            odds += _at(curve, good)
        return 0.5 * (1 + math.tanh(odds / 2))


def _at(curve: Curve, good: int | None) -> float:
    if good is None:
        return curve.missing
    # The knots are evenly spaced.
    place, rest = divmod(good * (len(KNOTS) - 1), 1000)
    if place >= len(KNOTS) - 1:
        return curve.trouble[-1]
    low, high = curve.trouble[place : place + 2]
    return low + (high - low) * rest / 1000


class TrainedChurn(msgspec.Struct, frozen=True):
    """A `health.churn.ChurnModel`."""

    version: str
    model: Leaving

    def risk(
        self, now: Relationship, standing: Standing, terms: Terms, policy: Policy
    ) -> float | None:
        """None where the band is unknown, as by the rule."""
        if now.settled.band == "unknown" or standing.total is None:
            return None
        return round(self.model.chance(goodness_of(now, terms, policy)), 3)


def leaving_learned(goodness: Floats, truth: Whole, partner: Whole) -> tuple[Leaving, float]:
    """The model, and the ridge that was chosen on partners left out in turn.

    What those were told by models that had not seen them also calibrates it (Platt 1999): a sum
    that fits its own partners too well says less of others than it seems to.
    """
    ridge, (_, apart) = held_back(goodness, truth, partner)
    # Without a yellow row both doors of the ordinal model are one, and it is a logistic one.
    found = learned(goodness, truth, ridge)
    slope, door = recalibration(apart, truth)
    curves = tuple(
        msgspec.structs.replace(
            one,
            trouble=tuple(slope * value for value in one.trouble),
            missing=slope * one.missing,
            usual=slope * one.usual,
        )
        for one in found.curves
    )
    return Leaving(curves, -slope * found.red - door), ridge


def recalibration(chance: Floats, truth: Whole) -> tuple[float, float]:
    """By what the log odds of chances are multiplied (never less than 0), and what is then taken
    off, to be the likeliest."""
    found = fit(log_odds(chance)[:, None], truth, np.array([False]), 1e-4)
    return float(found.coefficients[0]), found.red


def recalibrated(chance: Floats, by: tuple[float, float]) -> Floats:
    """The chances after that."""
    return sigmoid(by[0] * log_odds(chance) - by[1])


def log_odds(chance: Floats) -> Floats:
    """Of chances, kept off 0 and 1."""
    kept = np.clip(chance, SURE, 1 - SURE)
    found: Floats = np.log(kept / (1 - kept))
    return found


def left(truth: Whole) -> Floats:
    """1 for each row of a partner that left, else 0."""
    found: Floats = (truth == RED).astype(float)
    return found
