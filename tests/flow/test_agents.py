"""The agents on a real app: wired, bad messages named, and patience where it helps."""

import inspect
from datetime import date
from pathlib import Path
from typing import Any

import faust
import msgspec
import psycopg
import psycopg_pool
import pytest
from faust.events import Event
from faust.types.tuples import Message

from benchmarks.load import annotations
from health.policy import STANDARD
from history.pool import pool
from ingest.interaction import PartnerId
from streams import app as apps
from streams.agents import keep, notify
from streams.agents.judge import checking
from streams.agents.taking import Take, bad, patiently
from streams.agents.track import READERS, _problem
from streams.context import Context
from streams.metrics import Metrics
from streams.settings import Settings
from streams.topics import ANNOTATIONS, FEEDBACK, INTERACTIONS, TICKS
from streams.wire import Tick, encode, read_judgement, read_tick

SETTINGS = Settings(topic_prefix="here.", broker="localhost:1")


def event(app: faust.App, value: bytes | None, topic: str = TICKS, offset: int = 7) -> Event:
    """As the consumer hands it to an agent."""
    fields: dict[str, Any] = dict.fromkeys(inspect.signature(Message).parameters)
    message = Message(
        **fields | {"topic": f"here.{topic}", "partition": 3, "offset": offset, "value": value}
    )
    return Event(app, None, value, {}, message)


def test_a_worker_has_its_agents_and_a_notifier_its_own(tmp_path: Path) -> None:
    def nothing() -> Any:
        raise AssertionError("no model is loaded before it is needed")

    settings = SETTINGS.model_copy(update={"data_dir": tmp_path})
    connections = pool("postgresql://nowhere/none")
    worker = apps.build(settings, Context(STANDARD, {}, {}), nothing, connections, Metrics())
    assert {"annotate", "track", "judge"} <= worker.agents.keys()
    assert "keep" not in worker.agents
    other = apps.bare(settings, "rapport-notifier")
    take = Take(settings, Metrics())
    notify.attach(other, take, connections, {})
    keep.attach(other, take, connections)
    assert {"notify", "keep"} <= other.agents.keys()
    assert worker.conf.id == "rapport"
    assert other.conf.id == "rapport-notifier"


def test_values_are_read_by_their_topics_readers(app: faust.App) -> None:
    take = Take(SETTINGS, Metrics())
    tick = b'{"partner_id": "p", "day": "2026-03-01"}'
    said = encode(next(annotations(1, 1)))
    values, letters = take.read([event(app, tick), event(app, said, ANNOTATIONS)], READERS)
    assert [type(value).__name__ for value in values] == ["Tick", "Annotations"]
    assert letters == []


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (b"", "truncated"),
        (None, "truncated"),
        (b"\xff", "invalid character"),
        (b'{"partner_id": "\xff"}', "utf-8"),
        (b'{"a":' * 100_000, "recursion"),
        (b"[]", "Expected `object`"),
        (b"{}", "partner_id"),
        (b'{"partner_id": 7, "day": "2026-03-01"}', "$.partner_id"),
        (b'{"partner_id": "p", "day": "yesterday"}', "$.day"),
    ],
)
def test_what_is_no_value_is_refused_by_name(
    app: faust.App, value: bytes | None, named: str
) -> None:
    metrics = Metrics()
    good = encode(Tick(PartnerId("p"), date(2026, 3, 1)))
    events = [event(app, good), event(app, value, offset=8), event(app, good, offset=9)]
    values, (letter,) = Take(SETTINGS, metrics).read(events, {TICKS: read_tick})
    assert len(values) == 2
    assert letter.reason == "malformed"
    assert letter.position == "here.ticks.v1[3]@8"
    assert letter.payload == value
    assert named in letter.detail
    assert b'rapport_dead_letters_total{reason="malformed"} 1.0' in metrics.page()


@pytest.mark.parametrize(
    ("day", "problem"),
    [("2026-03-01", None), ("1970-01-01", None), ("2999-01-01", "day lies in the future")],
)
def test_a_day_that_has_not_begun_is_implausible(day: str, problem: str | None) -> None:
    assert _problem(read_tick(msgspec.json.encode({"partner_id": "p", "day": day}))) == problem


@pytest.mark.parametrize(
    ("changes", "reason", "named"),
    [
        ({}, None, ""),
        ({"partner_id": "stranger"}, "implausible", "partner_id is nobody's in the partner"),
        ({"partner_id": None}, "implausible", "partner_id is missing"),
        ({"at": "2999-01-01T00:00:00Z"}, "implausible", "at lies in the future"),
        ({"kind": "label"}, "implausible", "label is missing"),
        ({"kind": "rumour"}, "malformed", "$.kind"),
        ({"at": "2026-03-01T00:00:00"}, "malformed", "$.at"),
        ({"by": "x" * 201}, "malformed", "$.by"),
    ],
)
def test_a_judgement_is_checked_against_the_register(
    app: faust.App, changes: dict[str, Any], reason: str | None, named: str
) -> None:
    good = {"id": "1", "kind": "lift", "by": "claire", "at": "2026-03-01T00:00:00Z"}
    value = msgspec.json.encode(good | {"partner_id": "p"} | changes)
    check = checking(Context(STANDARD, {}, {PartnerId("p"): "Polar"}))
    values, letters = Take(SETTINGS, Metrics()).read(
        [event(app, value, FEEDBACK)], {FEEDBACK: read_judgement}, check
    )
    assert len(values) == (0 if reason else 1)
    assert [one.reason for one in letters] == ([reason] if reason else [])
    assert all(named in one.detail for one in letters)


def test_a_letter_has_the_same_id_on_every_delivery(app: faust.App) -> None:
    first, again = (bad(event(app, b"x"), "malformed", "d") for _ in range(2))
    assert first.id == again.id
    assert first.id != bad(event(app, b"x", INTERACTIONS), "malformed", "d").id
    assert first.id != bad(event(app, b"y"), "malformed", "d").id


@pytest.mark.parametrize(
    "error",
    [
        psycopg.OperationalError("away"),
        psycopg.errors.DeadlockDetected("met"),
        psycopg_pool.PoolTimeout("busy"),
    ],
)
async def test_errors_that_pass_are_waited_out(app: faust.App, error: Exception) -> None:
    tries = []

    async def attempt() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise error
        return "done"

    assert await patiently(app, attempt) == "done"
    assert len(tries) == 3


async def test_other_errors_are_given_up_at_once(app: faust.App) -> None:
    tries = []

    async def attempt() -> None:
        tries.append(1)
        raise psycopg.errors.UniqueViolation("no")

    with pytest.raises(psycopg.errors.UniqueViolation):
        await patiently(app, attempt)
    assert len(tries) == 1


async def test_an_app_that_stops_waits_no_longer(app: faust.App) -> None:
    app._stopped.set()

    async def attempt() -> None:
        raise psycopg.OperationalError("away")

    with pytest.raises(psycopg.OperationalError):
        await patiently(app, attempt)
