"""The one door: what becomes of mail, notes, meetings, records and events."""

import msgspec
import pytest

from ingest.normalise import PARTICIPANTS, normalise
from ingest.outcome import Automatic, Kept, Refused, Unresolved
from ingest.register_index import Index
from tests import make

INDEX = Index(
    make.register(
        make.partner(),
        make.partner(
            id="lombarda",
            name="Lombarda SpA",
            aliases=(),
            domains=("lombarda.example",),
            contacts=(),
        ),
    )
)


def mail(body="Guten Tag", **headers):
    fields = {
        "From": f"Anke Petersen <{make.THEIRS}>",
        "To": make.OURS,
        "Date": "Mon, 6 Apr 2026 10:00:00 +0200",
        "Message-ID": "<1@nordlicht.example>",
        "Subject": "Hallo",
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    head = "".join(f"{name}: {text}\n" for name, text in fields.items() if text is not None)
    return make.raw(f"{head}\n{body}\n", "message/rfc822")


def event(**changes):
    value = msgspec.to_builtins(make.interaction(partner_id=None, direction=None))
    return make.raw(msgspec.json.encode({**value, **changes}))


def test_a_mail_is_kept():
    outcome = normalise(mail(In_Reply_To="<0@solivane.example>"), INDEX)
    assert isinstance(outcome, Kept)
    (kept,) = outcome.interactions
    assert (kept.id, kept.kind, kept.direction, kept.partner_id) == (
        "1@nordlicht.example",
        "email",
        "inbound",
        "nordlicht",
    )
    assert (kept.thread_id, kept.subject, kept.text) == (
        "0@solivane.example",
        "Hallo",
        "Guten Tag",
    )
    assert kept.occurred_at.isoformat() == "2026-04-06T10:00:00+02:00"
    assert kept.source == "test"


def test_a_mail_to_two_partners_is_one_interaction_each():
    outcome = normalise(mail(From=make.OURS, To=f"{make.THEIRS}, x@lombarda.example"), INDEX)
    assert isinstance(outcome, Kept)
    assert [(kept.partner_id, kept.direction) for kept in outcome.interactions] == [
        ("lombarda", "outbound"),
        ("nordlicht", "outbound"),
    ]
    assert {kept.id for kept in outcome.interactions} == {"1@nordlicht.example"}


def test_a_partner_merely_copied_has_not_written():
    outcome = normalise(mail(Cc="x@lombarda.example"), INDEX)
    assert isinstance(outcome, Kept)
    assert {kept.partner_id: kept.direction for kept in outcome.interactions} == {
        "nordlicht": "inbound",
        "lombarda": None,
    }


def test_automatic_mail_is_kept_out_even_without_a_date():
    outcome = normalise(mail(Auto_Submitted="auto-replied", Date=None), INDEX)
    assert outcome == Automatic("auto_reply")


@pytest.mark.parametrize(
    ("raw", "reason", "detail"),
    [
        pytest.param(mail(Date=None), "incomplete", "Date: ", id="no date"),
        pytest.param(event(text="wort " * 120_000), "too_large", "text: ", id="endless text"),
        pytest.param(make.raw(b"", "message/rfc822"), "malformed", "", id="no mail"),
        pytest.param(make.raw(b"x", "text/calendar"), "malformed", "not a cal", id="no calendar"),
        pytest.param(make.raw(b"x", "application/x-record-row"), "malformed", "not a", id="no row"),
        pytest.param(event(kind="fax"), "malformed", "Not one of the values", id="no kind"),
        pytest.param(
            msgspec.structs.replace(make.raw(b"x"), media="image/png"),
            "unsupported",
            "a kind of item",
            id="no media",
        ),
    ],
)
def test_refused_with_its_reason(raw, reason, detail):
    outcome = normalise(raw, INDEX)
    assert isinstance(outcome, Refused)
    assert outcome.reason == reason
    assert outcome.detail.startswith(detail)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(mail(From="a@stranger.example"), "no_partner_matches", id="stranger"),
        pytest.param(mail(From="t@solivane.example"), "internal_no_partner_named", id="internal"),
        pytest.param(event(partner_id="nobody"), "unknown_partner_id", id="unknown partner"),
    ],
)
def test_unresolved_is_listed_with_what_was_read(raw, reason):
    outcome = normalise(raw, INDEX)
    assert isinstance(outcome, Unresolved)
    assert outcome.reason == reason
    assert outcome.interaction.id in {"1@nordlicht.example", make.interaction().id}


def test_an_unknown_partner_stays_named():
    outcome = normalise(event(partner_id="nobody"), INDEX)
    assert isinstance(outcome, Unresolved)
    assert outcome.interaction.partner_id == "nobody"


def test_a_partner_given_by_name_gets_its_id():
    outcome = normalise(event(partner_id="Nordlicht GmbH", participants=[]), INDEX)
    assert isinstance(outcome, Kept)
    assert outcome.interactions[0].partner_id == "nordlicht"


def test_a_direction_that_was_given_stays():
    outcome = normalise(event(direction="internal"), INDEX)
    assert isinstance(outcome, Kept)
    assert outcome.interactions[0].direction == "internal"


@pytest.mark.parametrize(
    ("author", "direction"), [(make.OURS, "internal"), ("", "internal"), (make.THEIRS, "inbound")]
)
def test_a_note_is_our_own_word_unless_the_partner_wrote_it(author, direction):
    text = f"---\ndate: 2026-04-06\npartner: nordlicht\nauthor: {author}\n---\nTel."
    outcome = normalise(make.raw(text, "text/x-call-note"), INDEX)
    assert isinstance(outcome, Kept)
    assert outcome.interactions[0].direction == direction


def test_a_note_without_partner_is_resolved_by_its_text():
    text = "---\ndate: 2026-04-06\n---\nTel. avec Nordlicht Distribution"
    outcome = normalise(make.raw(text, "text/x-call-note"), INDEX)
    assert isinstance(outcome, Kept)
    assert outcome.interactions[0].partner_id == "nordlicht"


def test_a_meeting_and_a_record_have_no_direction():
    ics = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nDTSTART:20260406T100000Z\n"
        f"ATTENDEE:mailto:{make.THEIRS}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    row = '{"date": "2026-04-06", "partner": "nordlicht", "type": "nps", "value": "7"}'
    for raw in (make.raw(ics, "text/calendar"), make.raw(row, "application/x-record-row")):
        outcome = normalise(raw, INDEX)
        assert isinstance(outcome, Kept)
        assert outcome.interactions[0].direction is None


def test_of_ten_thousand_recipients_the_partners_people_stay():
    many = ", ".join(f"p{number}@list.example" for number in range(10_000))
    outcome = normalise(mail(From=make.OURS, To=f"{many}, {make.THEIRS}"), INDEX)
    assert isinstance(outcome, Kept)
    people = outcome.interactions[0].participants
    assert len(people) == PARTICIPANTS
    assert (people[0].address, people[1].address) == (make.OURS, make.THEIRS)
