"""When a relationship changes band: hysteresis as a value rule, in event time."""

import msgspec

from health.policy import MeasureName, Policy
from health.standing import POINT, Band, Standing
from health.told import Told
from ingest.interaction import InteractionId, PartnerId

RANK: dict[Band, int] = {"red": 0, "yellow": 1, "green": 2}


class Snapshot(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A standing worth comparing with, and its day."""

    day: int
    standing: Standing


class Settled(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The band that holds, since when (UTC ms), and its extremes since then.

    `beyond`: what speaks for another band, as `leaning` counts it, up to the last day's close.
    """

    band: Band = "unknown"
    since: int = 0
    beyond: tuple[int, int] = (0, 0)
    peak: Snapshot | None = None
    trough: Snapshot | None = None


class Transition(msgspec.Struct, frozen=True):
    """A change of band that survived hysteresis. `anchor`: what the change is explained against;
    `gravest`: the label of the risk event that weighed most then; `threat`: the events behind the
    cap, where one held, whether or not the score was above it."""

    partner_id: PartnerId
    at: int
    before: Band
    after: Band
    standing: Standing
    anchor: Snapshot | None
    told: dict[MeasureName, Told]
    gravest: str | None = None
    threat: tuple[InteractionId, ...] = ()


def band_of(total: int, policy: Policy) -> Band:
    """The band of a score in eighths, without memory."""
    if total < policy.red_below * POINT:
        return "red"
    return "yellow" if total < policy.green_from * POINT else "green"


def leaning(before: Band, beyond: tuple[int, int], total: int, policy: Policy) -> tuple[int, int]:
    """How much speaks for another band, after one more day at a score of `total` eighths.

    For the floors of yellow and of green: how far beyond it, seen from the band that holds, the
    score has lain, in eighths of a point times days. A day on the near side is taken off again, and
    nothing is ever owed: the cumulative sum of E. S. Page, "Continuous inspection schemes",
    Biometrika 41 (1954). Nor is more than enough kept: months a hair beyond a floor, inside the
    margin, are undone by as many good days as a few bad ones are.
    """
    low, high = _under(total, policy)
    if before == "red":
        return _counted(beyond[0], -low, policy.keep_firing_days, policy), 0
    towards, days = (
        (high, policy.yellow_pending_days)
        if before == "green"
        else (-high, policy.yellow_keep_days)
    )
    return (
        _counted(beyond[0], low, policy.pending_days, policy),
        _counted(beyond[1], towards, days, policy),
    )


def settle(before: Band, total: int | None, policy: Policy, *, beyond: tuple[int, int]) -> Band:
    """The band after a score of `total` eighths; None: too little evidence.

    Another band needs the score a margin beyond the floor between them, and that `beyond`, today
    counted (see `leaning`), comes to so many days at the margin: `pending_days` into red and
    `keep_firing_days` out of it, `yellow_pending_days` and `yellow_keep_days` at that of green.
    Further beyond it takes less long; an urgent margin under a floor, no time at all.

    >>> from health.policy import STANDARD
    >>> settle("green", 0, STANDARD, beyond=(0, 0))
    'red'
    """
    if total is None:
        return "unknown"
    if before == "unknown":
        return band_of(total, policy)
    low, high = _under(total, policy)
    if before == "red":
        return "yellow" if _risen(low, beyond[0], policy.keep_firing_days, policy) else "red"
    if _fallen(low, beyond[0], policy.pending_days, policy):
        return "red"
    if before == "green":
        fallen = _fallen(high, beyond[1], policy.yellow_pending_days, policy)
        return "yellow" if fallen else "green"
    return "green" if _risen(high, beyond[1], policy.yellow_keep_days, policy) else "yellow"


def _under(total: int, policy: Policy) -> tuple[int, int]:
    """How far under the floors of yellow and of green, in eighths."""
    return policy.red_below * POINT - total, policy.green_from * POINT - total


def _counted(beyond: int, by: int, days: int, policy: Policy) -> int:
    return min(max(0, beyond + by), _enough(days, policy))


def _enough(days: int, policy: Policy) -> int:
    """So many days at the margin, in eighths of a point times days."""
    return days * policy.margin * POINT


def _fallen(under: int, beyond: int, days: int, policy: Policy) -> bool:
    urgent, margin = policy.urgent_margin * POINT, policy.margin * POINT
    return under > urgent or (under > margin and beyond >= _enough(days, policy))


def _risen(under: int, beyond: int, days: int, policy: Policy) -> bool:
    return -under >= policy.margin * POINT and beyond >= _enough(days, policy)


def next_extremes(settled: Settled, standing: Standing, day: int) -> Settled:
    """Remember the best and the worst standing since the band settled."""
    total = standing.total
    if total is None:
        return settled
    peak, trough = settled.peak, settled.trough
    if peak is None or total >= (peak.standing.total or 0):
        peak = Snapshot(day, standing)
    if trough is None or total <= (trough.standing.total or 0):
        trough = Snapshot(day, standing)
    if peak is settled.peak and trough is settled.trough:
        return settled
    return Settled(settled.band, settled.since, settled.beyond, peak, trough)
