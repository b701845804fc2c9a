"""How long answers take, theirs to us and ours to them, against the usual."""

from health.measures.reading import Ids, Measure, Shown, of_days
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms


def _theirs(memory: Memory, _: Terms, policy: Policy) -> int | None:
    recent, usual = memory.signals.recent, memory.signals.usual
    return _goodness(recent.theirs, recent.theirs_n, usual.theirs, policy)


def _ours(memory: Memory, _: Terms, policy: Policy) -> int | None:
    recent, usual = memory.signals.recent, memory.signals.usual
    return _goodness(recent.ours, recent.ours_n, usual.ours, policy)


def _goodness(now: int, answers: int, usual: float | None, policy: Policy) -> int | None:
    """By the doublings between now and the usual; needs two answers now. A few are drawn towards
    the usual, as if one more had taken that long.
    """
    if usual is None or answers < 2:
        return None
    return policy.response_time.goodness((now - usual * answers) / (answers + 1) / 1000)


def _shown_theirs(memory: Memory, _: Terms, __: Policy) -> Shown:
    """Hours until they answered (geometric mean); baseline: the usual."""
    recent, usual = memory.signals.recent, memory.signals.usual.theirs
    return _hours(recent.theirs / recent.theirs_n), _hours(usual or 0.0)


def _shown_ours(memory: Memory, _: Terms, __: Policy) -> Shown:
    """Hours until we answered (geometric mean); baseline: the usual."""
    recent, usual = memory.signals.recent, memory.signals.usual.ours
    return _hours(recent.ours / recent.ours_n), _hours(usual or 0.0)


def _hours(thousandths: float) -> float:
    return float(round((2.0 ** (thousandths / 1000) - 1) / 60, 1))


def _slowest_theirs(memory: Memory, _: Policy) -> Ids:
    return of_days(memory, lambda day: day.slowest_theirs, largest=True)


def _slowest_ours(memory: Memory, _: Policy) -> Ids:
    return of_days(memory, lambda day: day.slowest_ours, largest=True)


response_time_theirs = Measure(("signals",), _theirs, _shown_theirs, _slowest_theirs)
response_time_ours = Measure(("signals",), _ours, _shown_ours, _slowest_ours)
