"""How long answers take, theirs to us and ours to them, against the usual."""

from health.measures.reading import Ids, Measure, Shown, of_days
from health.memory import Memory
from health.policy import Policy
from health.signals import Totals
from health.terms import Terms


def _theirs(memory: Memory, _: Terms, policy: Policy) -> int | None:
    recent, usual = memory.signals.recent, memory.signals.baseline
    return _goodness(recent.theirs, recent.theirs_n, usual.theirs, usual.theirs_n, policy)


def _ours(memory: Memory, _: Terms, policy: Policy) -> int | None:
    recent, usual = memory.signals.recent, memory.signals.baseline
    return _goodness(recent.ours, recent.ours_n, usual.ours, usual.ours_n, policy)


def _goodness(now: int, now_n: int, usual: int, usual_n: int, policy: Policy) -> int | None:
    """By the doublings between now and the usual; needs two answers now and four before."""
    if now_n < 2 or usual_n < 4:
        return None
    return policy.response_time.goodness(now / now_n / 1000 - usual / usual_n / 1000)


def _shown_theirs(memory: Memory, _: Terms, __: Policy) -> Shown:
    """Hours until they answered (geometric mean); baseline: the months before."""
    return _hours_theirs(memory.signals.recent), _hours_theirs(memory.signals.baseline)


def _shown_ours(memory: Memory, _: Terms, __: Policy) -> Shown:
    """Hours until we answered (geometric mean); baseline: the months before."""
    return _hours_ours(memory.signals.recent), _hours_ours(memory.signals.baseline)


def _hours_theirs(totals: Totals) -> float:
    return _hours(totals.theirs / totals.theirs_n / 1000)


def _hours_ours(totals: Totals) -> float:
    return _hours(totals.ours / totals.ours_n / 1000)


def _hours(doublings: float) -> float:
    return float(round((2.0**doublings - 1) / 60, 1))


def _slowest_theirs(memory: Memory, _: Policy) -> Ids:
    return of_days(memory, lambda day: day.slowest_theirs, largest=True)


def _slowest_ours(memory: Memory, _: Policy) -> Ids:
    return of_days(memory, lambda day: day.slowest_ours, largest=True)


response_time_theirs = Measure(_theirs, _shown_theirs, _slowest_theirs)
response_time_ours = Measure(_ours, _shown_ours, _slowest_ours)
