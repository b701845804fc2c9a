"""The meetings of a story as iCalendar: exact repetitions as one series, the rest one by one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vRecur,
)

from sample.people import Directory
from sample.story import Appointment, Mail

# Where summer time begins and ends: (weekday rule, month, hour) as iCalendar says it.
_EUROPE = (("-1SU", 3), ("-1SU", 10))
_AMERICA = (("2SU", 3), ("1SU", 11))
_SHORTEST_SERIES = 3


def calendar(partner: str, meetings: Iterable[Appointment], people: Directory) -> bytes:
    """All meetings of one partner as one calendar."""
    root = Calendar()
    root.add("prodid", "-//Solivane//Groupware 9//FR")
    root.add("version", "2.0")
    root.add("x-wr-calname", partner)
    meetings = list(meetings)
    zones = {people.person(meeting.organizer).house.zone for meeting in meetings}
    for zone in sorted(zones):
        root.add_component(_timezone(zone))
    for group in _groups(meetings):
        series = _series(group)
        for event in _series_events(series, people):
            root.add_component(event)
        for meeting in group:
            if meeting not in series:
                root.add_component(_event(meeting, people, meeting.key))
    written: bytes = root.to_ical()
    return written


def acceptance(mail: Mail, meetings: Sequence[Appointment], people: Directory) -> bytes | None:
    """The answer that a mail titled "Accepted: ..." carries, if it names a coming meeting."""
    subject = mail.subject or ""
    coming = [
        (meeting, group)
        for group in _groups(meetings)
        for meeting in group
        if subject.endswith(meeting.subject) and subject != meeting.subject
        if meeting.day >= mail.day
    ]
    if not coming:
        return None
    meeting, group = min(coming, key=lambda pair: pair[0].day)
    uid = group[0].key if _series(group) else meeting.key
    answer = Event()
    answer.add("uid", _uid(uid, people))
    answer.add("dtstamp", mail.at(people.person(mail.sender).house.clock).astimezone(UTC))
    answer.add("dtstart", _start(meeting, people).astimezone(UTC))
    answer.add("summary", meeting.subject)
    attendee = _who(mail.sender, people)
    attendee.params["PARTSTAT"] = "ACCEPTED"
    answer.add("attendee", attendee, encode=False)
    root = Calendar()
    root.add("prodid", "-//Solivane//Groupware 9//FR")
    root.add("version", "2.0")
    root.add("method", "REPLY")
    root.add_component(answer)
    written: bytes = root.to_ical()
    return written


def _groups(meetings: Iterable[Appointment]) -> list[list[Appointment]]:
    """Meetings that could be one series: same subject, type, organiser and time of day."""
    groups: dict[tuple[str, ...], list[Appointment]] = defaultdict(list)
    for meeting in meetings:
        groups[meeting.subject, meeting.type, meeting.organizer, meeting.time].append(meeting)
    return list(groups.values())


def _series(group: Sequence[Appointment]) -> list[Appointment]:
    """The whole group if its days lie on one regular grid, else nothing."""
    days = [meeting.day for meeting in group]
    if len(set(days)) < max(len(days), _SHORTEST_SERIES):
        return []
    step = min(later - earlier for earlier, later in pairwise(days))
    if step % 7 or any((day - days[0]) % step for day in days):
        return []
    return list(group)


def _series_events(series: Sequence[Appointment], people: Directory) -> list[Event]:
    """One event with a rule, gaps as EXDATE, and an override for each meeting that differs."""
    if not series:
        return []
    first, last = series[0], series[-1]
    step = min(later.day - earlier.day for earlier, later in pairwise(series))
    master = _event(first, people, first.key, status="held")
    count = (last.day - first.day) // step + 1
    master.add("rrule", vRecur(freq="WEEKLY", interval=step // 7, count=count))
    taken = {meeting.day for meeting in series}
    start = _start(first, people)
    gaps = [
        start + timedelta(days=day - first.day)
        for day in range(first.day, last.day, step)
        if day not in taken
    ]
    if gaps:
        master.add("exdate", gaps)
    events = [master]
    for meeting in series:
        same = (meeting.status, meeting.minutes, meeting.attendees)
        if same != ("held", first.minutes, first.attendees):
            override = _event(meeting, people, first.key)
            override.add("recurrence-id", _start(meeting, people))
            events.append(override)
    return events


def _event(
    meeting: Appointment, people: Directory, uid: str, *, status: str | None = None
) -> Event:
    status = status or meeting.status
    start = _start(meeting, people)
    event = Event()
    event.add("uid", _uid(uid, people))
    event.add("dtstamp", start.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=meeting.minutes))
    event.add("summary", meeting.subject)
    event.add("categories", [meeting.type.upper().replace("_", " ")])
    event.add("status", "CANCELLED" if status == "cancelled" else "CONFIRMED")
    if status == "no_show":
        event.add("x-rapport-status", "NO-SHOW")
    event.add("organizer", _who(meeting.organizer, people), encode=False)
    for attendee in meeting.attendees:
        event.add("attendee", _who(attendee, people), encode=False)
    return event


def _uid(key: str, people: Directory) -> str:
    return f"{key}@calendar.{people.own.domains[0]}"


def _who(address: str, people: Directory) -> vCalAddress:
    who = vCalAddress(f"mailto:{address}")
    who.params["CN"] = people.person(address).name
    return who


def _start(meeting: Appointment, people: Directory) -> datetime:
    return meeting.at(people.person(meeting.organizer).house.clock)


def _timezone(zone: str) -> Timezone:
    """The rules of one zone, as calendars carry them."""
    summer, winter = _AMERICA if zone.startswith("America/") else _EUROPE
    clock = ZoneInfo(zone)
    low = datetime(2026, 1, 15, tzinfo=clock).utcoffset() or timedelta()
    high = datetime(2026, 7, 15, tzinfo=clock).utcoffset() or timedelta()
    table = Timezone()
    table.add("tzid", zone)
    for kind, before, after, (weekday, month) in (
        (TimezoneDaylight, low, high, summer),
        (TimezoneStandard, high, low, winter),
    ):
        part = kind()
        # Europe changes at 01:00 UTC everywhere, America at two o'clock on the local clock.
        hour = 2 if zone.startswith("America/") else 1 + before // timedelta(hours=1)
        part.add("dtstart", datetime(2000, month, 1, hour))  # noqa: DTZ001 -- local by definition
        part.add("rrule", vRecur(freq="YEARLY", bymonth=month, byday=weekday))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        table.add_component(part)
    return table
