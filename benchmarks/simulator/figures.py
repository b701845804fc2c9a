"""How well bands tell the truth: pure arithmetic over days, and bootstraps by partner."""

from collections.abc import Callable, Sequence
from functools import partial

import msgspec
import numpy as np

from benchmarks.simulator.watching import GONE, GREEN, RED, UNKNOWN, YELLOW

BURN_IN, EVERY = 120, 7
BEFORE, AFTER = 14, 21
DRAWS, WITHIN, SEED = 400, 0.95, 20261122
YEARS = 365.25


class Tally(msgspec.Struct, frozen=True):
    """One partner's. `confusion[truth, said]` counts the days looked at: green, yellow, red, and
    said also unknown. `leads`: days from red to the break, and from not green; None: never."""

    confusion: np.ndarray
    false_reds: int
    days: int
    broke: bool = False
    red_lead: int | None = None
    lead: int | None = None


class Figure(msgspec.Struct, frozen=True):
    """A figure, and where 95 in 100 draws of as many partners lie; None where it has no meaning."""

    value: float | None
    low: float | None = None
    high: float | None = None


def tally(truth: np.ndarray, said: np.ndarray, breaks_on: int | None) -> Tally:
    """Compare the bands of each day's close with the truth, after the burn-in."""
    confusion = np.zeros((3, 4), dtype=int)
    for day in range(BURN_IN, len(truth), EVERY):
        if truth[day] < UNKNOWN:
            confusion[truth[day], said[day]] += 1
    red_lead, lead = leads(said, breaks_on)
    return Tally(
        confusion,
        false_reds(truth, said),
        int((truth[BURN_IN:] != GONE).sum()),
        breaks_on is not None and breaks_on > BURN_IN,
        red_lead,
        lead,
    )


def false_reds(truth: np.ndarray, said: np.ndarray) -> int:
    """Turns to red such that it is not red, nor over, on any day around."""
    found = 0
    for day in range(BURN_IN, len(truth)):
        if truth[day] == GONE:
            break
        if said[day] == RED and said[day - 1] != RED:
            around = truth[max(0, day - BEFORE) : day + AFTER + 1]
            found += not bool(((around == RED) | (around == GONE)).any())
    return found


def leads(said: np.ndarray, breaks_on: int | None) -> tuple[int | None, int | None]:
    """Days from the first red, and from the first day at all, of the last stretch that was never
    green before the break."""
    if breaks_on is None:
        return None, None
    first = breaks_on
    while first > 0 and said[first - 1] != GREEN:
        first -= 1
    while first < breaks_on and said[first] == UNKNOWN:
        first += 1
    if first == breaks_on:
        return None, None
    red = np.flatnonzero(said[first:breaks_on] == RED)
    return (breaks_on - first - int(red[0]) if red.size else None), breaks_on - first


class Pool:
    """The tallies of some partners, together; a partner may be drawn more than once."""

    def __init__(self, tallies: Sequence[Tally]) -> None:
        self.partners = len(tallies)
        self._confusions = np.array([one.confusion for one in tallies]).reshape(-1, 3, 4)
        self._counted = np.array([(one.false_reds, one.days) for one in tallies]).reshape(-1, 2)
        self._broke = np.array([one.broke for one in tallies], dtype=bool)
        self._red = np.array([one.red_lead or 0 for one in tallies])
        self._not_green = np.array([one.lead or 0 for one in tallies])
        self._take(np.arange(self.partners))

    def draw(self, chance: np.random.Generator) -> None:
        """Be as many partners, drawn from all."""
        self._take(chance.integers(self.partners, size=self.partners))

    def _take(self, drawn: np.ndarray) -> None:
        self.confusion = self._confusions[drawn].sum(axis=0)
        self.false_reds, self.days = (int(one) for one in self._counted[drawn].sum(axis=0))
        broke = drawn[self._broke[drawn]]
        self.red_leads, self.leads = self._red[broke], self._not_green[broke]


def accuracy(pool: Pool) -> float | None:
    """Days told rightly; what is unknown is told wrongly."""
    return _share(np.trace(pool.confusion[:, :3]), pool.confusion.sum())


def unknown(pool: Pool) -> float | None:
    """The share of days for which nothing was told."""
    return _share(pool.confusion[:, UNKNOWN].sum(), pool.confusion.sum())


def recall(band: int) -> Callable[[Pool], float | None]:
    """Of the days that are so, the share told so."""
    return lambda pool: _share(pool.confusion[band, band], pool.confusion[band].sum())


def precision(band: int) -> Callable[[Pool], float | None]:
    """Of the days told so, the share that are."""
    return lambda pool: _share(pool.confusion[band, band], pool.confusion[:, band].sum())


def macro_f1(pool: Pool) -> float | None:
    """The mean over the three bands."""
    found = pool.confusion
    if not found.sum():
        return None
    both = found.sum(axis=1)[:3] + found.sum(axis=0)[:3]
    return float(np.mean(2 * np.diag(found[:, :3]) / np.maximum(both, 1)))


def false_reds_in_ten_years(pool: Pool) -> float | None:
    """Of a partner watched that long."""
    return pool.false_reds / pool.days * YEARS * 10 if pool.days else None


def warned(pool: Pool, *, red: bool = True) -> float | None:
    """The share of breaks before which it was red (or not green), and not green again."""
    found = pool.red_leads if red else pool.leads
    return _share((found > 0).sum(), len(found))


def lead(pool: Pool, quantile: float = 0.5, *, red: bool = True) -> float | None:
    """That quantile of the days of warning; a break without a warning has 0."""
    found = pool.red_leads if red else pool.leads
    return float(np.quantile(found, quantile)) if len(found) else None


def _share(some: float, all_: float) -> float | None:
    return float(some / all_) if all_ else None


FIGURES: dict[str, Callable[[Pool], float | None]] = {
    "accuracy": accuracy,
    "unknown": unknown,
    "macro_f1": macro_f1,
    "recall_red": recall(RED),
    "precision_red": precision(RED),
    "recall_yellow": recall(YELLOW),
    "precision_yellow": precision(YELLOW),
    "recall_green": recall(GREEN),
    "precision_green": precision(GREEN),
    "false_reds_10y": false_reds_in_ten_years,
    "breaks_red": warned,
    "breaks_not_green": partial(warned, red=False),
    "lead_red_quarter": partial(lead, quantile=0.25),
    "lead_red": lead,
    "lead_red_three_quarters": partial(lead, quantile=0.75),
    "lead_not_green_quarter": partial(lead, quantile=0.25, red=False),
    "lead_not_green": partial(lead, red=False),
    "lead_not_green_three_quarters": partial(lead, quantile=0.75, red=False),
}


def with_intervals(tallies: Sequence[Tally], draws: int = DRAWS) -> dict[str, Figure]:
    """Every figure, with the interval of a bootstrap over partners (Efron 1979)."""
    pool, chance = Pool(tallies), np.random.default_rng(SEED)
    values = {name: figure(pool) for name, figure in FIGURES.items()}
    drawn: dict[str, list[float]] = {name: [] for name in FIGURES}
    for _ in range(draws if tallies else 0):
        pool.draw(chance)
        for name, figure in FIGURES.items():
            value = figure(pool)
            if value is not None:
                drawn[name].append(value)
    found = {}
    for name, value in values.items():
        low = high = None
        if drawn[name]:
            low, high = np.quantile(drawn[name], [(1 - WITHIN) / 2, (1 + WITHIN) / 2]).tolist()
        found[name] = Figure(value, low, high)
    return found
