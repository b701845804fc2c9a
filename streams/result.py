"""What some sources led to: the same value whether the engine or the batch path made it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

import msgspec

from alerts.alert import Alert
from health.assessment import Assessment, assess
from health.memory import Memory
from health.observation import day_of
from health.relationship import Relationship
from history.relationships import Mark
from ingest.intake import Tally
from ingest.interaction import Meeting, PartnerId
from ingest.register import Partner, Register
from streams.context import Context


class Result(msgspec.Struct, frozen=True):
    """Assessments in the order of the register, alerts in that of time, days' ends by partner."""

    assessments: tuple[Assessment, ...]
    alerts: tuple[Alert, ...]
    marks: dict[PartnerId, list[Mark]]
    tally: Tally


def in_register_order(
    register: Register,
    found: Mapping[PartnerId, Assessment],
    as_of: date | None,
    context: Context,
) -> tuple[Assessment, ...]:
    """One assessment for each partner; of whom nothing was heard, nothing is known."""
    return tuple(
        found.get(partner.id) or _silent(partner, as_of, context) for partner in register.partners
    )


def _silent(partner: Partner, as_of: date | None, context: Context) -> Assessment:
    day = day_of(as_of) if as_of else 0
    nothing = Relationship(Memory(partner_id=partner.id, day=day, first_day=day))
    terms, policy = context.terms_of(partner.id), context.policy_of(partner.id)
    return assess(nothing, terms, policy, churn=context.churn)


def in_time_order(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """By time, then id."""
    return tuple(sorted(alerts, key=lambda one: (one.occurred_at, one.id)))


def counts(occurred_at: datetime, meeting: Meeting | None, as_of: date | None) -> bool:
    """Whether something bears on the assessments as of that day."""
    planned = meeting is not None and meeting.status == "planned"
    return not planned and (as_of is None or occurred_at.astimezone(UTC).date() <= as_of)
