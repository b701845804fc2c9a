"""How often the partner gets in touch, against how often they usually do."""

from health.measures.reading import Measure, Shown, last_spoke
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms

# Added to both sides of the ratio: two messages more or less say nothing of a rare writer.
STEADYING = 1.5


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the ratio of the recent window to the usual.

    Needs `baseline_days` of history before the window, with at least two contacts expected.
    """
    usual = _usual(memory, policy)
    if usual is None or usual < 2:
        return None
    ratio = (memory.signals.recent.inbound + STEADYING) / (usual + STEADYING)
    return policy.contact_frequency.goodness(ratio)


def _shown(memory: Memory, _: Terms, policy: Policy) -> Shown:
    """Inbound interactions in the recent window; baseline: the usual number in as many days."""
    return float(memory.signals.recent.inbound), round(_usual(memory, policy) or 0.0, 1)


def _usual(memory: Memory, policy: Policy) -> float | None:
    usual = memory.signals.usual.inbound
    return None if usual is None else usual * policy.recent_days


contact_frequency = Measure(("signals",), _goodness, _shown, last_spoke)
