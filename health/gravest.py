"""The risk event that weighs most now: it decides who settles a dispute."""

from health.memory import Memory
from health.policy import Policy


def gravest(memory: Memory, policy: Policy) -> str | None:
    """Its label, by severity, certainty and age; None where none counts."""
    best: tuple[float, str] | None = None
    for one in memory.risks:
        grave = policy.risks.get(one.label)
        if grave is None:
            continue
        faded: float = 0.5 ** ((memory.day - one.day) / grave.half_life)
        weight = (grave.severity * one.sure / 1000 * faded, one.label)
        best = weight if best is None else max(best, weight)
    return best[1] if best is not None and best[0] > 0 else None
