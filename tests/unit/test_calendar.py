"""Calendars as they come: repeating, moved, called off, in any zone, and hostile."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ingest.errors import Malformed
from ingest.meeting import meeting_of
from ingest.raw import Raw
from ingest.sources.calendar import calendar
from ingest.sources.unreadable import Unreadable

AS_OF = datetime(2026, 4, 8, 12, tzinfo=UTC)
UNTIL = date(2026, 5, 1)

PARIS = """\
BEGIN:VTIMEZONE
TZID:Paris by hand
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


def event(*lines: str, uid: str = "u1") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""])


def calendar_text(*parts: str, head: str = "") -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{head}{''.join(parts)}END:VCALENDAR\n"


def read(folder: Path, *texts: str) -> list[Raw | Unreadable]:
    for number, text in enumerate(texts):
        (folder / f"{number}.ics").write_text(text, encoding="utf-8")
    return list(calendar(folder, until=UNTIL, as_of=AS_OF))


def meetings(folder: Path, *texts: str):
    found = read(folder, *texts)
    assert all(isinstance(item, Raw) for item in found), found
    return [meeting_of(item.payload, item.source) for item in found]


def told(found):
    return [
        (
            meeting.id,
            meeting.occurred_at.astimezone(UTC).strftime("%d.%m. %H:%M"),
            meeting.meeting.status,
        )
        for meeting in found
    ]


WEEKLY = (
    "DTSTART;TZID=Europe/Paris:20260323T100000",
    "DTEND;TZID=Europe/Paris:20260323T104500",
    "RRULE:FREQ=WEEKLY;COUNT=5",
    "EXDATE;TZID=Europe/Paris:20260330T100000",
    "SUMMARY:Jour fixe",
)
MOVED = (
    "RECURRENCE-ID;TZID=Europe/Paris:20260406T100000",
    "DTSTART;TZID=Europe/Paris:20260407T150000",
    "DTEND;TZID=Europe/Paris:20260407T160000",
    "SUMMARY:Jour fixe",
)


def test_a_series_over_the_change_to_summer_time_with_one_left_out_and_one_moved(tmp_path):
    found = meetings(tmp_path, calendar_text(event(*WEEKLY), event(*MOVED)))
    assert told(found) == [
        ("u1/20260323T090000Z", "23.03. 09:00", "held"),
        ("u1/20260406T080000Z", "07.04. 13:00", "held"),
        ("u1/20260413T080000Z", "13.04. 08:00", "planned"),
        ("u1/20260420T080000Z", "20.04. 08:00", "planned"),
    ]
    assert [meeting.meeting.minutes for meeting in found] == [45, 60, 45, 45]
    assert {meeting.meeting.type for meeting in found} == {"coordination"}


def test_one_of_a_series_is_cancelled(tmp_path):
    off = ("RECURRENCE-ID;TZID=Europe/Paris:20260413T100000", *WEEKLY[:2], "STATUS:CANCELLED")
    found = meetings(tmp_path, calendar_text(event(*WEEKLY), event(*off)))
    assert [meeting.meeting.status for meeting in found if "0413" in meeting.id] == ["cancelled"]
    assert sum(meeting.meeting.status == "cancelled" for meeting in found) == 1


@pytest.mark.parametrize("order", [1, -1])
def test_a_cancellation_sent_later_counts_in_whatever_order_the_files_lie(tmp_path, order):
    whole = ("DTSTART:20260410T100000Z", "DTSTAMP:20260401T080000Z", "SEQUENCE:0")
    off = ("DTSTART:20260410T100000Z", "DTSTAMP:20260405T080000Z", "SEQUENCE:1")
    texts = [
        calendar_text(event(*whole), head="METHOD:REQUEST\n"),
        calendar_text(event(*off), head="METHOD:CANCEL\n"),
    ]
    found = meetings(tmp_path, *texts[::order])
    assert told(found) == [("u1", "10.04. 10:00", "cancelled")]


def test_a_series_cancelled_as_a_whole_keeps_what_was_held_before(tmp_path):
    off = ("DTSTART:20260323T090000Z", "DTSTAMP:20260401T080000Z", "SEQUENCE:1")
    texts = [
        calendar_text(event(*WEEKLY)),
        calendar_text(event(*off), head="METHOD:CANCEL\n"),
    ]
    statuses = [meeting.meeting.status for meeting in meetings(tmp_path, *texts)]
    assert statuses == ["held", "cancelled", "cancelled", "cancelled"]


