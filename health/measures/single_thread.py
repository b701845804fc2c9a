"""How much hangs on one person at the partner."""

from health.measures.reading import Ids, Measure, Shown
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms

LEAST = 8


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the share of what their people wrote that one of them did; needs `LEAST` messages."""
    share = _share(memory)
    return None if share is None else policy.single_thread.goodness(share)


def _share(memory: Memory) -> float | None:
    counts = [seen.count for seen in memory.contacts.values()]
    total = sum(counts)
    return max(counts) / total if total >= LEAST else None


def _shown(memory: Memory, _: Terms, __: Policy) -> Shown:
    """The share of one contact, 0 to 1."""
    return round(_share(memory) or 0.0, 2), None


def _evidence(memory: Memory, _: Policy) -> Ids:
    if not memory.contacts:
        return ()
    return (max(memory.contacts.values(), key=lambda one: (one.count, one.last_id)).last_id,)


single_thread = Measure(("contacts",), _goodness, _shown, _evidence)
