"""What the transactions decided reaches the topics: at least once, under one id, as CloudEvents."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec
import psycopg
import pytest

from alerts.alert import Alert
from benchmarks.engine import produce
from benchmarks.load import annotations
from health.assessment import Assessment
from streams.settings import Settings
from streams.topics import ALERTS, HEALTH
from streams.wire import assessment_id
from tests.broker.world import World, header, until, world

pytestmark = pytest.mark.broker

PARTNERS, COUNT = 4, 500
GATE = 4242
# The broker has the messages when the relay deletes them: there it must wait for us.
HOLD = f"""
create function hold() returns trigger language plpgsql as
$$ begin perform pg_advisory_xact_lock_shared({GATE}); return null; end $$;
create trigger hold before delete on outbox for each statement execute function hold();
"""


@pytest.fixture(scope="module")
def here(servers: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A worker was killed after the broker had its messages and before they were deleted."""
    folder = tmp_path_factory.mktemp("outbox")
    # All in one batch, so that alerts are among the first messages.
    with world(servers, folder, partners=PARTNERS, batch_linger=1.0) as made:
        with psycopg.connect(made.url, autocommit=True) as gate:
            gate.execute(HOLD)
            gate.execute("select pg_advisory_lock(%s)", [GATE])
            produce(made.settings, annotations(COUNT, PARTNERS))
            first = made.start("worker")
            waiting = (
                "select count(*) from pg_stat_activity where query like 'delete from outbox%%'"
            )
            until(lambda: gate.execute(waiting).fetchone() != (0,), "the first publishing")
            first.kill()
        made.start("worker")
        made.until_tracked(COUNT)
        yield made


@pytest.fixture(scope="module")
def told(here: World) -> dict[str, list[Any]]:
    """All messages of both topics."""
    ids = {str(id_) for (id_,) in here.rows("select id from alerts")}
    assert len(ids) > 2
    alerts = here.received(ALERTS, lambda found: {header(m, "ce_id") for m in found} >= ids)
    last = set(here.rows("select partner_id, seq from relationships"))

    def seqs(found: list[Any]) -> set[tuple[str, int]]:
        return {(one.partner_id, one.seq) for one in map(assessment, found)}

    return {
        ALERTS: alerts,
        HEALTH: here.received(HEALTH, lambda found: seqs(found) >= last),
    }


def assessment(message: Any) -> Assessment:
    return msgspec.json.decode(message.value, type=Assessment)


@pytest.mark.parametrize("topic", [ALERTS, HEALTH])
def test_messages_are_cloudevents_in_binary_mode(told: dict[str, list[Any]], topic: str) -> None:
    for message in told[topic]:
        assert header(message, "ce_specversion") == "1.0"
        assert header(message, "ce_source") == f"/rapport/rapport.{topic}"
        assert header(message, "ce_type") == f"rapport.{topic}"
        assert header(message, "content-type") == "application/json"


def test_alerts_are_told_as_they_are_stored(here: World, told: dict[str, list[Any]]) -> None:
    stored = {str(id_): found for id_, found in here.rows("select id, payload from alerts")}
    for message in told[ALERTS]:
        alert = msgspec.json.decode(message.value, type=Alert)
        assert alert == msgspec.convert(stored[alert.id], Alert)
        assert header(message, "ce_id") == alert.id
        assert message.key == alert.partner_id.encode()
    assert {header(message, "ce_id") for message in told[ALERTS]} == stored.keys()


def test_the_newest_assessment_is_told_last(here: World, told: dict[str, list[Any]]) -> None:
    newest = {}
    for message in told[HEALTH]:
        found = assessment(message)
        assert header(message, "ce_id") == assessment_id(found)
        assert message.key == found.partner_id.encode()
        newest[found.partner_id] = found
    stored = here.rows("select partner_id, assessment from relationships")
    assert newest == {partner: msgspec.convert(one, Assessment) for partner, one in stored}


def test_what_is_repeated_after_a_kill_has_the_same_id_and_content(
    told: dict[str, list[Any]],
) -> None:
    for topic, messages in told.items():
        values = defaultdict(list)
        for message in messages:
            values[header(message, "ce_id")].append(message.value)
        assert all(len(set(some)) == 1 for some in values.values()), topic
        assert any(len(some) > 1 for some in values.values()), "nothing was repeated"


def test_the_outbox_is_empty_in_the_end(here: World) -> None:
    assert here.one("select count(*) from outbox") == 0
