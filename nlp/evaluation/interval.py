"""How far a figure would move with other messages like these: a bootstrap over scenarios."""

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from nlp.evaluation.pairs import Pair

SEED, DRAWS = 20261122, 400
WITHIN = 0.95


class Interval(msgspec.Struct, frozen=True):
    """Holds the figure of 95 in 100 draws."""

    low: float
    high: float


def interval(
    pairs: Sequence[Pair], figure: Callable[[Sequence[Pair]], float | None], draws: int = DRAWS
) -> Interval | None:
    """Of draws of as many scenarios, each whole and maybe more than once (Efron 1979); None where
    the figure is never there.

    Messages of one scenario tell of the same thing: drawn one by one they would promise too much.
    A message without a scenario is one of its own. The same pairs give the same interval.
    """
    scenarios: dict[str, list[Pair]] = {}
    for at, pair in enumerate(pairs):
        scenarios.setdefault(pair[0].scenario or f"\0{at}", []).append(pair)
    groups = list(scenarios.values())
    if not groups:
        return None
    chance = np.random.default_rng(SEED)
    found = []
    for _ in range(draws):
        drawn = chance.integers(len(groups), size=len(groups))
        one = figure([pair for at in drawn for pair in groups[at]])
        if one is not None:
            found.append(one)
    if not found:
        return None
    low, high = np.quantile(found, [(1 - WITHIN) / 2, (1 + WITHIN) / 2])
    return Interval(float(low), float(high))
