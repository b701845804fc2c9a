"""When a relationship changes band: hysteresis as a value rule, in event time."""

import msgspec

from health.policy import MeasureName, Policy
from health.standing import POINT, Band, Standing
from ingest.interaction import InteractionId, PartnerId

RANK: dict[Band, int] = {"red": 0, "yellow": 1, "green": 2}


class Snapshot(msgspec.Struct, frozen=True, array_like=True):
    """A standing worth comparing with, and its day."""

    day: int
    standing: Standing


class Settled(msgspec.Struct, frozen=True, array_like=True):
    """The band that holds, since when (UTC ms), and its extremes since then."""

    band: Band = "unknown"
    since: int = 0
    peak: Snapshot | None = None
    trough: Snapshot | None = None


class Transition(msgspec.Struct, frozen=True):
    """A change of band that survived hysteresis. `anchor`: what the change is explained against."""

    partner_id: PartnerId
    at: int
    before: Band
    after: Band
    standing: Standing
    anchor: Snapshot | None
    evidence: dict[MeasureName, tuple[InteractionId, ...]]


def band_of(total: int, policy: Policy) -> Band:
    """The band of a score in eighths, without memory."""
    if total < policy.red_below * POINT:
        return "red"
    return "yellow" if total < policy.green_from * POINT else "green"


def settle(before: Band, total: int | None, days: float, policy: Policy) -> Band:
    """The band after a score of `total` eighths, the former having held for `days`.

    A worse band needs the score a margin under its floor; a better one a margin above it, and
    that the worse has stood `keep_firing_days`. None: too little evidence.

    >>> from health.policy import STANDARD
    >>> settle("green", 63 * POINT, 30, STANDARD), settle("green", 61 * POINT, 30, STANDARD)
    ('green', 'yellow')
    """
    if total is None:
        return "unknown"
    if before == "unknown":
        return band_of(total, policy)
    margin = policy.margin * POINT
    worse, better = band_of(total + margin, policy), band_of(total - margin, policy)
    if RANK[worse] < RANK[before]:
        return worse
    if RANK[better] > RANK[before] and days >= policy.keep_firing_days:
        return better
    return before


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
    return Settled(settled.band, settled.since, peak, trough)
