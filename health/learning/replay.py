"""A history under one policy: every change of band, and the spans in which a band is bad."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from health.observation import DAY_MS, Observation
from health.policy import Policy
from health.rebuild import rebuild, rebuild_each
from health.relationship import Close, Step
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


class Past(msgspec.Struct, frozen=True):
    """What was heard of one partner, and the policies to hold against it."""

    partner_id: PartnerId
    history: tuple[Observation, ...]
    terms: Terms
    policies: tuple[Policy, ...]
    until: int


def under_each(past: Past) -> tuple[Replay, ...]:
    """What each policy makes of it, by the engine's own fold; the same one is not asked twice."""
    policies = {policy.version: policy for policy in past.policies}
    steps = rebuild_each(
        past.partner_id, past.history, past.terms, list(policies.values()), until=past.until
    )
    found = {version: _told(step) for version, step in zip(policies, steps, strict=True)}
    return tuple(found[policy.version] for policy in past.policies)


def _told(step: Step) -> Replay:
    """What people would be told."""
    turns = tuple(
        Turn(one.partner_id, one.at, one.before, one.after)
        for one in step.transitions
        if (one.before, one.after) != ("unknown", "green")
    )
    memory = step.after.memory
    return Replay(memory.partner_id, memory.heard, memory.first_day, memory.day - 1, turns)


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
