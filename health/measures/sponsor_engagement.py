"""Whether their leaders still take part."""

from health.measures.reading import Ids, Measure, Shown
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms

LEADERS = ("sponsor", "advisory_board")


def _goodness(memory: Memory, terms: Terms, policy: Policy) -> int | None:
    """By the days since a leader of theirs last took part, over the agreed interval.

    Left out where none ever did and no meeting with leaders was agreed.
    """
    if memory.executive is None and _agreed(terms) is None:
        return None
    if not memory.heard:
        return None
    return policy.sponsor_engagement.goodness(_days(memory) / _interval(terms, policy))


def _shown(memory: Memory, terms: Terms, policy: Policy) -> Shown:
    """Days since a leader took part; baseline: the agreed interval, or the policy's."""
    return float(_days(memory)), float(_interval(terms, policy))


def _days(memory: Memory) -> int:
    return memory.day - (memory.first_day if memory.executive is None else memory.executive[0])


def _interval(terms: Terms, policy: Policy) -> int:
    return _agreed(terms) or policy.sponsor_days


def _agreed(terms: Terms) -> int | None:
    return min((days for kind, days in terms.cadence if kind in LEADERS), default=None)


def _evidence(memory: Memory, _: Policy) -> Ids:
    return () if memory.executive is None else (memory.executive[1],)


sponsor_engagement = Measure(("executive",), _goodness, _shown, _evidence)
