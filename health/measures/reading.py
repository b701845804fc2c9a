"""What a measure reads: its value, the partner's own baseline, and how good that is."""

from collections.abc import Callable, Iterable

import msgspec

from health.memory import Memory
from health.policy import Policy
from health.signals import Day, Evidence
from health.terms import Terms
from ingest.interaction import InteractionId

AT_MOST = 3


class Reading(msgspec.Struct, frozen=True, array_like=True):
    """`goodness` in thousandths, 0 to 1000; `baseline` None where the norm is not the own past."""

    value: float
    baseline: float | None
    goodness: int


Shown = tuple[float, float | None]
"""Value and baseline in the units that people read."""
Ids = tuple[InteractionId, ...]


class Measure(msgspec.Struct, frozen=True):
    """`goodness` runs at every observation that moved what it `rests_on`, fields of the memory
    beside its day; `shown` and `evidence` only where somebody is told.

    A goodness of None: could not be measured. It is left out, never counted as bad or good, and
    has nothing to show. `evidence`: at most three ids of interactions that it rests on, the
    telling ones first.
    """

    rests_on: tuple[str, ...]
    goodness: Callable[[Memory, Terms, Policy], int | None]
    shown: Callable[[Memory, Terms, Policy], Shown]
    evidence: Callable[[Memory, Policy], Ids]

    def read(self, memory: Memory, terms: Terms, policy: Policy) -> Reading | None:
        """Goodness and what is shown together."""
        goodness = self.goodness(memory, terms, policy)
        return None if goodness is None else Reading(*self.shown(memory, terms, policy), goodness)


def of_days(memory: Memory, pick: Callable[[Day], Evidence | None], *, largest: bool) -> Ids:
    """The most telling interactions of the recent days, one a day."""
    found = (pick(day) for day in memory.signals.days)
    return most((one for one in found if one is not None), largest=largest)


def proven(goodness: int, memory: Memory, policy: Policy) -> int | None:
    """The goodness, but None where it is full because hardly anything was read: a partner who falls
    silent does not complain either.
    """
    quiet = goodness >= 1000 and memory.signals.recent.toned < policy.least_quiet
    return None if quiet else goodness


def last_spoke(memory: Memory, _: Policy) -> Ids:
    """The last that was heard of them."""
    return () if memory.spoke is None else (memory.spoke[1],)


def baseline_span(memory: Memory, policy: Policy) -> int | None:
    """The days that the baseline window holds so far; None where they are fewer than a measure
    against the own past needs."""
    recent = policy.recent_days
    span = min(memory.day - recent - memory.first_day + 1, policy.memory_days - recent)
    return span if span >= policy.baseline_days else None


def most(found: Iterable[Evidence], *, largest: bool) -> Ids:
    """The ids of the largest, or smallest, numbers."""
    ordered = sorted(found, key=lambda one: (-one[0] if largest else one[0], one[1]))
    # Each once: one message may be the last of two people.
    return tuple(dict.fromkeys(id_ for _, id_ in ordered))[:AT_MOST]


def newest(found: Iterable[InteractionId]) -> Ids:
    """The last of them, the newest first, each once: a meeting may be called off after it was
    held, as a mail may hold two promises."""
    return tuple(dict.fromkeys(reversed(tuple(found))))[:AT_MOST]
