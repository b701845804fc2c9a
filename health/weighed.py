"""What the risk events of a partner weigh on a day."""

from typing import NamedTuple

from health.latest import Latest
from health.policy import Policy
from health.risks import Risk
from ingest.interaction import InteractionId


class Weighed(NamedTuple):
    """`now`: the severity that still counts. `past`: at what the events before the recent window
    would settle, had they all come on one day and again every day. `threat`: how much certainty of
    those that cap still counts, a message once however many threats are read in it; `fresh`: that
    of the last few days."""

    now: float
    past: float
    threat: float
    fresh: float


NOTHING = Weighed(0.0, 0.0, 0.0, 0.0)

_last: Latest[tuple[Risk, ...], int, Weighed] = Latest()
"""By `Policy.asking`: most of what is heard in a day is no risk, and two policies often agree."""


def weighed(risks: tuple[Risk, ...], today: int, policy: Policy) -> Weighed:
    """Of the events that a partner's memory holds, oldest first."""
    if not risks:
        return NOTHING
    return _last.once(policy.asking, risks, today, lambda: _weighed(risks, today, policy))


def _weighed(risks: tuple[Risk, ...], today: int, policy: Policy) -> Weighed:
    fading, pace, halving = policy.fading, policy.pace, policy.halving
    oldest, before = today - policy.memory_days, today - policy.recent_days
    now = past = threat = most = fresh = 0.0
    since = today - policy.fresh_days
    source: InteractionId | None = None
    for one in risks:
        day, label, sure = one.day, one.label, one.sure
        if day <= before:
            past += pace[label] * sure
        if day < oldest:  # another policy may have remembered longer
            continue
        age = today - day
        now += fading[label][age] * sure
        if label in halving:
            if one.id != source:  # the threats of one message lie side by side
                threat, most, source = threat + most, 0.0, one.id
            weight = halving[label][age] * sure
            if day > since and weight > most:
                fresh += weight - most
            most = max(most, weight)
    return Weighed(now / 1000, past / 1000, (threat + most) / 1000, fresh / 1000)
