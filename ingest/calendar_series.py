"""The occurrences of one event, however it repeats, was moved or was called off.

A rule of repetition is run by a library that would follow a hostile one for minutes, so the rules
that a calendar of meetings has no use for are refused beforehand.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import msgspec
import recurring_ical_events  # type: ignore[import-untyped]
from icalendar import Calendar, Event

from ingest.errors import Malformed, TooLarge, Unsupported
from ingest.meeting import (
    OFFSET_FIELD,
    PARTNER_FIELD,
    PEOPLE,
    STATUS_FIELD,
    aware,
    span_of,
    status_of,
)
from ingest.moment import as_written

OCCURRENCES = 15_000  # of one event: every day for forty years
_EARLIEST = 1970
_BEGINNING = datetime(_EARLIEST, 1, 1, tzinfo=UTC)
_PICKED = {"DAILY": {"BYDAY", "BYMONTH"}, "WEEKLY": {"BYMONTH"}}
_TOLD = "SUMMARY DESCRIPTION CATEGORIES ORGANIZER ATTENDEE STATUS LOCATION SEQUENCE"
_KEPT = (*_TOLD.split(), STATUS_FIELD, PARTNER_FIELD)


class Version(msgspec.Struct, frozen=True):
    """One event as one calendar tells it: the same UID may come again, changed or cancelled."""

    event: Event
    method: str
    zone: tzinfo | None  # of moments without one

    @property
    def order(self) -> tuple[int, datetime]:
        stamp = getattr(self.event.get("DTSTAMP"), "dt", None)
        told = aware(stamp) if isinstance(stamp, datetime) and stamp.year >= _EARLIEST else None
        number = str(self.event.get("SEQUENCE", "0"))
        sequence = int(number) if number.isdecimal() and len(number) < 10 else 0
        return sequence, told or _BEGINNING


def occurrences(
    uid: str,
    versions: Sequence[Version],
    *,
    until: date,
    as_of: datetime,
    since: datetime | None = None,
) -> Iterator[bytes]:
    """A calendar with one event for each occurrence that starts by the day `until`, in order.

    Those that start before `since` are left out. What has ended at `as_of` and was not called off
    is held, the rest planned. A series that was cancelled as a whole keeps as held what took place
    before the cancellation was sent. Raises a kind of Rejected where the event cannot be read or
    repeats without end.
    """
    current = _current(versions)
    repeats = any(
        name in version.event for version in current for name in ("RRULE", "RDATE", "RECURRENCE-ID")
    )
    called_off = _called_off(versions)
    for event in _expanded(current, since, until) if repeats else [current[0].event]:
        start, end = span_of(event)
        begin = _in_zone(start, current[0].zone)
        if begin > _end_of(until) or (since is not None and begin < since):
            continue
        status = status_of(event, "")
        if called_off is not None and (begin >= called_off or not repeats):
            status = "cancelled"
        finish = _in_zone(end, current[0].zone) if end is not None else begin
        if status is None:
            status = "held" if finish <= as_of else "planned"
        yield _alone(uid, event, current[0].zone, status, repeats)


def _current(versions: Sequence[Version]) -> list[Version]:
    """The newest version of the series and of each occurrence that differs from it."""
    newest: dict[str, Version] = {}
    told = any("RECURRENCE-ID" not in v.event for v in versions if v.method != "CANCEL")
    for version in versions:
        part = version.event.get("RECURRENCE-ID")
        key = "" if part is None else str(getattr(part, "dt", part))
        if version.method == "CANCEL":
            if part is None and told:
                continue  # says no more than that it is off: see _called_off
            version.event["STATUS"] = "CANCELLED"
        before = newest.get(key)
        if before is None or version.order >= before.order:
            newest[key] = version
    return sorted(newest.values(), key=lambda version: "RECURRENCE-ID" in version.event)


def _called_off(versions: Sequence[Version]) -> datetime | None:
    """When the whole was cancelled, if no newer version took that back."""
    whole = [version for version in versions if "RECURRENCE-ID" not in version.event]
    off = max((v.order for v in whole if v.method == "CANCEL"), default=None)
    on = max((v.order for v in whole if v.method != "CANCEL"), default=None)
    if off is None or (on is not None and on > off):
        return None
    return off[1]


def _expanded(current: list[Version], since: datetime | None, until: date) -> Iterator[Event]:
    calendar = Calendar()
    for version in current:
        _refuse_endless(version.event)
        start, _ = span_of(version.event)
        if start.year < _EARLIEST:
            raise Malformed(f"DTSTART: before {_EARLIEST}")
        calendar.add_component(version.event)
    day = timedelta(days=1)
    window = max(_BEGINNING, since - day) if since else _BEGINNING, _end_of(until) + day
    try:
        found = recurring_ical_events.of(calendar).between(*window)
    except Exception as error:
        # Whatever a strange rule raises in there, it is this one event that cannot be read.
        raise Malformed("RRULE: not a rule that can be followed") from error
    if len(found) > OCCURRENCES:
        raise TooLarge(f"repeats more than {OCCURRENCES} times")
    yield from sorted(found, key=lambda event: aware(span_of(event)[0]))


def _refuse_endless(event: Event) -> None:
    rules: Any = event.get("RRULE", [])
    rules = rules if isinstance(rules, list) else [rules]
    if len(rules) > 10:
        raise TooLarge("RRULE: more than 10 rules")
    for rule in rules:
        try:
            parts = {str(name).upper(): [str(v) for v in rule[name]] for name in rule}
        except Exception as error:  # the library's placeholder for a broken value raises its own
            raise Malformed("RRULE: not a rule") from error
        _refuse_rule(parts)


def _refuse_rule(parts: dict[str, list[str]]) -> None:
    often = parts.get("FREQ", [""])[0].upper()
    if often not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        raise Unsupported("RRULE: FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")
    if {"BYHOUR", "BYMINUTE", "BYSECOND"} & parts.keys():
        raise Unsupported("RRULE: several times a day")
    if any(not part.isdecimal() or int(part) < 1 for part in parts.get("INTERVAL", [])):
        raise Malformed("RRULE: INTERVAL must be above 0")
    # Such a rule may never hit a day, and would then be followed to the year 9999.
    if often == "DAILY" and {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"} & parts.keys():
        raise Unsupported("RRULE: DAILY with days that another FREQ should name")
    if parts.get("INTERVAL", ["1"]) != ["1"] and parts.keys() & _PICKED.get(often, set()):
        raise Unsupported(f"RRULE: {often} with INTERVAL and days picked from it")


def _in_zone(moment: datetime | date, zone: tzinfo | None) -> datetime:
    try:
        return aware(_zoned(moment, zone))
    except ValueError as error:
        raise Malformed(f"DTSTART: {error}") from error


def _zoned(moment: datetime | date, zone: tzinfo | None) -> datetime | date:
    """A moment without a zone in that of its calendar."""
    if isinstance(moment, datetime) and moment.tzinfo is None and zone is not None:
        return moment.replace(tzinfo=zone)
    return moment


def _offset(moment: datetime | date, zone: tzinfo | None) -> int:
    """Minutes east of UTC of the clock on which it is written; 0 of a day."""
    zoned = _zoned(moment, zone)
    if not isinstance(zoned, datetime) or zoned.tzinfo is None:
        return 0
    return (as_written(zoned).utcoffset() or timedelta()) // timedelta(minutes=1)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=UTC)


def _alone(uid: str, event: Event, zone: tzinfo | None, status: str, repeats: bool) -> bytes:
    """A calendar with this occurrence alone, its times in UTC and the offset they had beside."""
    one = Event()
    one.add("UID", uid)
    start, end = span_of(event)
    for field, moment in (("DTSTART", start), ("DTEND", end)):
        if moment is not None:
            one.add(field, _in_zone(moment, zone) if isinstance(moment, datetime) else moment)
    original = getattr(event.get("RECURRENCE-ID"), "dt", None)
    if repeats and original is not None:
        exact = _in_zone(original, zone) if isinstance(original, datetime) else original
        one.add("RECURRENCE-ID", exact)
    broken = {name for name, _ in event.errors}
    for name in _KEPT:
        if name in event and name not in broken:
            told = event[name]
            one[name] = told[:PEOPLE] if isinstance(told, list) else told
    one[STATUS_FIELD] = status
    if offset := _offset(start, zone):
        one[OFFSET_FIELD] = str(offset)
    calendar = Calendar()
    calendar.add_component(one)
    try:
        return bytes(calendar.to_ical())
    except Exception as error:
        raise Malformed("a field that cannot be written again") from error
