"""Whether the partner sounds better or worse than they usually do."""

from health.measures.reading import Measure, Shown
from health.measures.sentiment_level import tone_evidence
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the difference to the usual tone; a few messages are drawn towards it, as if `steadying`
    more had it.

    At least `least_read` recent messages must have been read.
    """
    recent, steadying = memory.signals.recent, policy.steadying
    toned = recent.toned
    if toned < policy.least_read or not recent.tone_weight:
        return None
    usual = memory.signals.usual.tone
    if usual is None:
        return None
    now = recent.tone / recent.tone_weight / 1000
    steady = (now * toned + usual * steadying) / (toned + steadying)
    return policy.sentiment_trend.goodness(steady - usual)


def _shown(memory: Memory, _: Terms, __: Policy) -> Shown:
    """Mean tone of the recent window; baseline: the usual tone."""
    signals = memory.signals
    return round(signals.recent.mean_tone or 0.0, 3), round(signals.usual.tone or 0.0, 3)


sentiment_trend = Measure(("signals",), _goodness, _shown, tone_evidence)
