"""Complaints, escalations, disputes and threats: how grave, how fresh, against the usual."""

from health.measures.reading import Ids, Measure, Shown, baseline_span, most, proven
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms
from health.weighed import weighed
from ingest.interaction import InteractionId


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the severity that still counts among so many messages: each event's halves with every
    half-life of its kind. What a partner usually says is taken off: some complain by habit. Left
    out where none was heard and too little was read to know: no intent in the memory, or under
    `least_read` recent messages.
    """
    read = memory.labelled is not None and memory.signals.recent.toned >= policy.least_read
    if not memory.risks and not read:
        return None
    now, usual = _loads(memory, policy)
    return proven(policy.risk_events.goodness(now - usual), memory, policy)


def _loads(memory: Memory, policy: Policy) -> tuple[float, float]:
    """The severity that still counts among so many messages, and the usual.

    The usual is the same of the events before the recent window, had they gone on at their pace: a
    kind that comes once in so many days settles at its severity times half-life over ln 2 over
    them. The gravest are never usual.
    """
    found = weighed(memory.risks, memory.day, policy)
    now = found.now / policy.thinning(memory.signals.recent.inbound)
    span = baseline_span(memory, policy)
    if span is None:
        return now, 0.0
    heard = (memory.signals.usual.inbound or 0.0) * policy.recent_days
    return now, found.past / span / policy.thinning(heard)


def _shown(memory: Memory, _: Terms, policy: Policy) -> Shown:
    """Severity that still counts, thinned by the recent messages; baseline: the usual."""
    now, usual = _loads(memory, policy)
    return round(now, 2), round(usual, 2)


def _evidence(memory: Memory, policy: Policy) -> Ids:
    """The gravest that still count."""
    weights: dict[InteractionId, int] = {}
    for one in memory.risks:
        if one.day >= memory.day - policy.memory_days:
            weight = round(policy.fading[one.label][memory.day - one.day] * one.sure)
            weights[one.id] = weights.get(one.id, 0) + weight
    return most(((weight, id_) for id_, weight in weights.items() if weight), largest=True)


risk_events = Measure(("risks", "labelled", "signals"), _goodness, _shown, _evidence)
