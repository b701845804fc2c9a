"""Complaints and tickets that nobody has settled, and how old they are."""

from health.measures.reading import AT_MOST, Ids, Measure, Shown, proven
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms

AGES = 21
"""Days in which an issue comes to count once more, up to three times."""


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By their number among so many messages, older ones counting more. Left out where none is
    open and too little was read to know: no intent in the memory, or too few recent messages.
    """
    read = memory.labelled is not None and memory.signals.recent.toned >= policy.least_read
    if not memory.issues and not read:
        return None
    thinned = _load(memory) / policy.thinning(memory.signals.recent.inbound)
    return proven(policy.open_issues.goodness(thinned), memory, policy)


def _load(memory: Memory) -> float:
    today = memory.day
    return sum([min(3.0, 1.0 + (today - one.day) / AGES) for one in memory.issues.values()])


def _shown(memory: Memory, _: Terms, __: Policy) -> Shown:
    """How many are open."""
    return float(len(memory.issues)), None


def _evidence(memory: Memory, _: Policy) -> Ids:
    """The oldest first."""
    ordered = sorted(memory.issues.values(), key=lambda one: (one.day, one.id))
    return tuple(one.id for one in ordered[:AT_MOST])


open_issues = Measure(("issues", "labelled", "signals"), _goodness, _shown, _evidence)
