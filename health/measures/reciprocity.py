"""Whether we talk to them or at them: our messages on each of theirs, against the usual."""

import math

from health.measures.reading import Measure, Shown, last_spoke
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms

LEAST, LEAST_USUAL = 6, 12


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the doublings of our share between the usual and now; better than usual is fine.

    Needs `LEAST` messages of either side lately and `LEAST_USUAL` before.
    """
    recent, usual = memory.signals.recent, memory.signals.baseline
    if recent.inbound + recent.outbound < LEAST:
        return None
    if usual.inbound + usual.outbound < LEAST_USUAL or not usual.outbound:
        return None
    return policy.reciprocity.goodness(
        math.log2(_on_one(recent.outbound, recent.inbound))
        - math.log2(_on_one(usual.outbound, usual.inbound))
    )


def _shown(memory: Memory, _: Terms, __: Policy) -> Shown:
    """Messages of ours on one of theirs; baseline: the months before."""
    recent, usual = memory.signals.recent, memory.signals.baseline
    return (
        round(_on_one(recent.outbound, recent.inbound), 2),
        round(_on_one(usual.outbound, usual.inbound), 2),
    )


def _on_one(ours: int, theirs: int) -> float:
    return (ours + 1) / (theirs + 1)


reciprocity = Measure(_goodness, _shown, last_spoke)
