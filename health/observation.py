"""What health takes from the annotations of one interaction: small, exact, without content."""

import math
from datetime import UTC, date, datetime, timedelta

import msgspec

from ingest.interaction import (
    Direction,
    InteractionId,
    Kind,
    MeetingStatus,
    MeetingType,
    PartnerId,
    Record,
)
from nlp.annotations import Annotations, Owner

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
DAY_MS = 86_400_000
MOST = 32  # of intents, and of promises, of one interaction
MOST_VALUE = 1e12


class Fact(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A business record: `value` in thousandths of its unit, `due` in days since 1970."""

    type: str
    value: int | None = None
    unit: str | None = None
    status: str | None = None
    due: int | None = None


class Observation(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """`at` is UTC milliseconds since 1970; `tone` is -1000 to 1000 and `weight` 0 to 1000.

    `intents` have their confidence in thousandths, `promises` their last day where one was named,
    `zone` is the author's clock in minutes east of UTC. Thousandths rather than floats: their sums
    do not depend on order.
    """

    partner_id: PartnerId
    id: InteractionId
    at: int
    kind: Kind
    direction: Direction | None = None
    tone: int | None = None
    weight: int = 0
    contacts: tuple[str, ...] = ()
    thread: str | None = None
    meeting: MeetingStatus | None = None
    meeting_type: MeetingType | None = None
    models: dict[str, str] = {}
    intents: tuple[tuple[str, int], ...] = ()
    promises: tuple[tuple[Owner, int | None], ...] = ()
    fact: Fact | None = None
    zone: int = 0

    @property
    def day(self) -> int:
        """Days since 1970, UTC."""
        return self.at // DAY_MS

    @property
    def speaks(self) -> bool:
        """Whether the partner speaks here: their mail, or our note of what they said."""
        return self.direction == "inbound" or (
            self.kind == "call_note" and self.direction != "outbound"
        )

    @property
    def key(self) -> str:
        """What makes it the same observation again: a change of status is news, of a meeting as of
        a record."""
        return key_of(self.id, self.meeting, self.fact.status if self.fact else None)


def day_of(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH.date()).days


def date_of(day: int) -> date:
    """The date so many days after the beginning of 1970."""
    return EPOCH.date() + timedelta(days=day)


def key_of(id_: str, meeting: MeetingStatus | None, record: str | None = None) -> str:
    """The key of an observation with the status of its meeting or its record, if any."""
    status = meeting or record
    return id_ if status is None else f"{id_}|{status}"


def observe(said: Annotations) -> Observation:
    """Take from the annotations what the memory of a relationship keeps."""
    tone, weight = None, 0
    read = said.sentiment
    if read is not None and math.isfinite(read.score) and math.isfinite(read.confidence):
        # Bounded before it is multiplied: the largest finite numbers would overflow.
        tone = round(1000 * max(-1.0, min(1.0, read.score)))
        weight = _thousandths(read.confidence)
    return Observation(
        partner_id=said.partner_id,
        id=said.interaction_id,
        at=(said.occurred_at - EPOCH) // MILLISECOND,
        kind=said.kind,
        direction=said.direction,
        tone=tone,
        weight=weight,
        contacts=said.contacts,
        thread=said.thread_id,
        meeting=said.meeting.status if said.meeting else None,
        meeting_type=said.meeting.type if said.meeting else None,
        models=said.model_versions,
        intents=tuple(
            (one.label, _thousandths(one.confidence))
            for one in said.intents[:MOST]
            if math.isfinite(one.confidence)
        ),
        promises=tuple((one.owner, _day(one.due)) for one in said.promises[:MOST]),
        fact=None if said.record is None else _fact(said.record),
        zone=_zone(said.occurred_at),
    )


def _fact(record: Record) -> Fact:
    known = record.value is not None and math.isfinite(record.value)
    value = max(-MOST_VALUE, min(MOST_VALUE, record.value or 0.0))
    return Fact(
        record.type,
        round(1000 * value) if known else None,
        record.unit,
        record.status,
        None if record.due_at is None else day_of(record.due_at.astimezone(UTC).date()),
    )


def _thousandths(share: float) -> int:
    return round(1000 * max(0.0, min(1.0, share)))


def _day(text: str | None) -> int | None:
    """Of an ISO 8601 date; what is none has no day."""
    try:
        return None if text is None else day_of(date.fromisoformat(text))
    except ValueError:
        return None


def _zone(moment: datetime) -> int:
    return round((moment.utcoffset() or timedelta()) / timedelta(minutes=1))
