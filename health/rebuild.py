"""The batch path: the same fold over a whole history, in order and without repetitions."""

from collections.abc import Iterable

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
    now = before
    closes: list[Close] = []
    transitions: list[Transition] = []
    for seen in ordered:
        step = hear(now, seen, terms, policy)
        now = step.after
        closes.extend(step.closes)
        transitions.extend(step.transitions)
    step = pass_days(now, until, terms, policy)
    return Step(step.after, (*closes, *step.closes), (*transitions, *step.transitions))
