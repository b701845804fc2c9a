"""The same fold in one process, without broker or database: what `rapport assess` does."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from health.assessment import Assessment, assess
from health.observation import Observation, date_of, day_of, observe
from health.overrides import NOTHING, Judged, overridden
from health.rebuild import follow, in_order, rebuild
from health.relationship import Step, unheard
from health.standing import stand
from health.transition import Snapshot
from history.relationships import Mark
from ingest.intake import Tally
from ingest.interaction import Interaction, PartnerId
from ingest.register import Register
from nlp.annotations import Annotations
from streams.agents.track import alerts
from streams.context import Context
from streams.result import Result, in_register_order, in_time_order

AT_ONCE = 256


def annotated(
    interactions: Iterable[Interaction],
    annotate: Callable[[Sequence[Interaction]], Sequence[Annotations]],
    on_batch: Callable[[int], None] = lambda _: None,
) -> Iterator[Annotations]:
    """Language analysis in batches."""
    rest = iter(interactions)
    while batch := list(islice(rest, AT_ONCE)):
        yield from annotate(batch)
        on_batch(len(batch))


def histories(said: Iterable[Annotations]) -> dict[PartnerId, list[Observation]]:
    """Observations by partner, in order, each once."""
    found: dict[PartnerId, list[Observation]] = {}
    for one in said:
        found.setdefault(one.partner_id, []).append(observe(one))
    return {partner: in_order(history) for partner, history in sorted(found.items())}


def batch(
    found: dict[PartnerId, list[Observation]],
    register: Register,
    context: Context,
    tally: Tally,
    as_of: date | None,
    judged: Judged = NOTHING,
) -> Result:
    """Fold every partner's history; as of the newest observation's day if none is given."""
    day = as_of or newest(found)
    steps = {
        partner: rebuild(
            partner,
            history,
            context.terms_of(partner),
            context.policy_of(partner),
            until=0 if day is None else day_of(day),
        )
        for partner, history in found.items()
        if history
    }
    assessments = {
        partner: assess(
            step.after,
            context.terms_of(partner),
            context.policy_of(partner),
            churn=context.churn,
        )
        for partner, step in steps.items()
    }
    return Result(
        tuple(
            overridden(one, judged.get(one.partner_id, ()))
            for one in in_register_order(register, assessments, day, context)
        ),
        in_time_order(
            alert
            for partner, step in steps.items()
            for alert in alerts(step, context, judged.get(partner, ()))
        ),
        {partner: marks(step) for partner, step in steps.items()},
        tally,
    )


def at_intervals(
    found: dict[PartnerId, list[Observation]],
    context: Context,
    every: int,
    as_of: date,
    judged: Judged = NOTHING,
) -> Iterator[Assessment]:
    """An assessment of each partner every so many days of event time, up to `as_of`, by day.

    `change` tells the difference to the one before.
    """
    rows = (
        overridden(one, judged.get(partner, ()))
        for partner, history in found.items()
        for one in _intervals(partner, history, context, every, day_of(as_of))
    )
    yield from sorted(rows, key=lambda one: (one.as_of, one.partner_id))


def _intervals(
    partner: PartnerId, history: Sequence[Observation], context: Context, every: int, last: int
) -> Iterator[Assessment]:
    terms, policy = context.terms_of(partner), context.policy_of(partner)
    now = unheard(partner)
    before: Snapshot | None = None
    rest = list(history)
    days = range(last, history[0].day - 1, -every) if history else range(0)
    for day in reversed(days):
        due = [one for one in rest if one.day <= day]
        rest = rest[len(due) :]
        now = follow(now, due, terms, policy, until=day).after
        yield assess(now, terms, policy, before=before, churn=context.churn)
        before = Snapshot(day, stand(now.memory, terms, policy))


def newest(found: dict[PartnerId, list[Observation]]) -> date | None:
    """The day of the newest observation of all."""
    days = [history[-1].day for history in found.values() if history]
    return date_of(max(days)) if days else None


def marks(step: Step) -> list[Mark]:
    """How each day ended."""
    return [Mark(date_of(one.day), one.standing.score, one.band) for one in step.closes]
