"""How the partner sounds now: mean tone of what they wrote in the recent window."""

from health.measures.reading import Ids, Measure, Shown, of_days
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the mean tone; a few messages are drawn towards neutral, as if `steadying` more were.

    At least `least_read` messages must have been read.

    >>> from health.policy import STANDARD
    >>> from health.terms import NO_TERMS
    >>> sentiment_level.read(Memory(partner_id="p"), NO_TERMS, STANDARD) is None
    True
    """
    recent = memory.signals.recent
    if recent.toned < policy.least_read:
        return None
    level = _level(memory, policy)
    if level is None:
        return None
    heard = recent.toned + policy.fresh_weight * memory.signals.fresh.toned
    return policy.sentiment_level.goodness(level * heard / (heard + policy.steadying))


def _shown(memory: Memory, _: Terms, policy: Policy) -> Shown:
    """Confidence-weighted mean tone, -1 to 1; the last days count more than the rest."""
    return round(_level(memory, policy) or 0.0, 3), None


def _level(memory: Memory, policy: Policy) -> float | None:
    recent, fresh = memory.signals.recent, memory.signals.fresh
    weight = recent.tone_weight + policy.fresh_weight * fresh.tone_weight
    return (recent.tone + policy.fresh_weight * fresh.tone) / weight / 1000 if weight else None


def tone_evidence(memory: Memory, _: Policy) -> Ids:
    """The coldest messages where the tone is cool, else the warmest."""
    mean = memory.signals.recent.mean_tone
    if mean is not None and mean > 0.1:
        return of_days(memory, lambda day: day.warmest, largest=True)
    return of_days(memory, lambda day: day.coldest, largest=False)


sentiment_level = Measure(("signals",), _goodness, _shown, tone_evidence)
