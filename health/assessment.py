"""What we think of a relationship, with its reasons: the shape of `health.v1`."""

from datetime import date, datetime, timedelta

import msgspec

from health.observation import EPOCH, date_of
from health.policy import MeasureName, Policy
from health.relationship import Relationship
from health.standing import POINT, Band, Standing, stand
from health.terms import Terms
from health.told import told
from health.transition import Snapshot
from ingest.interaction import InteractionId, PartnerId


class Driver(msgspec.Struct, frozen=True):
    """One measure's exact part of the score, in points; `evidence`: ids of interactions."""

    measure: MeasureName
    value: float
    baseline: float | None
    contribution: float
    evidence: tuple[InteractionId, ...] = ()


class Change(msgspec.Struct, frozen=True):
    """Against the close of the day `since`: the drivers' deltas sum exactly to `score`."""

    since: date
    score: float
    drivers: dict[MeasureName, float]


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """`drivers` sum exactly to `score`; both are in eighths of a point, exact as floats.

    `score` is None where nothing could be measured. `coverage` is the share of the weight that
    could be measured, `confidence` how much was heard behind it, both 0 to 1. `potential` and
    `churn_risk` are None until they are estimated.
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


def assess(
    now: Relationship,
    terms: Terms,
    policy: Policy,
    *,
    before: Snapshot | None = None,
) -> Assessment:
    """Assess the open day. `before`: what the change is told against, else yesterday's close."""
    memory = now.memory
    standing = stand(memory, terms, policy)
    parts, said = standing.parts(), told(memory, terms, policy, standing)
    drivers = tuple(
        Driver(name, one.reading.value, one.reading.baseline, parts[name] / POINT, one.evidence)
        for name, one in said.items()
    )
    coverage = standing.measured / 100
    heard = memory.signals.recent.inbound + memory.signals.baseline.inbound
    return Assessment(
        partner_id=memory.partner_id,
        as_of=date_of(memory.day),
        seq=now.seq,
        score=standing.score,
        band=now.settled.band,
        since=_moment(now.settled.since),
        coverage=coverage,
        confidence=round(coverage * heard / (heard + policy.inbound_gate), 3),
        drivers=drivers,
        change=change(before or now.yesterday, standing),
        policy_version=policy.version,
        model_versions=memory.models,
    )


def change(before: Snapshot | None, standing: Standing) -> Change | None:
    """What moved the score since a snapshot; a measure that was not measured counts as 0."""
    if before is None:
        return None
    deltas = deltas_of(before.standing, standing)
    return Change(
        date_of(before.day),
        sum(deltas.values()) / POINT,
        {name: delta / POINT for name, delta in deltas.items() if delta},
    )


def deltas_of(before: Standing | None, after: Standing) -> dict[MeasureName, int]:
    """Each measure's part in the change of the score, in eighths."""
    then, now = before.parts() if before else {}, after.parts()
    return {name: now.get(name, 0) - then.get(name, 0) for name in sorted({*then, *now})}


def _moment(at: int) -> datetime | None:
    return EPOCH + timedelta(milliseconds=at) if at else None
