"""One JSON object in the shape of `interactions.v1`, from somebody we cannot trust.

Unknown fields are ignored, so that a richer source can be read; a known field of the wrong type
or value is refused by its path (`$.meeting.status`).
"""

import math
import re
from datetime import UTC, datetime

import msgspec

from ingest.clean import (
    ID_CHARACTERS,
    NAME_CHARACTERS,
    SUBJECT_CHARACTERS,
    clean_id,
    clean_line,
    clean_text,
)
from ingest.errors import Incomplete, Malformed, TooLarge
from ingest.interaction import (
    Direction,
    Interaction,
    InteractionId,
    Kind,
    Meeting,
    MeetingStatus,
    MeetingType,
    Participant,
    PartnerId,
    Record,
    Role,
)
from ingest.meeting_type import MINUTES
from ingest.moment import as_written, utc
from ingest.record_type import record_type

PAYLOAD_BYTES = 8 * 2**20
_CHOICE = re.compile(r"Invalid enum value .*?(?=(?: - at `\$[^`]*`)?\Z)", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


class _Person(msgspec.Struct):
    role: Role
    address: str | None = None
    name: str | None = None


class _Meeting(msgspec.Struct):
    status: MeetingStatus
    type: MeetingType = "other"
    minutes: float | None = None


class _Record(msgspec.Struct):
    type: str
    value: float | None = None
    unit: str | None = None
    status: str | None = None
    due_at: str | None = None


class _Event(msgspec.Struct):
    id: str
    kind: Kind
    occurred_at: str
    source: str | None = None
    direction: Direction | None = None
    partner_id: str | None = None
    participants: list[_Person] | None = None
    thread_id: str | None = None
    in_reply_to: str | None = None
    subject: str | None = None
    text: str | None = None
    language: str | None = None
    meeting: _Meeting | None = None
    record: _Record | None = None


_DECODER = msgspec.json.Decoder(_Event)


def interaction_of_event(payload: bytes, source: str) -> Interaction:
    """The interaction; `source` is used where the event names none. Raises a kind of Rejected."""
    if len(payload) > PAYLOAD_BYTES:
        raise TooLarge(f"over {PAYLOAD_BYTES // 2**20} MiB")
    event = _decoded(payload)
    identity = clean_id(event.id)
    if not identity:
        raise Incomplete("`$.id` is empty")
    if event.kind == "meeting" and event.meeting is None:
        raise Incomplete("`$.meeting` is missing: a meeting needs its status")
    if event.kind == "record" and event.record is None:
        raise Incomplete("`$.record` is missing: a record needs its type")
    return Interaction(
        id=InteractionId(identity),
        kind=event.kind,
        occurred_at=_occurred_at(event.occurred_at),
        source=clean_line(event.source, NAME_CHARACTERS) or source,
        direction=event.direction,
        partner_id=_partner(event.partner_id),
        participants=tuple(_person(person) for person in event.participants or ()),
        thread_id=clean_id(event.thread_id or "") or None,
        in_reply_to=clean_id(event.in_reply_to or "") or None,
        subject=clean_line(event.subject, SUBJECT_CHARACTERS),
        text=clean_text(event.text),
        language=_language(event.language),
        meeting=_meeting(event.meeting),
        record=_record(event.record),
    )


def _decoded(payload: bytes) -> _Event:
    try:
        return _DECODER.decode(payload.removeprefix(b"\xef\xbb\xbf"))
    except msgspec.ValidationError as error:
        text = str(error)
        kind = Incomplete if "missing required field" in text else Malformed
        raise kind(_named(text)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(f"not JSON: {_named(str(error))}") from error


def _named(text: str) -> str:
    """msgspec's message, which names the path, without the value that was no choice."""
    return _CHOICE.sub("Not one of the values allowed", text)


def _occurred_at(text: str) -> datetime:
    moment = _moment(text, "$.occurred_at")
    if moment.tzinfo is None:
        raise Malformed("`$.occurred_at`: no offset from UTC, such as +02:00 or Z")
    try:
        return as_written(moment)
    except ValueError as error:
        raise Malformed(f"`$.occurred_at`: {error}") from error


def _due_at(text: str) -> datetime:
    """In UTC: nobody answers at a due date, so nobody asks on whose clock it is."""
    moment = _moment(text, "$.record.due_at")
    try:
        return utc(moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC))
    except ValueError as error:
        raise Malformed(f"`$.record.due_at`: {error}") from error


def _moment(text: str, path: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip()[:40])
    except ValueError:
        raise Malformed(f"`{path}`: not RFC 3339, such as 2026-12-31T14:05:00+01:00") from None


def _partner(text: str | None) -> PartnerId | None:
    line = clean_line(text, ID_CHARACTERS)
    return PartnerId(line) if line else None


def _person(person: _Person) -> Participant:
    address = clean_line(person.address, NAME_CHARACTERS)
    return Participant(
        role=person.role,
        address=address.lower() if address else None,
        name=clean_line(person.name, NAME_CHARACTERS),
    )


def _language(text: str | None) -> str | None:
    tag = (text or "").strip().replace("_", "-")
    if tag and not _LANGUAGE.fullmatch(tag):
        raise Malformed("`$.language`: not a BCP 47 tag, such as fr or pt-BR")
    return tag or None


def _meeting(meeting: _Meeting | None) -> Meeting | None:
    if meeting is None:
        return None
    if meeting.minutes is not None and not 0 <= meeting.minutes <= MINUTES:
        raise Malformed(f"`$.meeting.minutes`: not within 0 to {MINUTES}")
    minutes = None if meeting.minutes is None else round(meeting.minutes)
    return Meeting(status=meeting.status, type=meeting.type, minutes=minutes)


def _record(record: _Record | None) -> Record | None:
    if record is None:
        return None
    kind = record_type(record.type)
    if not kind:
        raise Incomplete("`$.record.type` is empty")
    if record.value is not None and not math.isfinite(record.value):
        raise Malformed("`$.record.value`: not a number")
    return Record(
        type=kind,
        value=record.value,
        unit=clean_line(record.unit, 50),
        status=clean_line(record.status, 100),
        due_at=_due_at(record.due_at) if record.due_at else None,
    )
