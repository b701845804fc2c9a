"""Whether the partner sounds better or worse than they usually do."""

from health.measures.reading import Reading
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms


def sentiment_trend(memory: Memory, _: Terms, policy: Policy) -> Reading | None:
    """Mean tone of the recent window; baseline: that of the months before.

    Two recent messages and five in the baseline must have been read.
    """
    recent, usual = memory.signals.recent, memory.signals.baseline
    now, before = recent.mean_tone, usual.mean_tone
    if now is None or before is None or recent.toned < 2 or usual.toned < 5:
        return None
    goodness = policy.sentiment_trend.goodness(now - before)
    return Reading(round(now, 3), round(before, 3), goodness)
