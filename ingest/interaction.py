"""One e-mail, call note, meeting or record with a partner: the shape of `interactions.v1`."""

from datetime import datetime
from typing import Annotated, Literal, NewType

import msgspec

PartnerId = NewType("PartnerId", str)
InteractionId = NewType("InteractionId", str)
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""A time with its offset from UTC; one without is refused where it is read."""

Kind = Literal["email", "call_note", "meeting", "record"]
Direction = Literal["inbound", "outbound", "internal"]
Role = Literal["from", "to", "cc", "bcc", "organizer", "attendee", "author"]
MeetingStatus = Literal["held", "cancelled", "no_show", "planned"]
MeetingType = Literal["coordination", "commercial", "review", "advisory_board", "sponsor", "other"]


class Participant(msgspec.Struct, frozen=True):
    """A person or mailbox that took part. Address and name are personal data."""

    role: Role
    address: str | None = None
    name: str | None = None


class Meeting(msgspec.Struct, frozen=True):
    """How a meeting went: minutes planned or held, its status and its type."""

    status: MeetingStatus
    type: MeetingType = "other"
    minutes: int | None = None


class Record(msgspec.Struct, frozen=True):
    """A business fact: revenue, opportunity, ticket, payment, contract term, survey, training."""

    type: str
    value: float | None = None
    unit: str | None = None
    status: str | None = None
    due_at: Moment | None = None


class Interaction(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, when, between whom.

    `id` is stable at the source (Message-ID, iCalendar UID and recurrence, note id);
    `occurred_at` has the offset from UTC of its author's clock where the source tells it, while
    days and order are those of UTC; `text` is what the author newly wrote; `direction` is None
    where it has no meaning (meetings, records).
    """

    id: InteractionId
    kind: Kind
    occurred_at: Moment
    source: str
    direction: Direction | None = None
    partner_id: PartnerId | None = None
    participants: tuple[Participant, ...] = ()
    thread_id: str | None = None
    in_reply_to: str | None = None
    subject: str | None = None
    text: str | None = None
    language: str | None = None
    meeting: Meeting | None = None
    record: Record | None = None
