"""How well bands tell the truth: pure arithmetic over days, and bootstraps by partner."""

from collections.abc import Callable, Sequence

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


def _confusion(tallies: Sequence[Tally]) -> np.ndarray:
    return np.sum([one.confusion for one in tallies], axis=0)


def accuracy(tallies: Sequence[Tally]) -> float | None:
    """Days told rightly; what is unknown is told wrongly."""
    found = _confusion(tallies)
    return float(np.trace(found[:, :3]) / found.sum()) if found.sum() else None


def unknown(tallies: Sequence[Tally]) -> float | None:
    """The share of days for which nothing was told."""
    found = _confusion(tallies)
    return float(found[:, UNKNOWN].sum() / found.sum()) if found.sum() else None


def recall(tallies: Sequence[Tally], band: int = RED) -> float | None:
    """Of the days that are so, the share told so."""
    row = _confusion(tallies)[band]
    return float(row[band] / row.sum()) if row.sum() else None


def precision(tallies: Sequence[Tally], band: int = RED) -> float | None:
    """Of the days told so, the share that are."""
    column = _confusion(tallies)[:, band]
    return float(column[band] / column.sum()) if column.sum() else None


def macro_f1(tallies: Sequence[Tally]) -> float | None:
    """The mean over the three bands."""
    found = _confusion(tallies)
    if not found.sum():
        return None
    both = found.sum(axis=1)[:3] + found.sum(axis=0)[:3]
    return float(np.mean(2 * np.diag(found[:, :3]) / np.maximum(both, 1)))


def false_reds_in_ten_years(tallies: Sequence[Tally]) -> float | None:
    """Of a partner watched that long."""
    days = sum(one.days for one in tallies)
    return sum(one.false_reds for one in tallies) / days * YEARS * 10 if days else None


def was_red(tallies: Sequence[Tally]) -> float | None:
    """The share of breaks before which it was red, and not green again."""
    return _share([one.red_lead is not None for one in tallies if one.broke])


def was_not_green(tallies: Sequence[Tally]) -> float | None:
    """The same for red or yellow."""
    return _share([one.lead is not None for one in tallies if one.broke])


def lead_at(quantile: float, *, red: bool = True) -> Callable[[Sequence[Tally]], float | None]:
    """That quantile of the days of warning; a break without a warning has 0."""

    def figure(tallies: Sequence[Tally]) -> float | None:
        days = [(one.red_lead if red else one.lead) or 0 for one in tallies if one.broke]
        return float(np.quantile(days, quantile)) if days else None

    return figure


def _share(given: Sequence[bool]) -> float | None:
    return sum(given) / len(given) if given else None


FIGURES: dict[str, Callable[[Sequence[Tally]], float | None]] = {
    "accuracy": accuracy,
    "unknown": unknown,
    "macro_f1": macro_f1,
    "recall_red": recall,
    "precision_red": precision,
    "recall_yellow": lambda tallies: recall(tallies, YELLOW),
    "recall_green": lambda tallies: recall(tallies, GREEN),
    "false_reds_10y": false_reds_in_ten_years,
    "breaks_red": was_red,
    "breaks_not_green": was_not_green,
    "lead_red_quarter": lead_at(0.25),
    "lead_red": lead_at(0.5),
    "lead_red_three_quarters": lead_at(0.75),
    "lead_not_green": lead_at(0.5, red=False),
}


def with_intervals(tallies: Sequence[Tally], draws: int = DRAWS) -> dict[str, Figure]:
    """Every figure, with the interval of a bootstrap over partners (Efron 1979)."""
    chance = np.random.default_rng(SEED)
    drawn: dict[str, list[float]] = {name: [] for name in FIGURES}
    for _ in range(draws if tallies else 0):
        sample = [tallies[at] for at in chance.integers(len(tallies), size=len(tallies))]
        for name, figure in FIGURES.items():
            value = figure(sample)
            if value is not None:
                drawn[name].append(value)
    found = {}
    for name, figure in FIGURES.items():
        low = high = None
        if drawn[name]:
            low, high = np.quantile(drawn[name], [(1 - WITHIN) / 2, (1 + WITHIN) / 2]).tolist()
        found[name] = Figure(figure(tallies), low, high)
    return found
