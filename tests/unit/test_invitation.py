"""Invitations in mail: planned, cancelled, once with the calendar's file, and nobody's to fake."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from health.observation import key_of
from ingest.admit import admit
from ingest.intake import Tally, take_in
from ingest.invitation import OCCURRENCES, meetings_of
from ingest.meeting import meeting_of
from ingest.normalise import normalise
from ingest.outcome import Automatic, Kept, Unresolved
from ingest.raw import Raw
from ingest.register_index import Index
from ingest.sources.calendar import calendar
from tests import make

INDEX = Index(make.register())
SENT = datetime(2026, 4, 6, 8, tzinfo=UTC)
PEOPLE = (
    f"ORGANIZER;CN=Anke Petersen:mailto:{make.THEIRS}",
    f"ATTENDEE:mailto:{make.OURS}",
)
START = ("DTSTART:20260410T090000Z", "DTEND:20260410T094500Z")
WEEKLY = ("DTSTART;TZID=Europe/Paris:20260316T100000", "RRULE:FREQ=WEEKLY;COUNT=6")
TOLD = list[tuple[str, str, str]]


def ics(*lines: str, method: str = "REQUEST", uid: str = "u1@cal", people: bool = True) -> str:
    return "\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT", f"UID:{uid}",
        *lines, *(PEOPLE if people else ()), "END:VEVENT", "END:VCALENDAR", "",
    ])  # fmt: skip


def mail(*calendars: str, method: str = "REQUEST", **headers: str) -> Raw:
    fields = {
        "From": f"Anke Petersen <{make.THEIRS}>",
        "To": make.OURS,
        "Date": "Mon, 6 Apr 2026 10:00:00 +0200",
        "Message-ID": "<1@nordlicht.example>",
        "Subject": "Review",
        "Content-Type": "multipart/alternative; boundary=b",
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    head = "".join(f"{name}: {text}\r\n" for name, text in fields.items())
    shown = [f"Content-Type: text/calendar; method={method}\r\n\r\n{one}" for one in calendars]
    parts = ["Content-Type: text/plain\r\n\r\nShall we meet?", *shown]
    body = "".join(f"--b\r\n{part}\r\n" for part in parts)
    return make.raw(f"{head}\r\n{body}--b--\r\n", "message/rfc822")


def told(outcome: object) -> TOLD:
    """Id, start and status of the meetings behind a mail."""
    assert isinstance(outcome, Kept), outcome
    return [
        (
            str(one.id),
            one.occurred_at.astimezone(UTC).strftime("%d.%m. %H:%M"),
            one.meeting.status,
        )
        for one in outcome.interactions
        if one.meeting is not None
    ]


def test_an_invitation_is_a_mail_and_a_planned_meeting() -> None:
    outcome = normalise(mail(ics(*START, "SUMMARY:Quarterly review")), INDEX)
    assert isinstance(outcome, Kept)
    letter, meeting = outcome.interactions
    assert (letter.kind, letter.id, letter.text) == (
        "email",
        "1@nordlicht.example",
        "Shall we meet?",
    )
    assert (meeting.kind, meeting.id, meeting.partner_id) == ("meeting", "u1@cal", "nordlicht")
    assert meeting.meeting is not None
    assert (meeting.meeting.status, meeting.meeting.type, meeting.meeting.minutes) == (
        "planned",
        "review",
        45,
    )
    assert [person.address for person in meeting.participants] == [make.THEIRS, make.OURS]


def test_called_off_beforehand_it_was_cancelled_when_the_mail_was_sent() -> None:
    outcome = normalise(mail(ics(*START, method="CANCEL"), method="CANCEL"), INDEX)
    assert told(outcome) == [("u1@cal", "06.04. 08:00", "cancelled")]
    late = mail(ics("DTSTART:20260402T090000Z", method="CANCEL"), method="CANCEL")
    assert told(normalise(late, INDEX)) == [("u1@cal", "02.04. 09:00", "cancelled")]
    # What lies ahead is no reason to refuse the mail.
    assert told(admit(mail(ics(*START, method="CANCEL")), INDEX, SENT + timedelta(hours=1)))


def test_a_meeting_is_on_its_calendars_clock_and_its_end_on_that_of_who_called_it_off() -> None:
    tokyo = "DTSTART;TZID=Asia/Tokyo:20260410T180000"
    for method, start, at in (
        ("REQUEST", tokyo, "2026-04-10T18:00:00+09:00"),
        ("CANCEL", tokyo, "2026-04-06T10:00:00+02:00"),
        ("REQUEST", "DTSTART:20260410T090000Z", "2026-04-10T09:00:00+00:00"),
    ):
        # What a stranger says in our own field is nothing.
        text = ics(start, "X-RAPPORT-OFFSET:60", method=method)
        outcome = normalise(mail(text, method=method), INDEX)
        assert isinstance(outcome, Kept)
        assert outcome.interactions[-1].occurred_at.isoformat() == at


@pytest.mark.parametrize(("day", "count"), [("20270510", 1), ("20270511", 0)])
def test_how_far_ahead_a_mail_looks_is_told_in_days_of_utc(day: str, count: int) -> None:
    early = {"Date": "Mon, 6 Apr 2026 01:00:00 +0900"}  # still the day before, in UTC
    assert len(told(normalise(mail(ics(f"DTSTART:{day}T090000Z"), **early), INDEX))) == count


def test_shown_and_attached_it_is_one_meeting() -> None:
    one = ics(*START)
    assert len(told(normalise(mail(one, one), INDEX))) == 1
    assert len(told(normalise(mail(one, one.replace("VERSION:2.0", "VERSION:2")), INDEX))) == 1


@pytest.mark.parametrize("lines", [START, WEEKLY, (*START, "RECURRENCE-ID:20260409T090000Z")])
@pytest.mark.parametrize(("method", "status"), [("REQUEST", "planned"), ("CANCEL", "cancelled")])
def test_in_mail_and_in_a_file_it_counts_once(
    tmp_path: Path, lines: tuple[str, ...], method: str, status: str
) -> None:
    invitation = ics(*lines, f"DTSTAMP:{SENT:%Y%m%dT%H%M%SZ}", method=method)
    (tmp_path / "a.ics").write_text(invitation)
    before = SENT - timedelta(hours=1)
    in_file = {
        key_of(one.id, one.meeting.status)
        for item in calendar(tmp_path, until=date(2026, 5, 1), as_of=before)
        if isinstance(item, Raw)
        and (one := meeting_of(item.payload, item.source)).meeting is not None
    }
    in_mail = {
        key_of(one.id, one.meeting.status)
        for one in meetings_of([invitation.encode()], SENT, "test")
        if one.meeting is not None
    }
    assert in_mail
    assert in_mail <= in_file
    assert all(key.endswith(f"|{status}") for key in in_mail)


def test_a_series_is_told_from_the_mail_on() -> None:
    assert told(normalise(mail(ics(*WEEKLY)), INDEX)) == [
        ("u1@cal/20260406T080000Z", "06.04. 08:00", "planned"),
        ("u1@cal/20260413T080000Z", "13.04. 08:00", "planned"),
        ("u1@cal/20260420T080000Z", "20.04. 08:00", "planned"),
    ]


def test_a_series_that_is_called_off_is_one_cancellation() -> None:
    outcome = normalise(mail(ics(*WEEKLY, method="CANCEL"), method="CANCEL"), INDEX)
    assert told(outcome) == [("u1@cal/20260406T080000Z", "06.04. 08:00", "cancelled")]


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "PUBLISH", "REFRESH", ""])
def test_what_is_no_invitation_is_no_meeting(method: str) -> None:
    assert meetings_of([ics(*START, method=method).encode()], SENT, "test") == ()


def test_a_machine_may_invite_too() -> None:
    words = {"From": f"Calendar <noreply@{make.THEIRS.partition('@')[2]}>"}
    assert isinstance(normalise(mail(**words), INDEX), Automatic)
    assert [one[2] for one in told(normalise(mail(ics(*START), **words), INDEX))] == ["planned"]


def test_a_stranger_cannot_say_that_a_meeting_was_held_or_with_whom() -> None:
    faked = ics(
        "DTSTART:20260401T090000Z", "X-RAPPORT-STATUS:HELD", "X-RAPPORT-PARTNER:nordlicht",
        "ORGANIZER:mailto:who@stranger.example", people=False,
    )  # fmt: skip
    (meeting,) = meetings_of([faked.encode()], SENT, "test")
    assert meeting.meeting is not None
    assert (meeting.meeting.status, meeting.partner_id) == ("planned", None)
    assert told(normalise(mail(faked), INDEX)) == []  # nobody of the register takes part


def test_a_mail_of_nobody_stays_unresolved_with_its_invitation() -> None:
    stranger = mail(ics(*START), From="who@stranger.example")
    assert isinstance(normalise(stranger, INDEX), Unresolved)


@pytest.mark.parametrize(
    "broken",
    [
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST",
        ics("DTSTART:soon"),
        ics(),
        ics(*START, "RRULE:FREQ=SECONDLY"),
        ics("DTSTART:00010101T000000"),
        ics("DTSTART:19600101T000000Z"),
        ics("DTSTART:99991231T235959Z"),
        ics("DTSTART:20200101T000000Z", "RRULE:FREQ=DAILY;UNTIL=20210101T000000Z"),
    ],
)
def test_what_cannot_be_read_harms_nothing(broken: str) -> None:
    assert told(normalise(mail(broken), INDEX)) == []
    assert told(normalise(mail(broken, ics(*START)), INDEX)) == [
        ("u1@cal", "10.04. 09:00", "planned")
    ]


def test_a_series_without_end_is_told_so_far() -> None:
    (started,) = meetings_of([ics(*START).encode()], SENT, "test")
    daily = ics("DTSTART:19900101T090000Z", "RRULE:FREQ=DAILY")
    found = meetings_of([daily.encode()], SENT, "test")
    assert 0 < len(found) <= OCCURRENCES
    assert min(one.occurred_at for one in found) >= SENT
    assert started.meeting is not None


def test_each_item_has_still_one_outcome() -> None:
    tally = Tally()
    items = [mail(ics(*START)), mail(ics(*WEEKLY)), mail()]
    assert len(list(take_in(items, INDEX, SENT + timedelta(days=1), tally))) == 3
    assert (tally.read, tally.kept) == (3, 3)