def test_a_newer_version_takes_the_place_of_an_older_one(tmp_path):
    old = event("DTSTART:20260401T100000Z", "SEQUENCE:1")
    new = event("DTSTART:20260402T100000Z", "SEQUENCE:2")
    assert told(meetings(tmp_path, calendar_text(new, old))) == [("u1", "02.04. 10:00", "held")]


def test_every_working_day(tmp_path):
    rule = "RRULE:FREQ=DAILY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR;COUNT=6"
    found = meetings(tmp_path, calendar_text(event("DTSTART:20260402T100000Z", rule)))
    assert [meeting.occurred_at.day for meeting in found] == [2, 3, 6, 7, 8, 9]


def test_what_starts_after_the_last_day_is_left_out(tmp_path):
    days = ("20260501T235900Z", "20260502T000000Z")
    text = calendar_text(*(event(f"DTSTART:{day}", uid=day) for day in days))
    assert [meeting.id for meeting in meetings(tmp_path, text)] == ["20260501T235900Z"]


@pytest.mark.parametrize(
    ("start", "at", "offset"),
    [
        pytest.param("DTSTART:20260401T100000Z", "10:00", 0, id="UTC"),
        pytest.param("DTSTART;TZID=Europe/Paris:20260401T100000", "08:00", 2, id="IANA"),
        pytest.param("DTSTART;TZID=Europe/Paris:20260301T100000", "09:00", 1, id="winter"),
        pytest.param(
            "DTSTART;TZID=Romance Standard Time:20260401T100000", "08:00", 2, id="Windows"
        ),
        pytest.param("DTSTART;TZID=Paris by hand:20260401T100000", "08:00", 2, id="VTIMEZONE"),
        pytest.param("DTSTART:20260401T100000", "14:00", -4, id="floating"),
        pytest.param("DTSTART;TZID=Mars/Olympus:20260401T100000", "14:00", -4, id="unknown"),
        pytest.param("DTSTART;VALUE=DATE:20260401", "00:00", 0, id="all day"),
    ],
)
def test_zones(tmp_path, start, at, offset):
    text = calendar_text(PARIS, event(start), head="X-WR-TIMEZONE:America/New_York\n")
    (meeting,) = meetings(tmp_path, text)
    assert meeting.occurred_at.astimezone(UTC).strftime("%d. %H:%M") == f"01. {at}"
    assert meeting.occurred_at.utcoffset() == timedelta(hours=offset)


def test_a_series_is_on_its_own_clock_over_the_change_to_summer_time(tmp_path):
    found = meetings(tmp_path, calendar_text(event(*WEEKLY), event(*MOVED)))
    assert [meeting.occurred_at.isoformat() for meeting in found] == [
        "2026-03-23T10:00:00+01:00",
        "2026-04-07T15:00:00+02:00",
        "2026-04-13T10:00:00+02:00",
        "2026-04-20T10:00:00+02:00",
    ]


@pytest.mark.parametrize(
    ("lines", "offset"),
    [
        (("DTSTART;TZID=Asia/Tokyo:20260401T100000",), 9),
        (("DTSTART:20260401T010000Z", "X-RAPPORT-OFFSET:540"), 9),
        (("DTSTART:20260401T010000Z", "X-RAPPORT-OFFSET:-210"), -3.5),
        (("DTSTART:20260401T010000Z", "X-RAPPORT-OFFSET:1439"), 0),
        (("DTSTART:20260401T010000Z", "X-RAPPORT-OFFSET:9999"), 0),
        (("DTSTART:20260401T010000Z", "X-RAPPORT-OFFSET:east"), 0),
    ],
)
def test_one_meeting_alone_says_on_whose_clock_it_is(lines, offset):
    meeting = meeting_of(calendar_text(event(*lines)).encode(), "here")
    assert meeting.occurred_at == datetime(2026, 4, 1, 1, tzinfo=UTC)
    assert meeting.occurred_at.utcoffset() == timedelta(hours=offset)


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        (("DTSTART:20260401T100000Z", "DURATION:PT1H30M"), 90),
        (
            (
                "DTSTART;TZID=Europe/Paris:20260329T013000",
                "DTEND;TZID=Europe/Paris:20260329T033000",
            ),
            60,
        ),
        (
            (
                "DTSTART;TZID=Europe/Paris:20251026T013000",
                "DTEND;TZID=Europe/Paris:20251026T033000",
            ),
            180,
        ),
        (("DTSTART:20260401T100000Z",), None),
        (("DTSTART:20260401T100000Z", "DTEND:20260401T090000Z"), None),
        (("DTSTART;VALUE=DATE:20260401", "DTEND;VALUE=DATE:20260402"), None),
    ],
)
def test_minutes(tmp_path, lines, minutes):
    (meeting,) = meetings(tmp_path, calendar_text(event(*lines)))
    assert meeting.meeting.minutes == minutes


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (("STATUS:CONFIRMED",), "held"),
        (("STATUS:CANCELLED",), "cancelled"),
        (("SUMMARY:Annulé : point hebdo",), "cancelled"),
        (("CATEGORIES:Partner,No-Show",), "no_show"),
        (("X-RAPPORT-STATUS:no_show",), "no_show"),
        (("X-RAPPORT-STATUS:planned", "STATUS:CANCELLED"), "planned"),
    ],
)
def test_status(tmp_path, lines, status):
    text = calendar_text(event("DTSTART:20260401T100000Z", *lines))
    (meeting,) = meetings(tmp_path, text)
    assert meeting.meeting.status == status


