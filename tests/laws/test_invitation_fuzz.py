"""Whatever calendars a mail carries: no more than planned and cancelled meetings come of them."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.invitation import AHEAD, CALENDARS, EVENTS, OCCURRENCES, PAST, meetings_of

SENT = datetime(2026, 4, 6, 8, tzinfo=UTC)
MOMENTS = st.sampled_from([
    "20260410T090000Z", "20260410T090000", "20260410", "19700101T000000Z", "00010101T000000Z",
    "99991231T235959Z", "20260410T250000Z", "20260331T023000", "soon", "", "2026041", "-1",
])  # fmt: skip
NAMES = st.sampled_from([
    "DTSTART", "DTSTART;VALUE=DATE", "DTSTART;TZID=Europe/Paris", "DTSTART;TZID=Nowhere", "DTEND",
    "DTSTAMP", "RECURRENCE-ID", "RECURRENCE-ID;RANGE=THISANDFUTURE", "EXDATE", "RDATE", "DURATION",
])  # fmt: skip
OTHERS = st.sampled_from([
    "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY;COUNT=9", "RRULE:FREQ=SECONDLY", "RRULE:FREQ=",
    "RRULE:FREQ=YEARLY;BYDAY=5MO;BYMONTH=2", "RRULE:UNTIL=soon;FREQ=DAILY", "UID:u1", "UID:u2",
    "UID:", "SEQUENCE:1", "SEQUENCE:x", "STATUS:CANCELLED", "SUMMARY:Cancelled: us", "DURATION:P1D",
    "DURATION:-P1D", "CATEGORIES:NO-SHOW", "X-RAPPORT-STATUS:HELD", "X-RAPPORT-PARTNER:p1",
    "ORGANIZER:mailto:a@x.example", "ATTENDEE;CN=\"b:mailto:b@y.example", "END:VEVENT",
    "BEGIN:VEVENT", "BEGIN:VALARM", "END:VCALENDAR", "METHOD:CANCEL", "METHOD:REQUEST", "\0", ":",
    "X-WR-TIMEZONE:Europe/Oslo", "X-WR-TIMEZONE:../etc", "DESCRIPTION:" + "x" * 300, " folded",
])  # fmt: skip
LINES = st.builds("{}:{}".format, NAMES, MOMENTS) | OTHERS | st.text(max_size=20)
CALENDAR = st.builds(
    lambda method, lines: "\n".join([
        "BEGIN:VCALENDAR", f"METHOD:{method}", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"
    ]),
    st.sampled_from(["REQUEST", "REQUEST", "CANCEL", "REPLY", "request"]),
    st.lists(LINES, max_size=9),
).map(lambda text: text.encode(errors="replace"))  # fmt: skip


@given(st.lists(CALENDAR | st.binary(max_size=60), max_size=3))
@settings(max_examples=150)
def test_any_calendars_harm_nothing(calendars: list[bytes]) -> None:
    found = meetings_of(calendars, SENT, "test")
    assert len(found) <= min(EVENTS, CALENDARS * EVENTS) * OCCURRENCES
    for one in found:
        assert one.kind == "meeting"
        assert one.partner_id is None
        assert one.id
        assert one.meeting is not None
        assert one.meeting.status in ("planned", "cancelled")
        assert SENT - PAST <= one.occurred_at <= SENT + AHEAD + timedelta(days=1)
        if one.meeting.status == "cancelled":
            assert one.occurred_at <= SENT
    assert found == meetings_of(calendars * 2, SENT, "test")
