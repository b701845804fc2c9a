"""How many displeased messages in a row: one is a bad day, five are a state."""

from health.measures.reading import Ids, Measure, Shown, proven
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the number since the last kind word. A streak ends, too, when the recent window holds none
    of it any more.

    Needs `least_read` recent messages that were read.
    """
    if memory.signals.recent.toned < policy.least_read:
        return None
    return proven(policy.negative_streak.goodness(memory.cold.count), memory, policy)


def _shown(memory: Memory, _: Terms, __: Policy) -> Shown:
    """Displeased messages in a row."""
    return float(memory.cold.count), None


def _evidence(memory: Memory, _: Policy) -> Ids:
    return memory.cold.newest[::-1]


negative_streak = Measure(("cold", "signals"), _goodness, _shown, _evidence)