def test_people_without_rooms(tmp_path):
    text = calendar_text(
        event(
            "DTSTART:20260401T100000Z",
            'ORGANIZER;CN="Aubry, Claire":MAILTO:Claire.Aubry@solivane.example',
            "ATTENDEE;CN=Anke Petersen:mailto:anke.petersen@nordlicht.example",
            "ATTENDEE;CUTYPE=ROOM;CN=Salle 2:mailto:salle2@solivane.example",
            "DESCRIPTION:Agenda\\n________________________________\\nMicrosoft Teams",
        )
    )
    (meeting,) = meetings(tmp_path, text)
    assert [(p.role, p.address, p.name) for p in meeting.participants] == [
        ("organizer", "claire.aubry@solivane.example", "Aubry, Claire"),
        ("attendee", "anke.petersen@nordlicht.example", "Anke Petersen"),
    ]
    assert meeting.text == "Agenda"


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (("DTSTART:20260401T100000Z", "RRULE:FREQ=SECONDLY"), "unsupported: RRULE: FREQ"),
        (("DTSTART:20260401T100000Z", "RRULE:FREQ=DAILY;INTERVAL=0"), "malformed: RRULE: INTERVAL"),
        (("DTSTART:20260401T100000Z", "RRULE:FREQ=DAILY;BYHOUR=1,2,3"), "unsupported: RRULE"),
        (
            ("DTSTART:20260401T100000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
            "unsupported: RRULE: DAILY",
        ),
        (
            ("DTSTART:20260406T100000Z", "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=TU"),
            "unsupported: RRULE: DAILY with INTERVAL",
        ),
        (("DTSTART:20260401T100000Z", "RRULE:nonsense"), "unsupported: RRULE: FREQ"),
        (("DTSTART:00010101T000000Z", "RRULE:FREQ=DAILY"), "malformed: DTSTART: before 1970"),
        (("DTSTART:soon",), "malformed: DTSTART: not a date or time"),
        (("SUMMARY:x",), "incomplete: DTSTART"),
        (("DTSTART:99991231T235959Z",), None),
    ],
)
def test_what_cannot_be_read_is_told_and_stops_no_other(tmp_path, lines, problem):
    text = calendar_text(event(*lines), event("DTSTART:20260401T100000Z", uid="good"))
    found = read(tmp_path, text)
    bad = [item for item in found if isinstance(item, Unreadable)]
    assert [meeting_of(i.payload, "").id for i in found if isinstance(i, Raw)] == ["good"]
    if problem is None:
        assert len(bad) <= 1
    else:
        assert [(item.source, item.position) for item in bad] == [("calendar:0.ics", "event 1")]
        assert bad[0].detail.startswith(problem)


def test_a_broken_file_gives_the_events_that_are_whole(tmp_path):
    text = calendar_text(event("DTSTART:20260401T100000Z"), "END:VEVENT\nBEGIN:VEVENT\nRUBBISH\n")
    found = read(tmp_path, text, "no calendar at all")
    assert [item for item in found if isinstance(item, Raw)]
    assert Unreadable("calendar:1.ics", "file", "not an iCalendar file") in found


def test_an_event_without_uid_has_an_id_from_its_content(tmp_path):
    text = "BEGIN:VEVENT\nDTSTART:20260401T100000Z\nSUMMARY:x\nEND:VEVENT\n"
    (meeting,) = meetings(tmp_path, calendar_text(text))
    assert meeting.id.startswith("sha256:")


def test_more_events_than_one_are_no_item():
    text = calendar_text(event("DTSTART:20260401T100000Z"), event("DTSTART:20260401T100000Z"))
    with pytest.raises(Malformed, match="2 events in place of one"):
        meeting_of(text.encode(), "test")
