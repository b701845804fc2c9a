"""A history under one policy: every change of band, and the spans in which a band is bad."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from health.observation import DAY_MS, Observation
from health.policy import Policy
from health.rebuild import rebuild
from health.relationship import Close
from health.standing import Band
from health.terms import Terms
from health.transition import RANK
from ingest.interaction import PartnerId

Direction = Literal["worse", "better", "lost"]
Level = Literal["red", "yellow"]
AT_LEVEL: dict[Level, frozenset[Band]] = {
    "red": frozenset(("red",)),
    "yellow": frozenset(("red", "yellow")),
}


class Turn(msgspec.Struct, frozen=True, order=True):
    """A change of band that people are told of, at a moment in UTC ms."""

    partner_id: PartnerId
    at: int
    before: Band
    after: Band

    @property
    def day(self) -> int:
        """Days since 1970, UTC."""
        return self.at // DAY_MS

    @property
    def direction(self) -> Direction:
        """A first band counts as worse than none: nobody is told of a first green."""
        if self.after == "unknown":
            return "lost"
        return "better" if RANK[self.after] > RANK.get(self.before, 2) else "worse"


class Replay(msgspec.Struct, frozen=True):
    """`heard`: how many observations; `first` is the day of the first of them, `last` the last day
    that was closed."""

    partner_id: PartnerId
    heard: int
    first: int
    last: int
    turns: tuple[Turn, ...]


class Span(msgspec.Struct, frozen=True):
    """From the day of the alert to that of its end; None: it fires when the history ends."""

    begins: int
    ends: int | None


def replay(
    partner_id: PartnerId,
    history: Iterable[Observation],
    terms: Terms,
    policy: Policy,
    until: int,
) -> Replay:
    """Fold one partner's history by the engine's own fold, and keep what people would be told."""
    step = rebuild(partner_id, history, terms, policy, until=until)
    turns = tuple(
        Turn(one.partner_id, one.at, one.before, one.after)
        for one in step.transitions
        if (one.before, one.after) != ("unknown", "green")
    )
    memory = step.after.memory
    return Replay(partner_id, memory.heard, memory.first_day, memory.day - 1, turns)


class Past(msgspec.Struct, frozen=True):
    """What was heard of one partner, and the policies to hold against it."""

    partner_id: PartnerId
    history: tuple[Observation, ...]
    terms: Terms
    policies: tuple[Policy, ...]
    until: int


def under_each(past: Past) -> tuple[Replay, ...]:
    """What each policy makes of it; the same one is not asked twice."""
    found: dict[str, Replay] = {}
    for policy in past.policies:
        if policy.version not in found:
            found[policy.version] = replay(
                past.partner_id, past.history, past.terms, policy, past.until
            )
    return tuple(found[policy.version] for policy in past.policies)


def closes_of(past: Past) -> tuple[Close, ...]:
    """How each day ended under the first of the policies."""
    step = rebuild(past.partner_id, past.history, past.terms, past.policies[0], until=past.until)
    return step.closes


def spans(turns: Iterable[Turn], level: Level) -> tuple[Span, ...]:
    """The stretches in the bands of a level, in order; a band between two of them is no gap."""
    bad = AT_LEVEL[level]
    found: list[Span] = []
    since: int | None = None
    for turn in turns:
        if since is None and turn.after in bad:
            since = turn.day
        elif since is not None and turn.after not in bad:
            found.append(Span(since, turn.day))
            since = None
    if since is not None:
        found.append(Span(since, None))
    return tuple(found)
