"""How long answers take, theirs to us and ours to them, against the usual."""

from health.measures.reading import Reading
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms


def response_time_theirs(memory: Memory, _: Terms, policy: Policy) -> Reading | None:
    """Hours until they answered (geometric mean); baseline: the months before."""
    recent, usual = memory.signals.recent, memory.signals.baseline
    return _compare(recent.theirs, recent.theirs_n, usual.theirs, usual.theirs_n, policy)


def response_time_ours(memory: Memory, _: Terms, policy: Policy) -> Reading | None:
    """Hours until we answered (geometric mean); baseline: the months before."""
    recent, usual = memory.signals.recent, memory.signals.baseline
    return _compare(recent.ours, recent.ours_n, usual.ours, usual.ours_n, policy)


def _compare(now: int, now_n: int, usual: int, usual_n: int, policy: Policy) -> Reading | None:
    if now_n < 2 or usual_n < 4:
        return None
    doublings, usual_doublings = now / now_n / 1000, usual / usual_n / 1000
    goodness = policy.response_time.goodness(doublings - usual_doublings)
    return Reading(_hours(doublings), _hours(usual_doublings), goodness)


def _hours(doublings: float) -> float:
    return float(round((2.0**doublings - 1) / 60, 1))
