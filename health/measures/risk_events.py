"""Complaints, escalations, disputes and threats: how grave, how fresh, against the usual."""

import math

from health.measures.reading import Ids, Measure, Shown, most
from health.memory import Memory
from health.policy import Policy
from health.risks import Risk
from health.terms import Terms
from ingest.interaction import InteractionId

LASTS = 1 / math.log(2)


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the severity that still counts: each event's halves with every half-life of its kind. What
    a partner usually says is taken off: some complain by habit. Left out where none was heard and
    too little was read to know: no intent in the memory, or under `least_read` recent messages.
    """
    read = memory.labelled is not None and memory.signals.recent.toned >= policy.least_read
    if not memory.risks and not read:
        return None
    return policy.risk_events.goodness(load(memory, policy) - _usual(memory, policy))


def load(memory: Memory, policy: Policy) -> float:
    """The severity that still counts."""
    return sum(_weight(one, memory.day, policy) for one in memory.risks)


def _weight(one: Risk, today: int, policy: Policy) -> float:
    grave = policy.risks.get(one.label)
    if grave is None:
        return 0.0
    faded: float = 0.5 ** ((today - one.day) / grave.half_life)
    return grave.severity * one.sure / 1000 * faded


def _usual(memory: Memory, policy: Policy) -> float:
    """What would still count if the events before the recent window went on at their pace: a kind
    that comes once in so many days settles at its severity times half-life over ln 2 over them."""
    recent = policy.recent_days
    span = min(memory.day - recent - memory.first_day + 1, policy.memory_days - recent)
    if span < policy.baseline_days:
        return 0.0
    found = 0.0
    for one in memory.risks:
        grave = policy.risks.get(one.label)
        # The gravest are never usual.
        if grave is not None and not grave.caps and one.day <= memory.day - recent:
            found += grave.severity * one.sure / 1000 * grave.half_life * LASTS / span
    return found


def _shown(memory: Memory, _: Terms, policy: Policy) -> Shown:
    """Severity that still counts; baseline: the usual."""
    return round(load(memory, policy), 2), round(_usual(memory, policy), 2)


def _evidence(memory: Memory, policy: Policy) -> Ids:
    """The gravest that still count."""
    weights: dict[InteractionId, int] = {}
    for one in memory.risks:
        weight = round(1000 * _weight(one, memory.day, policy))
        weights[one.id] = weights.get(one.id, 0) + weight
    return most(((weight, id_) for id_, weight in weights.items()), largest=True)


risk_events = Measure(_goodness, _shown, _evidence)
