"""How far a distribution has moved: the population stability index, and Kolmogorov and Smirnov."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Literal

import msgspec
import numpy as np

from health.learning.bootstrap import Floats

WATCH, DRIFTED = 0.1, 0.25
"""Of the index: the bounds that scorecards are watched by (Siddiqi 2006)."""
KS_DRIFTED, KS_CHANCE = 0.25, 0.001
"""Of the largest gap between two distributions, and how rarely chance alone may make it."""
CERTAIN = 0.95
BINS = 10
FEW = 30
Verdict = Literal["steady", "watch", "drifted", "too few"]


class Sample(msgspec.Struct, frozen=True):
    """Values of one period: numbers, or names. `units`: how many of them are independent, as far as
    one can tell; what one partner says in one week is alike."""

    values: Sequence[float] | Sequence[str]
    units: int


class Shift(msgspec.Struct, frozen=True):
    """`chance`: what the index stays under in 95 of 100 draws where nothing has moved. `ks` and
    `ks_chance` (how often chance alone makes such a gap): of numbers alone."""

    name: str
    reference: int
    current: int
    psi: float | None
    chance: float | None
    ks: float | None
    ks_chance: float | None
    verdict: Verdict
    moved: str = ""


def shift(name: str, reference: Sample, current: Sample) -> Shift:
    """Compare two periods."""
    sizes = len(reference.values), len(current.values)
    if min(sizes) < FEW or min(reference.units, current.units) < 2:
        return Shift(name, *sizes, None, None, None, None, "too few")
    ks = ks_chance = None
    if isinstance(reference.values[0], str):
        names = sorted({*map(str, reference.values), *map(str, current.values)})
        before, after = (_counts(one.values, names) for one in (reference, current))
    else:
        numbers = [np.asarray(one.values, dtype=float) for one in (reference, current)]
        bins = bins_of(min(reference.units, current.units))
        before, after, names = binned(numbers[0], numbers[1], bins)
        ks = largest_gap(*numbers)
        ks_chance = gap_chance(ks, reference.units, current.units)
    index = psi(before, after)
    chance = psi_chance(len(before), reference.units, current.units)
    return Shift(
        name,
        *sizes,
        round(index, 4),
        round(chance, 4),
        None if ks is None else round(ks, 4),
        None if ks_chance is None else float(f"{ks_chance:.3g}"),
        verdict(index, chance, ks, ks_chance),
        _moved(before, after, names),
    )


def psi(before: Floats, after: Floats) -> float:
    """The sum over the bins of (q - p) ln(q / p); each bin counts half a value more than it has, so
    that an empty one is finite.

    >>> round(psi(np.array([50.0, 50.0]), np.array([80.0, 20.0])), 2)
    0.41
    """
    p, q = ((one + 0.5) / (one + 0.5).sum() for one in (before, after))
    return float(((q - p) * np.log(q / p)).sum())


def psi_chance(bins: int, before: int, after: int) -> float:
    """The index of two samples of one distribution is about chi-squared, scaled (Yurdakul 2018)."""
    from scipy.stats import chi2  # type: ignore[import-untyped]

    return float(chi2.ppf(CERTAIN, max(1, bins - 1)) * (1 / before + 1 / after))


def binned(before: Floats, after: Floats, bins: int = BINS) -> tuple[Floats, Floats, list[str]]:
    """Counts between quantiles of the first; a value that is very frequent has its own bin."""
    inner = np.linspace(0, 1, bins + 1)[1:-1]
    edges = np.unique(np.quantile(before, inner, method="inverted_cdf"))
    names = [f"up to {edge:.3g}" for edge in edges] + [f"over {edges[-1]:.3g}"]
    counts = [
        np.bincount(np.searchsorted(edges, one, side="left"), minlength=len(names)).astype(float)
        for one in (before, after)
    ]
    return counts[0], counts[1], names


def bins_of(units: int) -> int:
    """Ten, or fewer where they would hold less than five units each."""
    return max(2, min(BINS, units // 5))


def largest_gap(before: Floats, after: Floats) -> float:
    """Between the shares up to a value, over all values (Smirnov 1939)."""
    from scipy.stats import ks_2samp

    return float(ks_2samp(before, after, method="asymp").statistic)


def gap_chance(gap: float, before: int, after: int) -> float:
    """How often two samples of so many units of one distribution have such a gap, or a larger."""
    from scipy.stats import kstwobign

    return float(kstwobign.sf(gap * np.sqrt(before * after / (before + after))))


def verdict(index: float, chance: float, ks: float | None, ks_chance: float | None) -> Verdict:
    """Chance alone is no drift, however small the samples."""
    if index >= DRIFTED and index > chance:
        return "drifted"
    if ks is not None and ks_chance is not None and ks >= KS_DRIFTED and ks_chance < KS_CHANCE:
        return "drifted"
    return "watch" if index >= WATCH and index > chance else "steady"


def _counts(values: Iterable[Hashable], names: Sequence[str]) -> Floats:
    many = Counter(values)
    return np.array([many[name] for name in names], dtype=float)


def _moved(before: Floats, after: Floats, names: Sequence[str]) -> str:
    """The bin whose share moved most."""
    shares = before / before.sum(), after / after.sum()
    most = int(np.argmax(np.abs(shares[1] - shares[0])))
    return f"{names[most]}: {shares[0][most]:.0%} to {shares[1][most]:.0%}"
