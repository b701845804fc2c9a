"""The assessment as it would be: the same fold over a history to which something is added."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from health.assessment import Assessment, assess, deltas_of
from health.churn import RULE, ChurnModel
from health.observation import Observation
from health.policy import NAMES, MeasureName, Policy
from health.rebuild import rebuild
from health.relationship import Step
from health.since import opened
from health.standing import POINT, Standing, stand
from health.supposed import Supposed
from health.terms import Terms
from health.transition import Snapshot, Transition
from ingest.errors import Malformed
from ingest.interaction import PartnerId

AHEAD = 730  # days: what happens in between is nobody's guess

Cause = Literal["added", "passing_days", "undone"]
"""Why a change of band is told: it follows from what is added, would come by waiting alone, or
would no longer have happened."""


class Part(msgspec.Struct, frozen=True):
    """One measure's points: `then` = `now` + `passing_days` + `added`, exactly. None where it could
    not be measured, which counts as 0."""

    measure: MeasureName
    now: float | None
    passing_days: float
    added: float
    then: float | None


class Turn(msgspec.Struct, frozen=True):
    """A change of band that what is added makes or unmakes."""

    cause: Cause
    transition: Transition


class WhatIf(msgspec.Struct, frozen=True):
    """`waited` is of the same day as `then`, with nothing added; both tell their change against
    `now`."""

    now: Assessment
    waited: Assessment
    then: Assessment
    parts: tuple[Part, ...]
    turns: tuple[Turn, ...]


def what_if(
    partner: PartnerId,
    history: Sequence[Observation],
    supposed: Sequence[Supposed],
    terms: Terms,
    policy: Policy,
    *,
    today: int,
    churn: ChurnModel = RULE,
) -> WhatIf:
    """Compare the open day `today` with the last day of what is supposed, if that is later.

    Messages that are supposed come from whoever of theirs wrote last, meetings have the people of
    the last one. Raises Malformed where a statement lies too far ahead.
    """
    until = max([today, *(one.day for one in supposed)])
    if until > today + AHEAD:
        far = next(one for one in supposed if one.day == until)
        raise Malformed(f"`{far.statement}`: lies more than {AHEAD} days ahead")
    heard = [one for one in history if one.day <= today]
    added = [with_people(one.observation, heard) for one in supposed if one.observation is not None]
    is_, waited, then = (
        rebuild(partner, seen, terms, policy, until=day)
        for seen, day in ((heard, today), (heard, until), ([*heard, *added], until))
    )
    standings = [stand(step.after.memory, terms, policy) for step in (is_, waited, then)]
    before = Snapshot(today, standings[0])
    return WhatIf(
        assess(opened(is_.after, today), terms, policy, churn=churn),
        assess(opened(waited.after, until), terms, policy, before=before, churn=churn),
        assess(opened(then.after, until), terms, policy, before=before, churn=churn),
        _parts(*standings),
        _turns(is_, waited, then),
    )


def with_people(one: Observation, heard: Sequence[Observation]) -> Observation:
    """The observation with the contacts whom one would expect in it."""

    def alike(other: Observation) -> bool:
        if one.kind == "meeting":
            return other.meeting == "held"
        return other.speaks

    wanted = one.meeting == "held" or one.speaks
    last = next((seen for seen in reversed(heard) if seen.contacts and alike(seen)), None)
    if not wanted or last is None:
        return one
    return msgspec.structs.replace(one, contacts=last.contacts)


def _parts(now: Standing, waited: Standing, then: Standing) -> tuple[Part, ...]:
    passing, added = deltas_of(now, waited), deltas_of(waited, then)
    before, after = now.parts(), then.parts()
    return tuple(
        Part(
            name,
            _in_points(before.get(name)),
            passing.get(name, 0) / POINT,
            added.get(name, 0) / POINT,
            _in_points(after.get(name)),
        )
        for name in NAMES
        if name in before or name in after or name in passing
    )


def _in_points(eighths: int | None) -> float | None:
    return None if eighths is None else eighths / POINT


def _turns(now: Step, waited: Step, then: Step) -> tuple[Turn, ...]:
    known, anyway, would = (
        {(one.at, one.before, one.after): one for one in step.transitions}
        for step in (now, waited, then)
    )
    found = [
        Turn("passing_days" if key in anyway else "added", one)
        for key, one in would.items()
        if key not in known
    ]
    found += [Turn("undone", one) for key, one in anyway.items() if key not in would]
    return tuple(sorted(found, key=lambda one: (one.transition.at, one.cause)))
