"""The cap: a grave threat holds the score down, however well everything else goes."""

from health.measures.reading import Ids, Reading, most
from health.memory import Memory
from health.policy import Policy


def certainty(memory: Memory, policy: Policy) -> float:
    """How much of the gravest events still counts: 1 is one that two readings are sure of, today.

    It halves with every half-life. One message alone does not reach the standard `cap_from`: models
    misread one now and then.
    """
    found = 0.0
    for one in memory.risks:
        grave = policy.risks.get(one.label)
        if grave is not None and grave.caps:
            found += one.sure / 1000 * 0.5 ** ((memory.day - one.day) / grave.half_life)
    return found


def holds(memory: Memory, policy: Policy) -> bool:
    """Whether the score is capped."""
    return bool(memory.risks) and certainty(memory, policy) >= policy.cap_from


def reading(memory: Memory, policy: Policy) -> Reading:
    """The certainty, beside the policy's `cap_from`."""
    return Reading(round(certainty(memory, policy), 2), policy.cap_from, 0)


def evidence(memory: Memory, policy: Policy) -> Ids:
    """The gravest events, the newest first."""
    return most(
        (
            (one.day, one.id)
            for one in memory.risks
            if (grave := policy.risks.get(one.label)) is not None and grave.caps
        ),
        largest=True,
    )
