"""Whether we meet as often as we agreed to."""

from health.measures.reading import Reading
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms


def meeting_rhythm(memory: Memory, terms: Terms, policy: Policy) -> Reading | None:
    """Days since the last held meeting of the type most overdue; baseline: its agreed cadence.

    Goodness is the mean over the agreed types; where no meeting of a type was ever held, its
    days count from the first contact. Left out where nothing was agreed.
    """
    if not terms.cadence or not memory.heard:
        return None
    goodness, worst = 0, (0.0, 0, 0)
    for kind, agreed in terms.cadence:
        since = memory.day - memory.held.get(kind, (memory.first_day, ""))[0]
        goodness += policy.meeting_rhythm.goodness(since / agreed)
        worst = max(worst, (since / agreed, since, agreed))
    return Reading(float(worst[1]), float(worst[2]), goodness // len(terms.cadence))
