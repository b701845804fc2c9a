"""Whether meetings take place once they are agreed."""

from health.measures.reading import Ids, Measure, Shown, newest
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms

LEAST = 3
STEADYING = 1


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the share of the last three months' meetings that were called off, or missed, which counts
    twice; needs `LEAST` meetings. One meeting that was held is added to steady few.
    """
    share = _share(memory)
    return None if share is None else policy.meeting_reliability.goodness(share)


def _share(memory: Memory) -> float | None:
    if len(memory.met) < LEAST:
        return None
    lost = sum(one.missed for one in memory.met)
    return min(1.0, lost / (len(memory.met) + STEADYING))


def _shown(memory: Memory, _: Terms, __: Policy) -> Shown:
    """The share lost, 0 to 1."""
    return round(_share(memory) or 0.0, 2), None


def _evidence(memory: Memory, _: Policy) -> Ids:
    return newest(one.id for one in memory.met if one.missed)


meeting_reliability = Measure(("met",), _goodness, _shown, _evidence)
