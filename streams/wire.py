"""Values on the wire: JSON in the body, CloudEvents 1.0 attributes in the headers (binary mode).

The Kafka protocol binding of CloudEvents: https://github.com/cloudevents/spec
"""

from datetime import UTC, date, datetime

import msgspec

from health.assessment import Assessment
from health.judgement import Judgement
from ingest.interaction import Interaction, InteractionId, PartnerId
from ingest.outcome import Refused, Unresolved
from ingest.raw import Raw
from nlp.annotations import Annotations
from nlp.flag import Flag

SOURCE = "/rapport"
JSON = b"application/json"

Headers = list[tuple[str, bytes]]


class Tick(msgspec.Struct, frozen=True):
    """The day `day` has begun for a partner: all days before it can be closed."""

    partner_id: PartnerId
    day: date


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True):
    """What could not be read, or belongs to nobody yet: `id` is made from source and position."""

    id: str
    kind: str
    source: str
    position: str
    media: str
    reason: str
    detail: str
    payload: bytes | None = None


def headers(event_id: str, type_: str, time: datetime | None = None) -> Headers:
    """CloudEvents attributes as Kafka headers. Source and id name an event together, so the type
    is part of the source. The time is in UTC: on whose clock it was stays in the value."""
    attributes = [
        ("ce_specversion", b"1.0"),
        ("ce_id", event_id.encode()),
        ("ce_source", f"{SOURCE}/{type_}".encode()),
        ("ce_type", type_.encode()),
        ("content-type", JSON),
    ]
    if time is not None:
        attributes.append(("ce_time", time.astimezone(UTC).isoformat().encode()))
    return attributes


def type_of(topic: str) -> str:
    """`interactions.v1` -> `rapport.interactions.v1`, whatever prefix the topics carry."""
    return f"rapport.{topic}"


def assessment_id(assessment: Assessment) -> str:
    """The same assessment has the same id on every replay."""
    return f"{assessment.partner_id}/{assessment.seq}/{assessment.policy_version}"


def judgement_key(one: Judgement) -> str:
    """The partner's id; of feedback on an alert that names no partner, the alert's."""
    return one.partner_id or (one.feedback and one.feedback.alert_id) or one.id


class Flagged(msgspec.Struct, frozen=True):
    """What compliance should look at in one interaction: places, not words."""

    partner_id: PartnerId
    interaction_id: InteractionId
    occurred_at: datetime
    flags: tuple[Flag, ...]


encode = msgspec.json.Encoder(order=None).encode
read_interaction = msgspec.json.Decoder(Interaction).decode
read_annotations = msgspec.json.Decoder(Annotations).decode
read_tick = msgspec.json.Decoder(Tick).decode
read_judgement = msgspec.json.Decoder(Judgement).decode
read_dead_letter = msgspec.json.Decoder(DeadLetter).decode


def dead_letter(raw: Raw, outcome: Refused | Unresolved, id_: str) -> DeadLetter:
    """The letter for an item that the door did not let in; an oversized one without its bytes."""
    kept = raw.payload if len(raw.payload) <= 4 * 2**20 else None
    return DeadLetter(
        id=id_,
        kind="refused" if isinstance(outcome, Refused) else "unresolved",
        source=raw.source,
        position=raw.position,
        media=raw.media,
        reason=outcome.reason,
        detail=outcome.detail if isinstance(outcome, Refused) else "",
        payload=kept,
    )
