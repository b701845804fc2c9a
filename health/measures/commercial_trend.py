"""Whether business with them grows or shrinks, by quarter."""

import math

from health.measures.reading import AT_MOST, Ids, Measure, Shown
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms

QUARTER = 91
LEAST = 4
"""Records before the last quarter: one order is no series."""
KINDS = ("revenue", "opportunity", "lead")
"""The first of these that has records for two quarters is read."""


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the doublings between the last 91 days and the mean of the quarters before, in which at
    least `LEAST` records must lie; a quarter of nothing counts as a sixteenth of the usual.
    """
    found = _quarters(memory)
    if found is None:
        return None
    now, usual = found
    return policy.commercial_trend.goodness(math.log2(max(now, usual / 16) / usual))


def _quarters(memory: Memory) -> tuple[float, float] | None:
    for kind in KINDS:
        entries = memory.facts.get(kind, ())
        if not entries:
            continue
        # Numbers are counted where no record of the kind has a value.
        valued = any(one.value for one in entries)
        sums, series = [0, 0, 0, 0], 0
        for one in entries:
            place = (memory.day - one.day) // QUARTER
            if place < len(sums):
                series += place > 0
                sums[place] += (one.value or 0) if valued else 1000
        # A quarter counts once it lies wholly behind the first record.
        whole = min(len(sums), (memory.day - entries[0].day) // QUARTER + 1)
        before = [one for one in sums[1:whole] if one > 0]
        if before and series >= LEAST:
            return sums[0] / 1000, sum(before) / len(before) / 1000
    return None


def _shown(memory: Memory, _: Terms, __: Policy) -> Shown:
    """Booked in the last 91 days; baseline: the mean of the quarters before."""
    now, usual = _quarters(memory) or (0.0, 0.0)
    return round(now, 2), round(usual, 2)


def _evidence(memory: Memory, _: Policy) -> Ids:
    """The newest records."""
    for kind in KINDS:
        if entries := memory.facts.get(kind):
            return tuple(one.id for one in reversed(entries[-AT_MOST:]))
    return ()


commercial_trend = Measure(_goodness, _shown, _evidence)
