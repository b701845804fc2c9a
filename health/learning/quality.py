"""How well bands and chances tell the truth, with intervals by partner."""

from collections.abc import Callable

import msgspec
import numpy as np

from health.learning.bootstrap import Drawn, Floats, draw
from health.learning.rows import RED, Whole

BINS = 10
DRAWS = 300
FIGURES = ("accuracy", "recall_red", "precision_red", "macro_f1", "auc", "brier", "calibration")
LOW_IS_GOOD = frozenset(("brier", "calibration"))


class Told(msgspec.Struct, frozen=True):
    """What was said of each row: its band (3 is unknown), and the chance of red."""

    band: Whole
    red: Floats


def qualities(truth: Whole, told: Told, partner: Whole) -> dict[str, Drawn]:
    """Every figure, and what it is where partners are drawn; nan where it has no meaning."""
    owner = np.unique(partner, return_inverse=True)[1]
    weights = draw(int(owner.max()) + 1 if len(owner) else 1, DRAWS)
    found = np.array([quality(truth, told, one[owner]) for one in weights])
    return {name: Drawn(float(found[0, at]), found[1:, at]) for at, name in enumerate(FIGURES)}


def quality(truth: Whole, told: Told, weight: Floats) -> tuple[float, ...]:
    """In the order of `FIGURES`; each row counts by its weight."""
    table = np.bincount(truth * 4 + told.band, weight, minlength=12)[:12].reshape(3, 4)
    red = (truth == RED).astype(float)
    f1 = [
        2 * table[band, band] / max(table[band].sum() + table[:, band].sum(), 1e-9)
        for band in range(3)
        if table[band].sum() > 0
    ]
    return (
        _share(np.trace(table[:, :3]), table.sum()),
        _share(table[RED, RED], table[RED].sum()),
        _share(table[RED, RED], table[:, RED].sum()),
        float(np.mean(f1)) if f1 else float("nan"),
        auc(red, told.red, weight),
        _share(weight @ (told.red - red) ** 2, weight.sum()),
        calibration_error(red, told.red, weight),
    )


def auc(red: Floats, chance: Floats, weight: Floats) -> float:
    """How often a red row has the higher chance of two, one red and one not; ties count half."""
    order = np.argsort(chance, kind="stable")
    _, place = np.unique(chance[order], return_inverse=True)
    good = np.bincount(place, (weight * (1 - red))[order])
    bad = np.bincount(place, (weight * red)[order])
    below = np.cumsum(good) - good
    return _share((bad * (below + good / 2)).sum(), bad.sum() * good.sum())


def calibration_error(red: Floats, chance: Floats, weight: Floats) -> float:
    """The mean distance of chance and truth in ten bins of the chance (Naeini et al. 2015)."""
    place = np.minimum((chance * BINS).astype(int), BINS - 1)
    gap = np.bincount(place, weight * (chance - red), minlength=BINS)
    return _share(np.abs(gap).sum(), weight.sum())


def _share(some: float, of: float) -> float:
    return float(some / of) if of > 0 else float("nan")


def best_cuts(
    truth: Whole,
    say: Callable[[float, float], Whole],
    least_recall: float,
) -> tuple[float, float]:
    """The chances from which yellow and red are said: of those that find at least that share of the
    red rows, the ones with the best mean of accuracy and macro-F1; else those that find most."""
    grid = np.arange(0.05, 0.96, 0.05)
    weight = np.ones(len(truth))
    nothing = np.zeros(len(truth))
    best, found = (-1.0, -1.0), (0.5, 0.5)
    for yellow in grid:
        for red in grid:
            figures = quality(truth, Told(say(float(yellow), float(red)), nothing), weight)
            recall = np.nan_to_num(figures[1])
            good = (min(recall, least_recall), figures[0] + figures[3])
            if good > best:
                best, found = good, (round(float(yellow), 2), round(float(red), 2))
    return found
