"""How often the partner gets in touch, against how often they usually do."""

from health.measures.reading import Reading
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms

# Added to both sides of the ratio: two messages more or less say nothing of a rare writer.
STEADYING = 1.5


def contact_frequency(memory: Memory, _: Terms, policy: Policy) -> Reading | None:
    """Inbound interactions in the recent window; baseline: the usual number in as many days.

    Needs `baseline_days` of history before the window, with at least two contacts expected.
    """
    span = min(
        memory.day - policy.recent_days - memory.first_day + 1,
        policy.memory_days - policy.recent_days,
    )
    if span < policy.baseline_days:
        return None
    usual = memory.signals.baseline.inbound * policy.recent_days / span
    if usual < 2:
        return None
    now = memory.signals.recent.inbound
    ratio = (now + STEADYING) / (usual + STEADYING)
    return Reading(float(now), round(usual, 1), policy.contact_frequency.goodness(ratio))
