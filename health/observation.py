"""What health takes from the annotations of one interaction: small, exact, without content."""

import math
from datetime import UTC, date, datetime, timedelta

import msgspec

from ingest.interaction import Direction, InteractionId, Kind, MeetingStatus, MeetingType, PartnerId
from nlp.annotations import Annotations

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
DAY_MS = 86_400_000


class Observation(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """`at` is UTC milliseconds since 1970; `tone` is -1000 to 1000 and `weight` 0 to 1000.

    Thousandths rather than floats: their sums do not depend on order.
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
        """What makes it the same observation again: a meeting's change of status is news."""
        return key_of(self.id, self.meeting)


def day_of(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH.date()).days


def date_of(day: int) -> date:
    """The date so many days after the beginning of 1970."""
    return EPOCH.date() + timedelta(days=day)


def key_of(id_: str, meeting: MeetingStatus | None) -> str:
    """The key of an observation."""
    return id_ if meeting is None else f"{id_}|{meeting}"


def observe(said: Annotations) -> Observation:
    """Take from the annotations what the memory of a relationship keeps."""
    tone, weight = None, 0
    read = said.sentiment
    if read is not None and math.isfinite(read.score) and math.isfinite(read.confidence):
        # Bounded before it is multiplied: the largest finite numbers would overflow.
        tone = round(1000 * max(-1.0, min(1.0, read.score)))
        weight = round(1000 * max(0.0, min(1.0, read.confidence)))
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
    )
