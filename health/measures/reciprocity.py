"""Whether we talk to them or at them: our messages on each of theirs, against the usual."""

import math

from health.measures.reading import Measure, Shown, last_spoke
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms

LEAST = 6


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the doublings of our share between the usual and now; better than usual is fine.

    Needs `LEAST` messages of either side lately.
    """
    recent, usual = memory.signals.recent, memory.signals.usual.on_one
    if usual is None or recent.inbound + recent.outbound < LEAST:
        return None
    return policy.reciprocity.goodness(math.log2(recent.on_one / usual))


def _shown(memory: Memory, _: Terms, __: Policy) -> Shown:
    """Messages of ours on one of theirs; baseline: the usual."""
    usual = memory.signals.usual.on_one
    return round(memory.signals.recent.on_one, 2), round(usual or 0.0, 2)


reciprocity = Measure(("signals",), _goodness, _shown, last_spoke)
