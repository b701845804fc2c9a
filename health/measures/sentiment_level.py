"""How the partner sounds now: mean tone of what they wrote in the recent window."""

from health.measures.reading import Reading
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms


def sentiment_level(memory: Memory, _: Terms, policy: Policy) -> Reading | None:
    """Confidence-weighted mean tone, -1 to 1; the last days count more than the rest.

    At least `least_read` messages must have been read; a few are drawn towards neutral, as if
    `steadying` more were.

    >>> from health.policy import STANDARD
    >>> from health.terms import NO_TERMS
    >>> sentiment_level(Memory(partner_id="p"), NO_TERMS, STANDARD) is None
    True
    """
    recent, fresh = memory.signals.recent, memory.signals.fresh
    if recent.toned < policy.least_read:
        return None
    weight = recent.tone_weight + policy.fresh_weight * fresh.tone_weight
    if not weight:
        return None
    level = (recent.tone + policy.fresh_weight * fresh.tone) / weight / 1000
    heard = recent.toned + policy.fresh_weight * fresh.toned
    steady = level * heard / (heard + policy.steadying)
    return Reading(round(level, 3), None, policy.sentiment_level.goodness(steady))
