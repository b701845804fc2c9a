"""An assessment whose change is told against a day of one's choice."""

from collections.abc import Sequence
from datetime import date

import msgspec

from health.assessment import Assessment, assess
from health.observation import Observation, day_of
from health.policy import Policy
from health.rebuild import follow
from health.relationship import Relationship, unheard
from health.standing import stand
from health.terms import Terms
from health.transition import Snapshot
from ingest.interaction import PartnerId


def assess_since(
    partner: PartnerId,
    ordered: Sequence[Observation],
    terms: Terms,
    policy: Policy,
    *,
    since: date,
    today: date,
) -> Assessment:
    """The assessment of `today`; its change is told against the close of the day `since`, and is
    None where nothing had been heard by then. What lies after `today` is not known yet."""
    then, last = day_of(since), day_of(today)
    early = [one for one in ordered if one.day <= then]
    late = [one for one in ordered if then < one.day <= last]
    before = follow(unheard(partner), early, terms, policy, until=then).after
    now = opened(follow(before, late, terms, policy, until=last).after, last)
    start = Snapshot(then, stand(before.memory, terms, policy)) if early else None
    found = assess(now, terms, policy, before=start)
    return found if start else msgspec.structs.replace(found, change=None)


def opened(now: Relationship, day: int) -> Relationship:
    """The same; of whom nothing was heard, nothing is known, but on that day."""
    if now.memory.heard:
        return now
    return Relationship(msgspec.structs.replace(now.memory, day=day, first_day=day))
