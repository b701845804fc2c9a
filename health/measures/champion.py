"""Whether the person who carries the relationship is still there."""

from health.measures.reading import Ids, Measure, Shown
from health.memory import Contact, Memory
from health.policy import Policy
from health.terms import Terms

LEAST = 6
PATIENCE = 10
"""Days that nobody is missed: holidays are no farewell."""


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the days since the champion was last active, less `PATIENCE`, over their usual gap.

    The champion is who was active most often, at least `LEAST` times over at least `baseline_days`.
    """
    found = _champion(memory, policy)
    if found is None:
        return None
    away = max(0, memory.day - found.last_day - PATIENCE)
    return policy.champion.goodness(away / _gap(found))


def _champion(memory: Memory, policy: Policy) -> Contact | None:
    best: Contact | None = None
    for seen in memory.contacts.values():
        if seen.count >= LEAST and (
            best is None or (seen.count, seen.last_id) > (best.count, best.last_id)
        ):
            best = seen
    if best is None or best.last_day - best.first_day < policy.baseline_days:
        return None
    return best


def _gap(seen: Contact) -> float:
    return max(1.0, (seen.last_day - seen.first_day) / (seen.count - 1))


def _shown(memory: Memory, _: Terms, policy: Policy) -> Shown:
    """Days since the champion was active; baseline: the usual days between two times."""
    found = _champion(memory, policy)
    if found is None:
        return 0.0, None
    return float(memory.day - found.last_day), round(_gap(found), 1)


def _evidence(memory: Memory, policy: Policy) -> Ids:
    found = _champion(memory, policy)
    return () if found is None else (found.last_id,)


champion = Measure(("contacts",), _goodness, _shown, _evidence)
