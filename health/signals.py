"""The rolling memory of a partner: day buckets, and their sums over three windows."""

import msgspec

from health.observation import Observation
from ingest.interaction import InteractionId

Evidence = tuple[int, InteractionId]


class Totals(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Sums over some days. Integers: adding a day and taking it away again is exact.

    `tone` sums tone times weight; `theirs` and `ours` sum the thousandths of log2(1 + minutes)
    that they and we took to answer, so that their mean is a geometric one.
    """

    inbound: int = 0
    outbound: int = 0
    tone: int = 0
    tone_weight: int = 0
    toned: int = 0
    theirs: int = 0
    theirs_n: int = 0
    ours: int = 0
    ours_n: int = 0

    def plus(self, other: "Totals") -> "Totals":
        """Both together."""
        return Totals(
            self.inbound + other.inbound,
            self.outbound + other.outbound,
            self.tone + other.tone,
            self.tone_weight + other.tone_weight,
            self.toned + other.toned,
            self.theirs + other.theirs,
            self.theirs_n + other.theirs_n,
            self.ours + other.ours,
            self.ours_n + other.ours_n,
        )

    def minus(self, other: "Totals") -> "Totals":
        """Without the other, which must be part of this."""
        return Totals(
            self.inbound - other.inbound,
            self.outbound - other.outbound,
            self.tone - other.tone,
            self.tone_weight - other.tone_weight,
            self.toned - other.toned,
            self.theirs - other.theirs,
            self.theirs_n - other.theirs_n,
            self.ours - other.ours,
            self.ours_n - other.ours_n,
        )

    @property
    def mean_tone(self) -> float | None:
        """From -1 to 1, weighted by confidence; None where nothing was read."""
        return self.tone / self.tone_weight / 1000 if self.tone_weight else None


NOTHING = Totals()


class Day(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One day of a partner, and the interactions that stand for it while it is recent."""

    day: int
    totals: Totals
    coldest: Evidence | None = None
    warmest: Evidence | None = None
    slowest_theirs: Evidence | None = None
    slowest_ours: Evidence | None = None

    def without_evidence(self) -> "Day":
        """Once no longer recent, only the sums matter."""
        return Day(self.day, self.totals)


class Windows(msgspec.Struct, frozen=True):
    """In days back from today: what is fresh, recent, long past, and no longer remembered."""

    fresh: int
    recent: int
    past: int
    memory: int


class Signals(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Days with activity, oldest first: `days[:recent_from]` are the baseline.

    `fresh` holds the sums of `days[fresh_from:]`, which are also in `recent`; `past` those of
    `days[:past_to]`, which are also in `baseline`.
    """

    days: tuple[Day, ...] = ()
    past_to: int = 0
    recent_from: int = 0
    fresh_from: int = 0
    past: Totals = NOTHING
    baseline: Totals = NOTHING
    recent: Totals = NOTHING
    fresh: Totals = NOTHING


def at_day(signals: Signals, today: int, windows: Windows) -> Signals:
    """The same memory seen from a later day: windows move, what is too old is forgotten."""
    days = signals.days
    fresh_from, recent_from, past_to = signals.fresh_from, signals.recent_from, signals.past_to
    fresh, recent, baseline, past = signals.fresh, signals.recent, signals.baseline, signals.past
    while fresh_from < len(days) and days[fresh_from].day <= today - windows.fresh:
        fresh = fresh.minus(days[fresh_from].totals)
        fresh_from += 1
    while recent_from < len(days) and days[recent_from].day <= today - windows.recent:
        old = days[recent_from]
        recent = recent.minus(old.totals)
        baseline = baseline.plus(old.totals)
        days = (*days[:recent_from], old.without_evidence(), *days[recent_from + 1 :])
        recent_from += 1
    while past_to < recent_from and days[past_to].day <= today - windows.past:
        past = past.plus(days[past_to].totals)
        past_to += 1
    dropped = 0
    while dropped < past_to and days[dropped].day <= today - windows.memory:
        baseline = baseline.minus(days[dropped].totals)
        past = past.minus(days[dropped].totals)
        dropped += 1
    if not dropped and (fresh_from, recent_from, past_to) == (
        signals.fresh_from,
        signals.recent_from,
        signals.past_to,
    ):
        return signals
    return Signals(
        days[dropped:],
        past_to - dropped,
        recent_from - dropped,
        fresh_from - dropped,
        past,
        baseline,
        recent,
        fresh,
    )


def add(
    signals: Signals, seen: Observation, theirs: int | None = None, ours: int | None = None
) -> Signals:
    """Count one observation of the newest day. `theirs`, `ours`: the answer that it was, if any."""
    inbound = seen.speaks
    tone = seen.tone if inbound else None
    gain = Totals(
        inbound=int(inbound),
        outbound=int(seen.direction == "outbound"),
        tone=tone * seen.weight if tone is not None else 0,
        tone_weight=seen.weight if tone is not None else 0,
        toned=int(tone is not None),
        theirs=theirs or 0,
        theirs_n=int(theirs is not None),
        ours=ours or 0,
        ours_n=int(ours is not None),
    )
    today = seen.day
    if signals.days and signals.days[-1].day == today:
        before, last = signals.days[:-1], signals.days[-1]
    else:
        before, last = signals.days, Day(today, NOTHING)
    after = Day(
        today,
        last.totals.plus(gain),
        _least(last.coldest, None if tone is None else (tone, seen.id)),
        _most(last.warmest, None if tone is None else (tone, seen.id)),
        _most(last.slowest_theirs, None if theirs is None else (theirs, seen.id)),
        _most(last.slowest_ours, None if ours is None else (ours, seen.id)),
    )
    return Signals(
        (*before, after),
        signals.past_to,
        signals.recent_from,
        signals.fresh_from,
        signals.past,
        signals.baseline,
        signals.recent.plus(gain),
        signals.fresh.plus(gain),
    )


def _least(one: Evidence | None, other: Evidence | None) -> Evidence | None:
    return other if one is None else one if other is None else min(one, other)


def _most(one: Evidence | None, other: Evidence | None) -> Evidence | None:
    return other if one is None else one if other is None else max(one, other)
