"""Whether the partner sounds better or worse than they usually do."""

from health.measures.reading import Measure, Shown
from health.measures.sentiment_level import tone_evidence
from health.memory import Memory
from health.policy import Policy
from health.signals import Totals
from health.terms import Terms

ENOUGH = 5


def usual_tone(memory: Memory) -> float | None:
    """How the partner usually sounds, -1 to 1: the better of the whole baseline and of the long
    past alone, so that months of trouble do not become the norm. None: too little was read.
    """
    lately, before = _mean(memory.signals.baseline), _mean(memory.signals.past)
    if lately is None or before is None:
        return before if lately is None else lately
    return max(lately, before)


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the difference to the usual tone; a few messages are drawn towards it, as if `steadying`
    more had it.

    At least `least_read` recent messages must have been read.
    """
    recent, steadying = memory.signals.recent, policy.steadying
    toned = recent.toned
    if toned < policy.least_read or not recent.tone_weight:
        return None
    usual = usual_tone(memory)
    if usual is None:
        return None
    now = recent.tone / recent.tone_weight / 1000
    steady = (now * toned + usual * steadying) / (toned + steadying)
    return policy.sentiment_trend.goodness(steady - usual)


def _shown(memory: Memory, _: Terms, __: Policy) -> Shown:
    """Mean tone of the recent window; baseline: the usual tone."""
    return round(memory.signals.recent.mean_tone or 0.0, 3), round(usual_tone(memory) or 0.0, 3)


def _mean(totals: Totals) -> float | None:
    return totals.mean_tone if totals.toned >= ENOUGH else None


sentiment_trend = Measure(_goodness, _shown, tone_evidence)
