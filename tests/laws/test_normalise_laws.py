"""Law 8: whatever the bytes, an item has one outcome, refused by name where it cannot be read."""

import json
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import Incomplete, Malformed, TooLarge, Unsupported
from ingest.normalise import normalise, read
from ingest.outcome import Automatic, Kept, Refused, Unresolved
from ingest.register_index import Index
from tests import make

INDEX = Index(make.register())

MEDIA = st.sampled_from(
    [
        "message/rfc822",
        "text/calendar",
        "text/x-call-note",
        "application/x-note-row",
        "application/x-record-row",
        "application/json",
    ]
)

# Seeds whose grains, cut and mixed, come near to what the readers know.
_GRAINS = [
    b"From: anke.petersen@nordlicht.example\r\n",
    b"To: claire.aubry@solivane.example\r\n",
    b"Date: Mon, 6 Apr 2026 10:00:00 +0200\r\n",
    b"Date: Mon, 6 Apr 0001 10:00:00 +2359\r\n",
    b"Message-ID: <1@x>\r\n",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
    b"BEGIN:VCALENDAR\r\n",
    b"BEGIN:VEVENT\r\n",
    b"END:VEVENT\r\n",
    b"END:VCALENDAR\r\n",
    b"UID:1\r\n",
    b"DTSTART:20260406T100000Z\r\n",
    b"DTSTART;TZID=Europe/Paris:00010101T000000\r\n",
    b"DTEND;VALUE=DATE:20260406\r\n",
    b"DURATION:-P1D\r\n",
    b"RECURRENCE-ID:99991231T235959\r\n",
    b"ATTENDEE;CN=\xff:mailto:x\r\n",
    b"CATEGORIES:review,\r\n",
    b"SUMMARY:\x00\r\n",
    b"---\n",
    b"date: 2026-04-06\n",
    b"date: 9999-12-31T23:59:59-12:00\n",
    b"meeting: {status: held, minutes: 99999}\n",
    b"with: [a, {name: b}, &x [*x]]\n",
    b'{"id": "1", "kind": "email", "occurred_at": "2026-04-06T10:00:00Z"}',
    b'{"date": "2026-04-06", "partner": "nordlicht", "type": "nps", "value": "7", "text": "x"}',
    b'"\\ud800"',
    b"\n",
    b"{",
    b"}",
    b"\xff\xfe",
]
PAYLOAD = st.one_of(
    st.binary(max_size=300),
    st.lists(st.one_of(st.sampled_from(_GRAINS), st.binary(max_size=8)), max_size=12).map(b"".join),
)
FIELDS = [field.name for field in msgspec.structs.fields(make.interaction())]
JSON_VALUE = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)


@settings(max_examples=400, deadline=None)
@given(MEDIA, PAYLOAD)
def test_any_bytes_have_one_outcome_that_can_be_stored(media, payload):
    raw = make.raw(payload, media)
    outcome = normalise(raw, INDEX)
    if isinstance(outcome, Refused):
        # Not merely refused: by one of the errors that name what is wrong.
        with pytest.raises((Malformed, Incomplete, TooLarge, Unsupported)) as caught:
            read(raw, INDEX)
        assert outcome.reason == caught.value.reason
    _sound(outcome)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), JSON_VALUE))
def test_any_field_of_an_event_may_hold_anything(changes):
    event = msgspec.to_builtins(make.interaction(partner_id=None))
    payload = json.dumps({**event, **changes}, default=str)
    outcome = normalise(make.raw(payload), INDEX)
    assert not getattr(outcome, "detail", "").startswith("cannot be read")
    _sound(outcome)


@given(st.lists(st.tuples(MEDIA, PAYLOAD), max_size=8))
@settings(max_examples=50, deadline=None)
def test_the_counts_add_up(items):
    outcomes = [normalise(make.raw(payload, media), INDEX) for media, payload in items]
    counts = [
        sum(isinstance(outcome, kind) for outcome in outcomes)
        for kind in (Kept, Automatic, Unresolved, Refused)
    ]
    assert sum(counts) == len(items)


def _sound(outcome):
    msgspec.json.encode(outcome)
    if isinstance(outcome, Kept):
        assert outcome.interactions
        partners = [kept.partner_id for kept in outcome.interactions]
        assert len(set(partners)) == len(partners)
        assert set(partners) <= {partner.id for partner in INDEX.register.partners}
    if isinstance(outcome, Kept | Unresolved):
        every = outcome.interactions if isinstance(outcome, Kept) else (outcome.interaction,)
        for kept in every:
            assert kept.id
            offset = kept.occurred_at.utcoffset()
            assert offset is not None
            assert abs(offset) <= timedelta(hours=14)
            assert not offset % timedelta(minutes=15)
            assert "\0" not in (kept.text or "") + (kept.subject or "") + kept.id
