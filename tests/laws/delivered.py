"""What the worker makes of a delivery, beside what its history amounts to when folded in order."""

from collections.abc import Iterable

from health.observation import Observation
from health.policy import Policy
from health.rebuild import rebuild
from health.relationship import Step
from health.terms import NO_TERMS
from ingest.interaction import PartnerId
from streams.context import Context
from tests.laws.made import EVERY
from tests.laws.stored import CONTEXT, Stored
from tests.laws.strategies import Batch


def delivered(batches: Iterable[Batch], context: Context = CONTEXT) -> Stored:
    """What the tables hold after these batches."""
    stored = Stored(context)
    for batch in batches:
        stored.deliver(batch)
    return stored


def anew(
    partner: PartnerId,
    seen: Iterable[Observation],
    batches: Iterable[Batch],
    policy: Policy = EVERY,
) -> Step:
    """What the set of observations amounts to, and how far days were closed since the first."""
    own = [one for one in seen if one.partner_id == partner]
    terms = CONTEXT.terms.get(partner, NO_TERMS)
    return rebuild(partner, own, terms, policy, until=opened(partner, batches))


def opened(partner: PartnerId, batches: Iterable[Batch]) -> int:
    """The newest day that began for a partner of whom something was heard."""
    until, heard = 0, False
    for batch in batches:
        heard = heard or any(o.partner_id == partner and o.meeting != "planned" for o in batch.seen)
        until = max(until, batch.days.get(partner, 0)) if heard else until
    return until
