"""Whether their people still train and certify."""

from health.measures.reading import Ids, Measure, Shown
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms

LEAST = 3


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the days since the last training, over the usual gap; needs `LEAST` trainings."""
    gap = _gap(memory)
    return None if gap is None else policy.training.goodness(_days(memory) / gap)


def _gap(memory: Memory) -> float | None:
    entries = memory.facts.get("training", ())
    if len(entries) < LEAST:
        return None
    return max(7.0, (entries[-1].day - entries[0].day) / (len(entries) - 1))


def _days(memory: Memory) -> int:
    return memory.day - memory.facts["training"][-1].day


def _shown(memory: Memory, _: Terms, __: Policy) -> Shown:
    """Days since the last training; baseline: the usual gap."""
    return float(_days(memory)), round(_gap(memory) or 0.0, 1)


def _evidence(memory: Memory, _: Policy) -> Ids:
    entries = memory.facts.get("training", ())
    return (entries[-1].id,) if entries else ()


training = Measure(("facts",), _goodness, _shown, _evidence)
