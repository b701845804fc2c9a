"""Events in the shape of interactions.v1: richer ones are read, wrong ones named by path."""

from datetime import UTC, datetime

import msgspec
import pytest

from benchmarks.load import annotations
from ingest.errors import Incomplete, Malformed, TooLarge
from ingest.events import interaction_of_event
from ingest.interaction import Interaction, InteractionId, Meeting
from streams.agents.track import _problem
from tests import make

EVENT = {"id": "1", "kind": "email", "occurred_at": "2026-04-06T10:00:00+02:00"}


def read(**changes):
    event = {name: value for name, value in {**EVENT, **changes}.items() if value is not ...}
    return interaction_of_event(msgspec.json.encode(event), "events:f.jsonl")


@pytest.mark.parametrize("interaction", [make.interaction(), make.meeting()])
def test_what_we_write_we_read(interaction):
    assert interaction_of_event(msgspec.json.encode(interaction), "x") == interaction


def test_the_least_that_is_needed():
    assert read() == Interaction(
        id="1",
        kind="email",
        occurred_at=datetime(2026, 4, 6, 8, tzinfo=UTC),
        source="events:f.jsonl",
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2026-04-06T10:00:00+09:00", "2026-04-06T10:00:00+09:00"),
        ("2026-04-06T10:00:00-03:30", "2026-04-06T10:00:00-03:30"),
        ("2026-04-06T10:00:00-00:00", "2026-04-06T10:00:00+00:00"),
        ("2026-04-06T10:00:00+23:59", "2026-04-05T10:01:00+00:00"),
    ],
)
def test_the_moment_is_on_the_clock_that_it_was_written_on(written, kept):
    assert read(occurred_at=written).occurred_at.isoformat() == kept


def test_a_due_date_is_in_utc():
    record = {"type": "ticket", "due_at": "2026-04-06T10:00:00+09:00"}
    assert read(kind="record", record=record).record.due_at.isoformat() == (
        "2026-04-06T01:00:00+00:00"
    )


def test_what_we_do_not_know_is_ignored_at_every_level():
    found = read(
        colour="red",
        kind="meeting",
        meeting={"status": "held", "room": 4, "minutes": 44.6},
        participants=[{"role": "organizer", "address": "A@B.example", "phone": 1}],
    )
    assert found.meeting == Meeting("held", "other", 45)
    assert found.participants[0].address == "a@b.example"


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"id": ...}, Incomplete, "`id`"),
        ({"id": " "}, Incomplete, "`$.id` is empty"),
        ({"id": 7}, Malformed, "`$.id`"),
        ({"kind": "fax"}, Malformed, "`$.kind`"),
        ({"occurred_at": ...}, Incomplete, "`occurred_at`"),
        ({"occurred_at": "2026-04-06T10:00:00"}, Malformed, "`$.occurred_at`: no offset"),
        ({"occurred_at": "yesterday"}, Malformed, "`$.occurred_at`: not RFC 3339"),
        ({"occurred_at": "0001-01-01T00:00:00+01:00"}, Malformed, "`$.occurred_at`: the year"),
        ({"direction": "up"}, Malformed, "`$.direction`"),
        ({"text": ["x"]}, Malformed, "`$.text`"),
        ({"text": "x" * 600_000}, TooLarge, "text: over 512 KiB"),
        ({"language": "!"}, Malformed, "`$.language`"),
        ({"participants": [{"role": "boss"}]}, Malformed, "`$.participants[0].role`"),
        ({"meeting": {"status": "helt"}}, Malformed, "`$.meeting.status`"),
        ({"meeting": {"status": "held", "minutes": -1}}, Malformed, "`$.meeting.minutes`"),
        ({"kind": "meeting"}, Incomplete, "`$.meeting`"),
        ({"kind": "record"}, Incomplete, "`$.record`"),
        ({"record": {"type": "x", "value": "1"}}, Malformed, "`$.record.value`"),
        ({"record": {"type": "x", "due_at": "soon"}}, Malformed, "`$.record.due_at`"),
    ],
)
def test_what_is_wrong_is_named_by_its_path(changes, error, message):
    with pytest.raises(error) as caught:
        read(**changes)
    assert message in str(caught.value)


@pytest.mark.parametrize("payload", [b"", b"{", b"null", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_event_is_refused(payload):
    with pytest.raises(Malformed):
        interaction_of_event(payload, "x")


def test_errors_repeat_no_content():
    with pytest.raises(Malformed) as caught:
        read(direction="secret' secret")
    assert "secret" not in str(caught.value)


def test_nul_and_half_characters_do_not_get_in():
    payload = msgspec.json.encode({**EVENT, "text": "a\0b", "id": "x\0"})
    found = interaction_of_event(payload, "x")
    assert (found.text, found.id) == ("ab", "x")


def test_an_absurd_id_becomes_its_digest():
    assert read(id="x" * 5000).id.startswith("sha256:")


@pytest.mark.parametrize(
    ("letter", "most"), [("x", 1000), ("é", 500), ("好", 333), ("\U0001f600", 250)]
)
def test_an_id_is_measured_as_it_is_stored(letter, most):
    assert read(id=letter * most).id == letter * most
    longer = read(id=letter * (most + 1)).id
    assert longer.startswith("sha256:")
    said = next(annotations(1, 1))
    for id_ in (letter * most, longer):  # and nobody refuses it later
        assert _problem(msgspec.structs.replace(said, interaction_id=InteractionId(id_))) is None
