"""Whether the contract runs out and nobody talks of renewing it."""

from health.measures.reading import Ids, Measure, Shown
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms

HORIZON = 365


def _goodness(memory: Memory, terms: Terms, policy: Policy) -> int | None:
    """By the days left; full marks once a renewal was talked of within the recent past. Left out
    where no end is known or it is more than a year away, and once it is past: then it went on.
    """
    if not memory.heard or terms.ends is None or not 0 <= terms.ends - memory.day <= HORIZON:
        return None
    if memory.renewing is not None and memory.renewing[0] > memory.day - policy.past_days:
        return 1000
    return policy.contract_end.goodness(terms.ends - memory.day)


def _shown(memory: Memory, terms: Terms, _: Policy) -> Shown:
    """Days until the contract ends."""
    return float((terms.ends or memory.day) - memory.day), None


def _evidence(memory: Memory, _: Policy) -> Ids:
    return () if memory.renewing is None else (memory.renewing[1],)


contract_end = Measure(("renewing",), _goodness, _shown, _evidence)
