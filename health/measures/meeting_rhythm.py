"""Whether we meet as often as we agreed to."""

from health.measures.reading import Ids, Measure, Shown, most, newest
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms
from ingest.interaction import MeetingType


def _goodness(memory: Memory, terms: Terms, policy: Policy) -> int | None:
    """The mean over the agreed types; left out where nothing was agreed.

    Where no meeting of a type was ever held, its days count from the first contact.
    """
    if not terms.cadence or not memory.heard:
        return None
    ramp, total = policy.meeting_rhythm, 0
    for kind, agreed in terms.cadence:
        total += ramp.goodness(_since(memory, kind) / agreed)
    return total // len(terms.cadence)


def _shown(memory: Memory, terms: Terms, _: Policy) -> Shown:
    """Days since the last held meeting of the type most overdue; baseline: its agreed cadence."""
    overdue = ((_since(memory, kind), agreed) for kind, agreed in terms.cadence)
    since, agreed = max(overdue, key=lambda one: (one[0] / one[1], one))
    return float(since), float(agreed)


def _since(memory: Memory, kind: MeetingType) -> int:
    held = memory.held.get(kind)
    return memory.day - (memory.first_day if held is None else held[0])


def _evidence(memory: Memory, _: Policy) -> Ids:
    """The last meetings that did not take place, else the last held."""
    return newest(one.id for one in memory.met if one.missed) or most(
        memory.held.values(), largest=True
    )


meeting_rhythm = Measure(("held",), _goodness, _shown, _evidence)
