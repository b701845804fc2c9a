"""Figures with intervals: a bootstrap over partners (Efron 1979), the same draws for all figures.

Partners are drawn, not alerts or weeks: those of one partner are alike.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

DRAWS, WITHIN, SEED = 1000, 0.95, 20261122
Floats = NDArray[np.float64]


class Figure(msgspec.Struct, frozen=True):
    """A figure, and where 95 in 100 draws of as many partners lie; None where it has no meaning."""

    value: float | None
    low: float | None = None
    high: float | None = None


class Drawn(msgspec.Struct, frozen=True):
    """A figure and what it was in every draw; nan where it has no meaning."""

    value: float
    draws: Floats

    def minus(self, other: "Drawn") -> "Drawn":
        """The difference, draw by draw: meant for two figures of the same draws."""
        return Drawn(self.value - other.value, self.draws - other.draws)

    def figure(self) -> Figure:
        """With its interval; None where fewer than half of the draws have a meaning."""
        if np.isnan(self.value):
            return Figure(None)
        known = self.draws[~np.isnan(self.draws)]
        if not len(known) or len(known) < len(self.draws) / 2:
            return Figure(float(self.value))
        low, high = np.quantile(known, [(1 - WITHIN) / 2, (1 + WITHIN) / 2])
        return Figure(float(self.value), float(low), float(high))


def draw(partners: int, draws: int = DRAWS, seed: int = SEED) -> Floats:
    """How often each partner is in each draw, a row a draw; the first row has each once."""
    chance = np.random.default_rng(seed)
    many = chance.multinomial(partners, np.full(partners, 1 / partners), size=draws)
    return np.vstack([np.ones(partners), many]).astype(float)


def share(some: Sequence[float], of: Sequence[float], drawn: Floats, scale: float = 1.0) -> Drawn:
    """The sum of one number by partner over the sum of another."""
    above, below = drawn @ np.asarray(some, float), drawn @ np.asarray(of, float)
    found = np.full(len(drawn), np.nan)
    np.divide(scale * above, below, out=found, where=below > 0)
    return Drawn(float(found[0]), found[1:])


def quantile(values: Sequence[Sequence[float]], at: float, drawn: Floats) -> Drawn:
    """The least of the values, by partner, that at least the share `at` of them do not exceed."""
    owners = np.repeat(np.arange(len(values)), [len(one) for one in values])
    flat = np.concatenate([np.asarray(one, float) for one in values]) if len(values) else owners
    if not len(flat):
        return Drawn(np.nan, np.full(len(drawn) - 1, np.nan))
    order = np.argsort(flat, kind="stable")
    reached = np.cumsum(drawn[:, owners[order]], axis=1)
    total = reached[:, -1:]
    place = (reached < at * total - 1e-9).sum(axis=1)
    found = np.where(total[:, 0] > 0, flat[order][np.minimum(place, len(flat) - 1)], np.nan)
    return Drawn(float(found[0]), found[1:])
