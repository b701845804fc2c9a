"""What the engine is held against: a naive rule, each measure alone, and what learning could do.

Thresholds and models are made on other partners than those they are judged on.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from benchmarks.simulator.counts import COUNTS
from benchmarks.simulator.figures import BURN_IN, EVERY
from benchmarks.simulator.watching import GREEN, NAMES, RED, UNKNOWN, YELLOW, Watched

NAIVE_DAYS = 30
STEPS = 40
MEMORIES = (10.0, 35.0, 150.0)
SMOOTH = 6.0


class Thresholds(msgspec.Struct, frozen=True):
    """Under the one red, under the other yellow; where there is nothing to read, green."""

    red: float
    yellow: float

    def bands(self, value: np.ndarray) -> np.ndarray:
        """Of each day."""
        # Nothing is less than nan.
        found = np.where(value < self.red, RED, np.where(value < self.yellow, YELLOW, GREEN))
        return found.astype(np.int8)


def naive(one: Watched) -> np.ndarray:
    """The mean sentiment of the last 30 days; where nobody wrote, that of the day before."""
    tone = np.cumsum(np.pad(one.counts[:, COUNTS.index("tone")], (NAIVE_DAYS, 0)))
    toned = np.cumsum(np.pad(one.counts[:, COUNTS.index("toned")], (NAIVE_DAYS, 0)))
    many = np.round(toned[NAIVE_DAYS:] - toned[:-NAIVE_DAYS])
    found = np.full(len(many), np.nan)
    np.divide(tone[NAIVE_DAYS:] - tone[:-NAIVE_DAYS], many, out=found, where=many > 0)
    return held(found)


def held(value: np.ndarray) -> np.ndarray:
    """What is not measured stays as it was."""
    place = np.where(np.isnan(value), 0, np.arange(len(value)))
    filled: np.ndarray = value[np.maximum.accumulate(place)]
    return filled


def alone(one: Watched, measure: str) -> np.ndarray:
    """The goodness of one measure."""
    return held(one.goodness[:, NAMES.index(measure)].astype(float))


def chosen(values: Sequence[np.ndarray], truths: Sequence[np.ndarray]) -> Thresholds:
    """Those with the best mean of accuracy and macro-F1 on these partners."""
    value = np.concatenate([one[BURN_IN::EVERY] for one in values])
    truth = np.concatenate([one[BURN_IN::EVERY] for one in truths])
    value, truth = value[truth < UNKNOWN], truth[truth < UNKNOWN]
    known = value[~np.isnan(value)]
    if not known.size:
        return Thresholds(-np.inf, -np.inf)
    grid = np.unique(np.quantile(known, np.linspace(0, 1, STEPS)))
    # Also nobody, and everybody.
    grid = np.concatenate([[-np.inf], grid, [np.inf]])
    best, found = -1.0, Thresholds(-np.inf, -np.inf)
    for low, red in enumerate(grid):
        for yellow in grid[low:]:
            candidate = Thresholds(float(red), float(yellow))
            good = _goodness(truth, candidate.bands(value))
            if good > best:
                best, found = good, candidate
    return found


def _goodness(truth: np.ndarray, said: np.ndarray) -> float:
    table = np.bincount(truth * 3 + said, minlength=9).reshape(3, 3)
    f1 = 2 * np.diag(table) / np.maximum(table.sum(axis=0) + table.sum(axis=1), 1)
    return float(np.trace(table) / table.sum() + f1.mean())


class Learned:
    """A gradient boosting over what was known by each day, of measures or of raw counts."""

    def __init__(self, partners: Sequence[Watched], *, raw: bool) -> None:
        from sklearn.ensemble import (  # type: ignore[import-untyped] # of the extra `train`
            HistGradientBoostingClassifier,
        )

        self._raw = raw
        rows, truths = [], []
        for one in partners:
            at = np.arange(60, len(one.truth), 4)
            at = at[one.truth[at] < UNKNOWN]
            rows.append(self._features(one)[at])
            truths.append(one.truth[at])
        self._model: Any = HistGradientBoostingClassifier(
            max_iter=120,
            learning_rate=0.08,
            max_leaf_nodes=8,
            min_samples_leaf=80,
            l2_regularization=5.0,
            max_features=0.3,
            random_state=0,
        )
        self._model.fit(np.concatenate(rows), np.concatenate(truths))

    def bands(self, one: Watched) -> np.ndarray:
        """Of each day: the likeliest, of chances smoothed over some days."""
        chances = self._model.predict_proba(self._features(one))
        now, found = chances[0], np.empty(len(chances), dtype=np.int8)
        for day, today in enumerate(chances):
            now = now + (today - now) / SMOOTH
            # A day of red is dearer missed than a day of green.
            found[day] = int(np.argmax(now * np.array([0.9, 1.0, 1.25])))
        return found

    def _features(self, one: Watched) -> np.ndarray:
        if not self._raw:
            today = one.goodness
            return np.column_stack(
                [today, *(faded(today, memory) for memory in MEMORIES), one.score]
            )
        slow = [faded(one.counts, memory) for memory in MEMORIES]
        ratios = [np.log((np.abs(fast) + 0.02) / (np.abs(slow[-1]) + 0.02)) for fast in slow[:-1]]
        per = [
            np.column_stack(
                [
                    mean[:, COUNTS.index(name)] / np.maximum(mean[:, COUNTS.index(of)], 1e-3)
                    for name, of in PER
                ]
            )
            for mean in slow
        ]
        against = [fast - per[-1] for fast in per[:-1]]
        # The best and the worst that was ever usual with them.
        usual = np.nan_to_num(per[1])
        best = [now - np.maximum.accumulate(usual) for now in per[:2]]
        worst = [now - np.minimum.accumulate(usual) for now in per[:2]]
        pace = np.log(np.abs(slow[1]) + 0.02)
        most = [np.log(np.abs(slow[0]) + 0.02) - np.maximum.accumulate(pace)]
        return np.column_stack([*slow, *ratios, *per, *against, *best, *worst, *most])


PER = (
    ("tone", "toned"),
    ("negative", "toned"),
    ("positive", "toned"),
    ("complaint", "inbound"),
    ("escalation", "inbound"),
    ("churn_threat", "inbound"),
    ("hours theirs", "answers theirs"),
    ("hours ours", "answers ours"),
    ("answers theirs", "outbound"),
    ("begun theirs", "begun ours"),
    ("cancelled", "held"),
    ("survey", "surveys"),
    ("people", "known people"),
    ("opened", "closed"),
)


def faded(days: np.ndarray, memory: float) -> np.ndarray:
    """The mean of the past, each day counting a little less than the next; nan counts nothing."""
    keep = np.exp(-1 / memory)
    total, weight = np.zeros(days.shape[1]), np.zeros(days.shape[1])
    found = np.empty(days.shape)
    for day, today in enumerate(days):
        seen = ~np.isnan(today)
        total = total * keep + np.where(seen, today, 0.0)
        weight = weight * keep + seen
        found[day] = total / np.maximum(weight, 1e-9)
    return np.where(np.isnan(found), 0.0, found)
