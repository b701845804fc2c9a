"""The cap: a grave threat holds the score down, however well everything else goes."""

from health.measures.reading import Ids, Reading, most
from health.memory import Memory
from health.policy import Policy
from health.weighed import weighed


def certainty(memory: Memory, policy: Policy) -> float:
    """How much of the gravest events still counts: 1 is one that two readings are sure of, today.

    It halves with every half-life. A message counts once, however many threats are read in it, so
    one alone does not reach the standard `cap_from`: models misread one now and then, and the more
    often the more there is to read. So it is thinned by half of the recent messages; threats of the
    last few days by half of the messages of these days alone, for who writes daily and threatens
    four days running is not misread.
    """
    found, signals = weighed(memory.risks, memory.day, policy), memory.signals
    return max(
        found.threat / policy.thinning(signals.recent.inbound / 2),
        found.fresh / policy.thinning(signals.fresh.inbound / 2),
    )


def holds(memory: Memory, policy: Policy) -> bool:
    """Whether the score is capped."""
    return bool(memory.risks) and certainty(memory, policy) >= policy.cap_from


def reading(memory: Memory, policy: Policy) -> Reading:
    """The certainty, beside the policy's `cap_from`."""
    return Reading(round(certainty(memory, policy), 2), policy.cap_from, 0)


def evidence(memory: Memory, policy: Policy) -> Ids:
    """The gravest events, the newest first."""
    newest = {one.id: one.day for one in memory.risks if one.label in policy.halving}
    return most(((day, id_) for id_, day in newest.items()), largest=True)
