"""How long nothing was heard of them, in gaps of their own rhythm."""

from health.measures.reading import Measure, Shown, last_spoke
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms

LEAST = 4


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the days since they last spoke, over the usual days from one message to the next.

    Needs `baseline_days` of history before the recent window, at a pace of `LEAST` in a block.
    """
    gap = _gap(memory, policy)
    return None if gap is None else policy.silence.goodness(_days(memory) / gap)


def _shown(memory: Memory, _: Terms, policy: Policy) -> Shown:
    """Days since they last spoke; baseline: the usual days between two messages of theirs."""
    return float(_days(memory)), round(_gap(memory, policy) or 0.0, 1)


def _days(memory: Memory) -> int:
    return memory.day - (memory.first_day if memory.spoke is None else memory.spoke[0])


def _gap(memory: Memory, policy: Policy) -> float | None:
    """At least a day: nobody is silent on the evening of the day on which they wrote."""
    usual = memory.signals.usual.inbound
    if usual is None or usual * policy.block_days < LEAST:
        return None
    return max(1.0, 1 / usual)


silence = Measure(("spoke", "signals"), _goodness, _shown, last_spoke)
