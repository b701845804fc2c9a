"""A monotone additive model: each measure adds its own trouble, and better is never worse.

A sum of curves of one measure each (Hastie and Tibshirani 1986), so what a measure adds against
its mean is its Shapley value, exactly (Lundberg and Lee 2017).
"""

from itertools import pairwise

import msgspec
import numpy as np

from health.learning.bootstrap import Floats
from health.learning.ordinal import Fit, fit, loss, sigmoid
from health.learning.rows import GREEN, RED, YELLOW, Mask, Whole
from health.policy import NAMES, MeasureName

KNOTS = (0.0, 0.25, 0.5, 0.75, 1.0)
RIDGES = (0.0003, 0.001, 0.003, 0.01, 0.03)
FOLDS = 4


class Curve(msgspec.Struct, frozen=True):
    """What one measure adds: at each knot of its goodness, and where it is not measured.

    Straight between the knots; `usual` is the mean over what was learned from.
    """

    measure: MeasureName
    trouble: tuple[float, ...]
    missing: float
    usual: float

    def at(self, goodness: Floats) -> Floats:
        """Of each row; nan is missing."""
        known = np.interp(goodness, KNOTS, self.trouble)
        return np.where(np.isnan(goodness), self.missing, known)


class Additive(msgspec.Struct, frozen=True):
    """`yellow`, `red`: where either is as likely as not; `say_*`: the chances from which it is
    said."""

    curves: tuple[Curve, ...]
    yellow: float
    red: float
    say_yellow: float = 0.5
    say_red: float = 0.5

    def parts(self, goodness: Floats) -> Floats:
        """What each measure adds against the usual, a column a measure: its Shapley values."""
        return np.column_stack(
            [one.at(goodness[:, place]) - one.usual for place, one in enumerate(self.curves)]
        )

    def chances(self, goodness: Floats) -> tuple[Floats, Floats]:
        """Of yellow or red, and of red."""
        trouble = self.parts(goodness).sum(axis=1) + sum(one.usual for one in self.curves)
        return sigmoid(trouble - self.yellow), sigmoid(trouble - self.red)

    def bands(self, goodness: Floats) -> Whole:
        """As they are said."""
        return said(*self.chances(goodness), self.say_yellow, self.say_red)


def said(some: Floats, red: Floats, say_yellow: float, say_red: float) -> Whole:
    """Red from one chance of red on, else yellow from one chance of either on."""
    return np.where(red >= say_red, RED, np.where(some >= say_yellow, YELLOW, GREEN)).astype(
        np.int64
    )


def columns_of(goodness: Floats) -> tuple[Floats, Mask]:
    """For each measure how far it is below each knot, and whether it is missing; and which of the
    columns may be below 0."""
    found, free = [], []
    for place in range(goodness.shape[1]):
        good = goodness[:, place]
        missing = np.isnan(good)
        for low, high in pairwise(KNOTS):
            found.append(np.where(missing, 0.0, np.clip((high - good) / (high - low), 0.0, 1.0)))
            free.append(False)
        found.append(missing.astype(float))
        free.append(True)
    return np.column_stack(found), np.array(free)


def learned(goodness: Floats, truth: Whole, ridge: float) -> Additive:
    """Fit the curves."""
    columns, free = columns_of(goodness)
    found = fit(columns, truth, free, ridge)
    return _curves(found, goodness)


def _curves(found: Fit, goodness: Floats) -> Additive:
    pieces = len(KNOTS) - 1
    curves = []
    for place, name in enumerate(NAMES):
        own = found.coefficients[place * (pieces + 1) : (place + 1) * (pieces + 1)]
        below = own[:pieces]
        # At a knot all the pieces above it are added in full.
        trouble = tuple(float(below[knot:].sum()) for knot in range(pieces + 1))
        curve = Curve(name, trouble, float(own[pieces]), 0.0)
        usual = float(curve.at(goodness[:, place]).mean())
        curves.append(msgspec.structs.replace(curve, usual=usual))
    return Additive(tuple(curves), found.yellow, found.red)


def folds(partner: Whole) -> Whole:
    """Which of four parts each row is in: the rows of a partner are in one."""
    found: Whole = np.unique(partner, return_inverse=True)[1] % FOLDS
    return found


def held_back(
    goodness: Floats, truth: Whole, partner: Whole
) -> tuple[float, tuple[Floats, Floats]]:
    """The ridge with the best likelihood on partners left out in turn; and the chances that the
    models without them gave those."""
    columns, free = columns_of(goodness)
    fold = folds(partner)
    best: tuple[float, float, tuple[Floats, Floats]] | None = None
    for ridge in RIDGES:
        some, red, total = np.zeros(len(truth)), np.zeros(len(truth)), 0.0
        for out in range(FOLDS):
            test = fold == out
            if not test.any() or test.all():
                continue
            found = fit(columns[~test], truth[~test], free, ridge)
            some[test], red[test] = found.chances(columns[test])
            at = np.concatenate([found.coefficients, [found.yellow, found.red - found.yellow]])
            total += loss(at, columns[test], truth[test], 0.0)[0] * float(test.sum())
        if best is None or total < best[0]:
            best = (total, ridge, (some, red))
    if best is None:
        raise ValueError("no ridge to choose from")
    return best[1], best[2]
