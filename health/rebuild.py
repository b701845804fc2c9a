"""The batch path: the same fold over a whole history, in order and without repetitions."""

from collections.abc import Iterable, Sequence

from health.observation import Observation
from health.policy import Policy
from health.relationship import Close, Relationship, Step, hear, pass_days, unheard
from health.terms import Terms
from health.transition import Transition
from ingest.interaction import PartnerId


def in_order(history: Iterable[Observation]) -> list[Observation]:
    """By time and key, each key once: of two with one key, the earlier.

    A planned meeting says nothing yet; it is heard when it was held, cancelled or missed.
    """
    seen: set[str] = set()
    ordered = []
    for one in sorted(history, key=lambda one: (one.at, one.key)):
        if one.key not in seen and one.meeting != "planned":
            seen.add(one.key)
            ordered.append(one)
    return ordered


def rebuild(
    partner_id: PartnerId,
    history: Iterable[Observation],
    terms: Terms,
    policy: Policy,
    *,
    until: int = 0,
) -> Step:
    """Fold one partner's history from nothing, then let days pass until `until`."""
    return follow(unheard(partner_id), in_order(history), terms, policy, until=until)


def follow(
    before: Relationship,
    ordered: Iterable[Observation],
    terms: Terms,
    policy: Policy,
    *,
    until: int = 0,
) -> Step:
    """Hear observations that are in order and new, then let days pass until `until`."""
    walk = _Walk(before, policy)
    for seen in ordered:
        walk.take(hear(walk.now, seen, terms, policy))
    walk.take(pass_days(walk.now, until, terms, policy))
    return walk.step()


def rebuild_each(
    partner_id: PartnerId,
    history: Iterable[Observation],
    terms: Terms,
    policies: Sequence[Policy],
    *,
    until: int = 0,
) -> list[Step]:
    """What `rebuild` makes of it under each policy.

    They go side by side, day by day, so that what they remember alike, and what measures make of it
    alike, is worked out once (`health.memory`, `health.standing`).
    """
    begin = unheard(partner_id)
    walks = [_Walk(begin, policy) for policy in policies]

    def pass_until(end: int) -> None:
        first = min((walk.now.memory.day for walk in walks if walk.now.memory.heard), default=end)
        for day in range(first + 1, end + 1):
            for walk in walks:
                walk.take(pass_days(walk.now, day, terms, walk.policy))

    for seen in in_order(history):
        pass_until(seen.day)
        for walk in walks:
            walk.take(hear(walk.now, seen, terms, walk.policy))
    pass_until(until)
    return [walk.step() for walk in walks]


class _Walk:
    """How far one policy has come."""

    def __init__(self, now: Relationship, policy: Policy) -> None:
        self.now, self.policy = now, policy
        self._closes: list[Close] = []
        self._transitions: list[Transition] = []

    def take(self, step: Step) -> None:
        self.now = step.after
        self._closes.extend(step.closes)
        self._transitions.extend(step.transitions)

    def step(self) -> Step:
        return Step(self.now, tuple(self._closes), tuple(self._transitions))
