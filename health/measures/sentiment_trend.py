"""Whether the partner sounds better or worse than they usually do."""

from health.measures.reading import Reading
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


def sentiment_trend(memory: Memory, _: Terms, policy: Policy) -> Reading | None:
    """Mean tone of the recent window; baseline: the usual tone.

    At least `least_read` recent messages must have been read. A few are drawn towards the usual
    tone, as if `steadying` more had it.
    """
    recent, usual = memory.signals.recent, usual_tone(memory)
    now = recent.mean_tone
    if now is None or usual is None or recent.toned < policy.least_read:
        return None
    steady = (now * recent.toned + usual * policy.steadying) / (recent.toned + policy.steadying)
    return Reading(round(now, 3), round(usual, 3), policy.sentiment_trend.goodness(steady - usual))


def _mean(totals: Totals) -> float | None:
    return totals.mean_tone if totals.toned >= ENOUGH else None
