"""A meeting: one occurrence of a calendar's event."""

import hashlib
import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from icalendar import Calendar, Event

from ingest.clean import (
    ID_CHARACTERS,
    NAME_CHARACTERS,
    SUBJECT_CHARACTERS,
    clean_id,
    clean_line,
    clean_text,
)
from ingest.errors import Incomplete, Malformed, Rejected, TooLarge
from ingest.interaction import (
    Interaction,
    InteractionId,
    Meeting,
    MeetingStatus,
    Participant,
    PartnerId,
    Role,
)
from ingest.meeting_type import MINUTES, meeting_status_of, meeting_type_of
from ingest.moment import as_written, utc

PAYLOAD_BYTES = 2 * 2**20
PEOPLE = 1_000
STATUS_FIELD = "X-RAPPORT-STATUS"
PARTNER_FIELD = "X-RAPPORT-PARTNER"
OFFSET_FIELD = "X-RAPPORT-OFFSET"  # minutes east of UTC of who wrote DTSTART, if that is in UTC

_CALLED_OFF = re.compile(
    r"\s*(cancell?ed|annulée?|abgesagt|cancelad[oa]|annullat[oa]|geannuleerd)\s*:", re.IGNORECASE
)
# Where the invitation ends and the conference service's own text begins.
_SERVICE = re.compile(r"^\s*(_{10,}|-::~|─{10,}|\*{20,})", re.MULTILINE)


def meeting_of(payload: bytes, source: str) -> Interaction:
    """The meeting in a calendar that holds one event without a rule of repetition.

    Its id is the UID, with "/" and the recurrence where it is one of a series. A status that the
    calendar does not tell is `planned`: only who knows the time can say `held`. A day is its
    midnight in UTC, and has no minutes. Raises a kind of Rejected.
    """
    if len(payload) > PAYLOAD_BYTES:
        raise TooLarge(f"over {PAYLOAD_BYTES // 2**20} MiB")
    try:
        calendar = Calendar.from_ical(payload.decode("utf-8-sig", errors="replace"))
        return _meeting(_only_event(calendar), str(calendar.get("METHOD", "")), payload, source)
    except Rejected:
        raise
    except Exception as error:
        # The library's own errors are many, and a hostile calendar finds those nobody listed.
        raise Malformed("not a calendar that can be read") from error


def status_of(event: Event, method: str) -> MeetingStatus | None:
    """What the event itself says of how it went, or None."""
    own = meeting_status_of(str(event.get(STATUS_FIELD, "")))
    if own is not None:
        return own
    for text in (*categories_of(event), str(event.get("STATUS", ""))):
        status = meeting_status_of(text)
        if status == "no_show" or status == "cancelled":
            return status
    if method.upper() == "CANCEL" or _CALLED_OFF.match(str(event.get("SUMMARY", ""))):
        return "cancelled"
    return None


def categories_of(event: Event) -> list[str]:
    """The event's categories, of all its lines."""
    lines = event.get("CATEGORIES", [])
    found: list[str] = []
    for line in lines if isinstance(lines, list) else [lines]:
        found.extend(str(category) for category in getattr(line, "cats", [line]))
    return found[:50]


def span_of(event: Event) -> tuple[datetime | date, datetime | date | None]:
    """Start and end as the event tells them. Raises Incomplete or Malformed."""
    start = _when(event, "DTSTART")
    if start is None:
        raise Incomplete("DTSTART: the event has none")
    end = _when(event, "DTEND")
    length = getattr(event.get("DURATION"), "dt", None)
    if end is None and isinstance(length, timedelta) and isinstance(start, datetime):
        end = start + length
    return start, end


def _only_event(calendar: Calendar) -> Event:
    events = [part for part in calendar.subcomponents if isinstance(part, Event)]
    if len(events) != 1:
        raise Malformed(f"a calendar with {len(events)} events in place of one")
    return events[0]


def _meeting(event: Event, method: str, payload: bytes, source: str) -> Interaction:
    start, end = span_of(event)
    summary = clean_line(str(event.get("SUMMARY", "")), SUBJECT_CHARACTERS)
    text = _SERVICE.split(str(event.get("DESCRIPTION", "")), maxsplit=1)[0].strip()
    partner = clean_line(str(event.get(PARTNER_FIELD, "")), ID_CHARACTERS)
    try:
        occurred_at = _on_its_clock(event, start)
        minutes = _minutes(start, end)
        identity = _identity(event, payload)
    except ValueError as error:
        raise Malformed(f"DTSTART: {error}") from error
    return Interaction(
        id=InteractionId(identity),
        kind="meeting",
        occurred_at=occurred_at,
        source=source,
        partner_id=PartnerId(partner) if partner else None,
        participants=(*_people(event, "ORGANIZER"), *_people(event, "ATTENDEE")),
        subject=summary,
        text=clean_text(text) or None,
        meeting=Meeting(
            status=status_of(event, method) or "planned",
            type=meeting_type_of(categories_of(event), summary or ""),
            minutes=minutes,
        ),
    )


def aware(moment: datetime | date) -> datetime:
    """In UTC; a floating moment or a day is taken as UTC. Raises ValueError out of range."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return utc(moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC))


def _on_its_clock(event: Event, start: datetime | date) -> datetime:
    told = str(event.get(OFFSET_FIELD, ""))
    if re.fullmatch(r"-?[0-9]{1,4}", told) and abs(int(told)) < 24 * 60:
        return as_written(aware(start).astimezone(timezone(timedelta(minutes=int(told)))))
    if isinstance(start, datetime) and start.tzinfo is not None:
        return as_written(start)
    return aware(start)


def _identity(event: Event, payload: bytes) -> str:
    uid = clean_line(str(event.get("UID", "")), 10 * ID_CHARACTERS)
    if not uid:
        return "sha256:" + hashlib.sha256(payload).hexdigest()
    occurrence = _when(event, "RECURRENCE-ID")
    if occurrence is None:
        return clean_id(uid)
    day_alone = not isinstance(occurrence, datetime)
    form = "%Y%m%d" if day_alone else "%Y%m%dT%H%M%SZ"
    return clean_id(f"{uid}/{aware(occurrence).strftime(form)}")


def _minutes(start: datetime | date, end: datetime | date | None) -> int | None:
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    minutes = round((aware(end) - aware(start)).total_seconds() / 60)
    return minutes if 0 <= minutes <= MINUTES else None


def _when(event: Event, field: str) -> datetime | date | None:
    value: Any = event.get(field)
    if value is None:
        return None
    if isinstance(value, list):
        raise Malformed(f"{field}: given twice")
    try:
        moment = value.dt
    except Exception as error:  # the library's placeholder for a broken value raises its own
        raise Malformed(f"{field}: not a date or time") from error
    if not isinstance(moment, date):
        raise Malformed(f"{field}: not a date or time")
    return moment


def _people(event: Event, field: str) -> list[Participant]:
    values: Any = event.get(field, [])
    people: list[Participant] = []
    role: Role = "organizer" if field == "ORGANIZER" else "attendee"
    for value in (values if isinstance(values, list) else [values])[:PEOPLE]:
        parameters = getattr(value, "params", {})
        if str(parameters.get("CUTYPE", "")).upper() in {"ROOM", "RESOURCE"}:
            continue
        address = re.sub(r"^mailto:", "", str(value).strip(), flags=re.IGNORECASE).strip("<> ")
        found = clean_line(address, NAME_CHARACTERS) if "@" in address else None
        name = clean_line(str(parameters.get("CN", "")).strip("'\""), NAME_CHARACTERS)
        if found or name:
            people.append(Participant(role, found.lower() if found else None, name))
    return people
