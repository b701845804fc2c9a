"""What we think of a relationship, with its reasons: the shape of `health.v1`."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec

from health import cap
from health.actions import Action, Cause, Urgency, actions
from health.churn import RULE, ChurnModel
from health.gravest import gravest
from health.judgement import Override
from health.observation import EPOCH, date_of
from health.policy import CAP, MeasureName, Policy
from health.potential import SCALE, potential
from health.relationship import Relationship
from health.standing import POINT, Band, Standing, stand
from health.terms import Terms
from health.told import told
from health.transition import Snapshot
from ingest.interaction import InteractionId, PartnerId

LEAVING = 0.5
"""From this risk on a red partner cannot wait until tomorrow."""
POOR = 0.25
"""A measure that lacks less of its weight asks for nothing while another lacks more."""


class Driver(msgspec.Struct, frozen=True):
    """One measure's exact part of the score, in points; `evidence`: ids of interactions."""

    measure: MeasureName
    value: float
    baseline: float | None
    contribution: float
    evidence: tuple[InteractionId, ...] = ()


class Change(msgspec.Struct, frozen=True):
    """Against the close of the day `since`: the drivers' deltas sum exactly to `score`.

    `coverage`: the share of the weight that could be measured then; None where an earlier version
    of Rapport wrote it.
    """

    since: date
    score: float
    drivers: dict[MeasureName, float]
    coverage: float | None = None


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """`drivers` sum exactly to `score`; both are in eighths of a point, exact as floats.

    `score` is None where nothing could be measured. `coverage` is the share of the weight that
    could be measured, `confidence` how much was heard behind it, both 0 to 1. `potential` is 1 or 2
    (low), 3 (medium), 4 (high) or 5 (strategic), None without commercial records. `churn_risk`: of
    leaving within 90 days, None where the band is unknown; `model_versions` names its rule or
    model. `actions`: what to do next where the band is yellow or red, at most three. `override`:
    the band that somebody answers for, while it holds (see health.overrides); `band` stays the
    computed one.
    """

    partner_id: PartnerId
    as_of: date
    seq: int
    score: float | None
    band: Band
    since: datetime | None
    potential: int | None = None
    churn_risk: float | None = None
    coverage: float
    confidence: float
    drivers: tuple[Driver, ...]
    change: Change | None
    policy_version: str
    model_versions: dict[str, str] = {}
    override: Override | None = None
    actions: tuple[Action, ...] = ()


def assess(
    now: Relationship,
    terms: Terms,
    policy: Policy,
    *,
    before: Snapshot | None = None,
    churn: ChurnModel = RULE,
) -> Assessment:
    """Assess the open day. `before`: what the change is told against, else yesterday's close;
    `churn`: what estimates the risk of leaving."""
    memory = now.memory
    standing = stand(memory, terms, policy)
    parts, said = standing.parts(), told(memory, terms, policy, standing)
    drivers = tuple(
        Driver(name, one.reading.value, one.reading.baseline, parts[name] / POINT, one.evidence)
        for name, one in said.items()
    )
    coverage = standing.measured / 100
    risk, could_be = churn.risk(now, standing, terms, policy), potential(memory, terms)
    estimators = {
        **({} if could_be is None else {"potential": SCALE.version}),
        **({} if risk is None else {"churn": churn.version}),
    }
    heard = memory.signals.recent.inbound + memory.signals.heard
    return Assessment(
        partner_id=memory.partner_id,
        as_of=date_of(memory.day),
        seq=now.seq,
        score=standing.score,
        band=now.settled.band,
        since=_moment(now.settled.since),
        potential=None if could_be is None else could_be.level,
        churn_risk=risk,
        coverage=coverage,
        confidence=round(coverage * heard / (heard + policy.inbound_gate), 3),
        drivers=drivers,
        change=change(before or now.yesterday, standing),
        policy_version=policy.version,
        model_versions={**memory.models, **estimators},
        actions=_actions(now, drivers, coverage, risk, terms, policy),
    )


def costs(drivers: Iterable[Driver], coverage: float, policy: Policy) -> dict[MeasureName, float]:
    """The points that each driver falls short of its full weight; of the cap, what it takes off."""
    return {
        one.measure: policy.weights.get(one.measure, 0) / coverage - one.contribution
        for one in drivers
    }


def _actions(
    now: Relationship,
    drivers: tuple[Driver, ...],
    coverage: float,
    risk: float | None,
    terms: Terms,
    policy: Policy,
) -> tuple[Action, ...]:
    """What to do about a partner that is not well."""
    band = now.settled.band
    if band not in ("red", "yellow"):
        return ()
    urgency: Urgency = "warning" if band == "yellow" else "error"
    if band == "red" and risk is not None and risk >= LEAVING:
        urgency = "critical"
    lacking = costs(drivers, coverage, policy)
    causes = [Cause(one.measure, lacking[one.measure], one.evidence) for one in drivers]
    causes = [
        one for one in causes if one.points >= POOR * policy.weights.get(one.measure, 0)
    ] or causes
    if CAP not in lacking and cap.holds(now.memory, policy):
        # The score is under the cap anyway; the threat stands all the same.
        causes.append(Cause(CAP, 0.0, cap.evidence(now.memory, policy)))
    label = gravest(now.memory, policy)
    return actions(causes, terms, urgency, date_of(now.memory.day), label)


def change(before: Snapshot | None, standing: Standing) -> Change | None:
    """What moved the score since a snapshot; a measure that was not measured counts as 0."""
    if before is None:
        return None
    deltas = deltas_of(before.standing, standing)
    return Change(
        date_of(before.day),
        sum(deltas.values()) / POINT,
        {name: delta / POINT for name, delta in deltas.items() if delta},
        before.standing.measured / 100,
    )


def deltas_of(before: Standing | None, after: Standing) -> dict[MeasureName, int]:
    """Each measure's part in the change of the score, in eighths."""
    then, now = before.parts() if before else {}, after.parts()
    return {name: now.get(name, 0) - then.get(name, 0) for name in sorted({*then, *now})}


def _moment(at: int) -> datetime | None:
    return EPOCH + timedelta(milliseconds=at) if at else None
