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

    `pending`: since when the score has stood under the band's floor, without a break.
    """

    band: Band = "unknown"
    since: int = 0
    pending: int | None = None
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


def settle(before: Band, total: int | None, policy: Policy, *, held: float, pending: float) -> Band:
    """The band after a score of `total` eighths; None: too little evidence.

    A better band needs the score a margin above its floor, and that the former has `held` for
    `keep_firing_days`. A worse one needs it a margin below, and that this has been `pending` for
    `pending_days`, or an urgent margin below, at once.

    >>> from health.policy import STANDARD
    >>> settle("green", 0, STANDARD, held=30, pending=0)
    'red'
    """
    if total is None:
        return "unknown"
    if before == "unknown":
        return band_of(total, policy)
    worse = falling(before, total, policy)
    if worse is not None:
        urgent = falling(before, total, policy, margin=policy.urgent_margin)
        return worse if pending >= policy.pending_days else urgent or before
    better = band_of(total - policy.margin * POINT, policy)
    if RANK[better] > RANK[before] and held >= policy.keep_firing_days:
        return better
    return before


def falling(
    before: Band, total: int | None, policy: Policy, margin: int | None = None
) -> Band | None:
    """The worse band that a score lies in, a margin (the policy's) under its floor; or None."""
    if total is None or before == "unknown":
        return None
    worse = band_of(total + (policy.margin if margin is None else margin) * POINT, policy)
    return worse if RANK[worse] < RANK[before] else None


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
    return Settled(settled.band, settled.since, settled.pending, peak, trough)
