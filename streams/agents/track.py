"""Annotations and ticks become memories, assessments and alerts."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import faust
import msgspec
from faust.types import StreamT

from alerts.alert import Alert
from alerts.announce import alert_id, announce
from alerts.under_override import under
from health.assessment import assess
from health.judgement import Judgement
from health.observation import EPOCH, Observation, day_of, observe
from health.overrides import by_partner, in_force_at, overridden
from health.rebuild import follow, in_order, rebuild
from health.relationship import Relationship, Step, is_late
from history.outbox import Envelope
from history.work import Outcome, Transaction, Work
from ingest.admit import AHEAD, implausible
from ingest.interaction import PartnerId
from nlp.annotations import Annotations
from streams.agents.taking import Take, patiently, set_aside
from streams.context import Context
from streams.metrics import Metrics
from streams.topics import ALERTS, ANNOTATIONS, HEALTH, TICKS
from streams.wire import Tick, assessment_id, encode, read_annotations, read_tick, type_of

ID_BYTES = 1200  # two of them fit an index row of PostgreSQL, which has at most 2,704 bytes
READERS: dict[str, Callable[[bytes], Annotations | Tick]] = {
    ANNOTATIONS: read_annotations,
    TICKS: read_tick,
}


def attach(app: faust.App, take: Take, work: Work, context: Context) -> None:
    """Hang the agent on the app."""

    @app.agent(take.open(app, ANNOTATIONS, TICKS), name="track")
    async def track(stream: StreamT[bytes]) -> None:
        async for events in take.batches(stream):
            values, letters = take.read(events, READERS, _problem)
            seen = [observe(one) for one in values if isinstance(one, Annotations)]
            days: dict[PartnerId, int] = {}
            for tick in values:
                if isinstance(tick, Tick):
                    days[tick.partner_id] = max(day_of(tick.day), days.get(tick.partner_id, 0))
            await set_aside(app, take.settings, letters)
            stored = await patiently(app, partial(store, work, seen, days, context))
            await take.done(stream, events)
            _count(take.metrics, stored, len(seen), len(values) - len(seen))


class Stored(msgspec.Struct):
    """What a batch did, for who counts: how many events were new, and what took how long."""

    observations: int = 0
    ticks: int = 0
    judgements: int = 0
    alerts: Sequence[Alert] = ()
    folds: list[float] = []
    seconds: float | None = None


def _count(metrics: Metrics, stored: Stored, observations: int, ticks: int) -> None:
    metrics.events(
        ANNOTATIONS, new=stored.observations, repeated=observations - stored.observations
    )
    metrics.events(TICKS, new=stored.ticks, repeated=ticks - stored.ticks)
    for alert in stored.alerts:
        metrics.count("alerts", kind=alert.kind, severity=alert.severity)
    for seconds in stored.folds:
        metrics.time("fold_seconds", seconds)
    if stored.seconds is not None:
        metrics.time("transaction_seconds", stored.seconds)


def _problem(value: Annotations | Tick) -> str | None:
    now = datetime.now(UTC)
    if not _fits(value.partner_id):
        return "partner_id cannot be stored: too long, or with a NUL"
    if isinstance(value, Tick):
        return "day lies in the future" if value.day > (now + AHEAD).date() else None
    if not _fits(value.interaction_id):
        return "interaction_id cannot be stored: too long, or with a NUL"
    if not all(map(_fits, (*value.model_versions.keys(), *value.model_versions.values()))):
        return "model_versions cannot be stored: too long, or with a NUL"
    return implausible(value.occurred_at, value.meeting, now)


def _fits(text: str) -> bool:
    """Whether PostgreSQL takes it, in a text and in an index together with another one."""
    return "\0" not in text and len(text.encode()) <= ID_BYTES


async def store(
    work: Work,
    seen: Sequence[Observation],
    days: Mapping[PartnerId, int],
    context: Context,
    judgements: Sequence[Judgement] = (),
) -> Stored:
    """All effects of a batch, in one transaction."""
    stored = Stored()
    partners = {one.partner_id for one in seen} | days.keys() | by_partner(judgements).keys()
    if not partners and not judgements:
        return stored
    async with work.transaction() as tx:
        started = time.perf_counter()
        before = await tx.relationships(partners)
        new: dict[PartnerId, list[Observation]] = {}
        for one in await tx.note(seen):
            new.setdefault(one.partner_id, []).append(one)
            stored.observations += 1
        told = await tx.judge(judgements)
        stored.judgements, changed = len(told), by_partner(told)
        judged = await tx.judged(partners)
        outcomes = {}
        past: dict[PartnerId, Relationship] = {}
        for partner in partners:
            fresh, day = in_order(new.get(partner, [])), days.get(partner, 0)
            known = before[partner].memory.heard > 0
            begins = known and day > before[partner].memory.day
            policy = context.policy_of(partner)
            if known and tx.forgot_by(partner) != policy.remembering:
                past[partner] = before[partner]
            anew = partner in tx.unreadable or partner in past
            if fresh or begins or anew or (known and partner in changed):
                outcomes[partner] = await _outcome(
                    tx,
                    before[partner],
                    fresh,
                    day,
                    context,
                    judged.get(partner, ()),
                    stored.folds,
                    anew=anew,
                )
                stored.ticks += begins
        stored.alerts = await _untold(tx, outcomes, past)
        await tx.store(outcomes, _envelopes(stored.alerts, outcomes))
    stored.seconds = time.perf_counter() - started
    return stored


async def _outcome(
    tx: Transaction,
    before: Relationship,
    fresh: list[Observation],
    day: int,
    context: Context,
    judged: Sequence[Judgement],
    folds: list[float],
    *,
    anew: bool,
) -> Outcome:
    partner = before.memory.partner_id
    terms, policy = context.terms_of(partner), context.policy_of(partner)
    anew = anew or (bool(fresh) and is_late(before, fresh[0]))
    history = await tx.history(partner) if anew else []
    started = time.perf_counter()
    if anew:  # order is restored, not ignored: fold the whole history again
        until = max(day, tx.unreadable.get(partner, before.memory.day))
        step = rebuild(partner, history, terms, policy, until=until)
    else:
        step = follow(before, fresh, terms, policy, until=day)
    outcome = Outcome(
        step,
        overridden(assess(step.after, terms, policy, churn=context.churn), judged),
        alerts(step, context, judged),
        anew,
        policy.remembering,
    )
    folds.append(time.perf_counter() - started)
    return outcome


def alerts(step: Step, context: Context, judged: Sequence[Judgement] = ()) -> tuple[Alert, ...]:
    """The alerts that a step deserves. `judged`: the overrides and lifts of the partner."""
    found = []
    for change in step.transitions:
        alert = announce(
            change,
            context.names.get(change.partner_id, change.partner_id),
            context.policy_of(change.partner_id),
            context.language,
            context.terms_of(change.partner_id),
        )
        override = in_force_at(judged, EPOCH + timedelta(milliseconds=change.at))
        if alert is not None and override is not None:
            alert = under(override, alert, change, context.language)
        if alert is not None:
            found.append(alert)
    return tuple(found)


async def _untold(
    tx: Transaction, outcomes: Mapping[PartnerId, Outcome], past: Mapping[PartnerId, Relationship]
) -> list[Alert]:
    """The alerts that were never told. `past`: what was held of those whose history was folded anew
    because their policy forgets otherwise."""
    told = [alert for partner, one in outcomes.items() for alert in _news(one, past.get(partner))]
    unknown = await tx.unknown(told)
    return [alert for alert in told if alert.id in unknown]


def _news(one: Outcome, past: Relationship | None) -> Sequence[Alert]:
    """Of days that had passed, only the band that holds now, if it is another: what would have been
    told under other numbers half a year ago is no news."""
    if past is None:
        return one.alerts
    opened = EPOCH + timedelta(days=past.memory.day)
    turned = one.step.after.settled.band != past.settled.band
    holds = {alert_id(change) for change in one.step.transitions[-1:] if turned}
    return [alert for alert in one.alerts if alert.occurred_at > opened or alert.id in holds]


def _envelopes(untold: Sequence[Alert], outcomes: Mapping[PartnerId, Outcome]) -> list[Envelope]:
    """These alerts, and each partner's newest assessment."""
    posts = [
        Envelope(ALERTS, alert.partner_id, alert.id, type_of(ALERTS), encode(alert))
        for alert in untold
    ]
    for partner, one in outcomes.items():
        found = one.assessment
        posts.append(
            Envelope(HEALTH, partner, assessment_id(found), type_of(HEALTH), encode(found))
        )
    return posts
