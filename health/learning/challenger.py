"""The challenger: gradient boosting under the same law, that better is never worse.

Not shipped: it cannot say what a measure adds. Its measures are told by permutation (Breiman 2001).
"""

from typing import Any

import msgspec
import numpy as np

from health.learning.additive import folds, said
from health.learning.bootstrap import Floats
from health.learning.quality import Told, best_cuts
from health.learning.rows import RED, YELLOW, Table, Whole
from health.policy import NAMES, MeasureName


class Challenger(msgspec.Struct, frozen=True):
    """Two boostings: of yellow or red, and of red; and the chances from which either is said."""

    some: Any
    red: Any
    say_yellow: float
    say_red: float

    def told(self, table: Table) -> Told:
        """Of each row."""
        some, red = _chance(self.some, table.goodness), _chance(self.red, table.goodness)
        return Told(said(some, red, self.say_yellow, self.say_red), red)


def challenger_on(table: Table, recall: float) -> Challenger:
    """Fit it; needs scikit-learn. Bands are said so that on partners left out in turn at least that
    share of red is found, as with the model."""
    fold = folds(table.partner)
    chances = np.zeros(len(table)), np.zeros(len(table))
    for out in range(int(fold.max()) + 1):
        test = fold == out
        for found, band in zip(chances, (YELLOW, RED), strict=True):
            model = _boosted(table.goodness[~test], table.truth[~test] >= band)
            found[test] = _chance(model, table.goodness[test])
    cuts = best_cuts(table.truth, lambda one, other: said(*chances, one, other), recall)
    some, red = (_boosted(table.goodness, table.truth >= band) for band in (YELLOW, RED))
    return Challenger(some, red, *cuts)


def _boosted(goodness: Floats, truth: Any) -> Any:
    from sklearn.ensemble import (  # type: ignore[import-untyped]
        HistGradientBoostingClassifier,
    )

    model = HistGradientBoostingClassifier(
        max_iter=120,
        learning_rate=0.08,
        max_leaf_nodes=8,
        min_samples_leaf=40,
        l2_regularization=5.0,
        monotonic_cst=[-1] * goodness.shape[1],
        random_state=0,
    )
    # What is never measured has no values to bin.
    never = np.isnan(goodness).all(axis=0)
    return model.fit(np.where(never, 0.0, goodness), truth.astype(int))


def _chance(model: Any, goodness: Floats) -> Floats:
    if len(model.classes_) < 2:
        return np.full(len(goodness), float(model.classes_[0]))
    found: Floats = model.predict_proba(goodness)[:, 1]
    return found


def importance(
    challenger: Challenger, goodness: Floats, truth: Whole, *, repeats: int = 5, seed: int = 0
) -> dict[MeasureName, float]:
    """By how much the Brier score of red grows when a measure is shuffled, the most first."""
    chance = np.random.default_rng(seed)
    red = (truth == RED).astype(float)

    def brier(columns: Floats) -> float:
        return float(((_chance(challenger.red, columns) - red) ** 2).mean())

    base, found = brier(goodness), {}
    for place, name in enumerate(NAMES):
        grown = []
        for _ in range(repeats):
            mixed = goodness.copy()
            mixed[:, place] = chance.permutation(mixed[:, place])
            grown.append(brier(mixed) - base)
        found[name] = float(np.mean(grown))
    return dict(sorted(found.items(), key=lambda one: -one[1]))
