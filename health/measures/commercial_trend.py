"""Whether business with them grows or shrinks, by quarter."""

import math

import msgspec

from health.facts import Entry
from health.measures.reading import AT_MOST, Ids, Measure, Shown
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms

QUARTER = 91
QUARTERS = 4
LEAST = 4
"""Records before the last quarter: one order is no series."""
KINDS = ("revenue", "opportunity", "lead")
"""The first of these that has records for two quarters is read."""


class Series(msgspec.Struct, frozen=True, gc=False):
    """What is compared: the last quarter, the usual one, and the records they are read off."""

    now: float
    usual: float
    entries: list[Entry]


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the doublings between the last 91 days and the mean of the quarters before in which there
    was business. Needs a whole quarter before the last, and `LEAST` records before the last; a
    quarter of nothing counts as a sixteenth of the usual.
    """
    found = _series(memory)
    if found is None:
        return None
    now, usual = found.now, found.usual
    return policy.commercial_trend.goodness(math.log2(max(now, usual / 16) / usual))


def _series(memory: Memory) -> Series | None:
    for kind in KINDS:
        known = memory.facts.get(kind, ())
        if len(known) < LEAST:
            continue
        entries = [one for one in known if not one.dead]
        if not entries:
            continue
        # Numbers are counted where no record of the kind has a value.
        valued = any(one.value for one in entries)
        sums, series = [0] * QUARTERS, 0
        for one in entries:
            place = (memory.day - one.day) // QUARTER
            if place < QUARTERS:
                series += place > 0
                sums[place] += (one.value or 0) if valued else 1000
        # Of the quarter in which the records begin, a part is missing.
        whole = (memory.day - known[0].day + 1) // QUARTER
        before = [one for one in sums[1:whole] if one > 0]
        if before and series >= LEAST:
            return Series(sums[0] / 1000, sum(before) / len(before) / 1000, entries)
    return None


def _shown(memory: Memory, _: Terms, __: Policy) -> Shown:
    """Booked in the last 91 days; baseline: the mean of the quarters before."""
    found = _series(memory)
    return (0.0, None) if found is None else (round(found.now, 2), round(found.usual, 2))


def _evidence(memory: Memory, _: Policy) -> Ids:
    """The newest records."""
    found = _series(memory)
    return () if found is None else tuple(one.id for one in reversed(found.entries[-AT_MOST:]))


commercial_trend = Measure(("facts",), _goodness, _shown, _evidence)
