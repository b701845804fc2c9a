"""What history promises of judgements: each once and for good, what they are on looked up late."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import psycopg
import pytest

from benchmarks.load import annotations
from health.assessment import Assessment
from health.judgement import Feedback, Judgement, Label, Override
from health.observation import observe
from health.policy import STANDARD
from history import relationships
from history.judgements import alerts_of, find, on_bands
from history.pool import pool
from history.schema import migrate
from history.work import Work
from ingest.interaction import PartnerId
from streams.agents.track import Stored, store
from streams.context import Context
from streams.embedded_database import EmbeddedDatabase

pytestmark = pytest.mark.broker

CONTEXT = Context(STANDARD, {}, {})
P0, P1 = PartnerId("p0"), PartnerId("p1")
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOBODYS = "0b2ad2f0-5d5c-5b61-9d0c-9d8f1a4c7b52"
SEEN = [observe(one) for one in annotations(500, 4)]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with EmbeddedDatabase() as database:
        migrate(database.url)
        yield database.url


@pytest.fixture
async def work(server: str) -> AsyncIterator[Work]:
    """On tables without content."""
    empty(server)
    async with pool(server) as connections:
        yield Work(connections)


def empty(url: str) -> None:
    tables = "judgements, observations, relationships, assessments, transitions, outbox"
    with psycopg.connect(url) as connection:
        connection.execute(f"truncate {tables} cascade")


def judgement(id_: str = "1", **changes: Any) -> Judgement:
    fields: dict[str, Any] = {"kind": "lift", "by": "claire", "at": AT, "partner_id": P0}
    return Judgement(id=id_, **fields | changes)


def override(id_: str, since: date, **changes: Any) -> Judgement:
    until = since + timedelta(days=9)
    body = Override(band="red", owner="Claire", reason="why", since=since, until=until)
    return judgement(id_, kind="override", override=body, **changes)


def feedback(id_: str = "f", partner: PartnerId | None = P0, **about: Any) -> Judgement:
    found = Feedback(verdict="agree", **about)
    return judgement(id_, kind="feedback", feedback=found, partner_id=partner)


async def judge(work: Work, *judgements: Judgement) -> Stored:
    return await store(work, [], {}, CONTEXT, judgements)


def published(url: str) -> list[Assessment]:
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "select value from outbox where topic = 'health.v1' and key = 'p0' order by id"
        ).fetchall()
    return [msgspec.json.decode(value, type=Assessment) for (value,) in rows]


async def test_each_is_kept_once_and_as_it_came_first(work: Work, server: str) -> None:
    first, other = judgement("1"), judgement("2", at=AT - timedelta(days=1))
    same = judgement("1", by="somebody else")
    assert (await judge(work, first, other, same)).judgements == 2
    assert (await judge(work, same, other)).judgements == 0
    between = judgement("3", at=AT - timedelta(hours=9))
    await judge(work, between)
    found = find(server)
    assert [one.judgement for one in found] == [other, between, first], "in the order of time"
    assert all(one.received_at > AT for one in found)
    with psycopg.connect(server) as connection:
        row = connection.execute(
            "select author, at, partner_id, kind from judgements where id = '1'"
        ).fetchone()
    assert row == ("claire", AT, "p0", "lift")


async def test_they_are_found_by_partner_and_by_id(work: Work, server: str) -> None:
    await judge(work, judgement("1"), judgement("2", partner_id=P1))
    assert [one.judgement.id for one in find(server, partner=P1)] == ["2"]
    assert [one.judgement.id for one in find(server, id_="1")] == ["1"]
    assert find(server, id_="3") == []


async def test_only_overrides_and_lifts_bear_on_bands(work: Work) -> None:
    label = judgement("l", kind="label", label=Label(AT.date(), "red"))
    one, lift = override("o", AT.date()), judgement("x", at=AT + timedelta(days=1))
    await judge(work, lift, label, one, feedback(as_of=AT.date()))
    async with work.pool.connection() as connection:
        assert await on_bands(connection, [P0, P1]) == {P0: (one, lift)}


async def test_an_override_shows_at_once_and_as_news(work: Work, server: str) -> None:
    await store(work, SEEN, {}, CONTEXT)
    (plain,) = published(server)
    one = override("o", plain.as_of)
    await judge(work, one, judgement("l", kind="label", label=Label(AT.date(), "red")))
    assert published(server)[1:] == [
        msgspec.structs.replace(plain, seq=plain.seq + 1, override=one.override)
    ]
    assert relationships.assessments(server)[P0] == published(server)[-1]
    await judge(work, one)
    assert len(published(server)) == 2, "a repetition is no news"


async def test_it_survives_what_is_heard_later_and_ends_with_its_last_day(
    work: Work, server: str
) -> None:
    half = [one for one in SEEN if one.partner_id == P0][:60]
    await store(work, half[:-1], {}, CONTEXT)
    since = published(server)[-1].as_of
    one = override("o", since)
    await judge(work, one)
    await store(work, half[-1:], {P0: half[-1].day + 1}, CONTEXT)
    assert published(server)[-1].override == one.override
    await store(work, [], {P0: half[-1].day + 40}, CONTEXT)
    assert published(server)[-1].override is None


async def test_a_memory_that_cannot_be_read_is_folded_anew(work: Work, server: str) -> None:
    await store(work, SEEN, {}, CONTEXT)
    (plain,) = published(server)
    with psycopg.connect(server) as connection:
        connection.execute("update relationships set memory = 'x', version = version + 1")
    one = override("o", plain.as_of)
    await judge(Work(work.pool), one)
    assert published(server)[-1] == msgspec.structs.replace(
        plain, seq=plain.seq + 1, override=one.override
    )


async def test_of_whom_nothing_was_heard_nothing_is_published(work: Work, server: str) -> None:
    await judge(work, override("o", AT.date()))
    assert published(server) == []
    assert relationships.assessments(server) == {}
    assert len(find(server)) == 1


async def test_feedback_on_an_alert_has_the_alerts_partner(work: Work, server: str) -> None:
    await store(work, SEEN, {}, CONTEXT)
    alert, *_ = relationships.alerts(server)
    await judge(work, feedback("f", None, alert_id=alert.id.upper()))
    (found,) = find(server, partner=alert.partner_id)
    assert (found.matched, found.partner_id) == (True, alert.partner_id)
    assert alerts_of(server, alert.id[:9]) == [(alert.id, alert.partner_id)]
    assert alerts_of(server, "%") == []
    assert len(alerts_of(server, "")) == 2


@pytest.mark.parametrize("id_", [NOBODYS, "no uuid at all", "{"])
async def test_an_alert_that_nobody_knows_is_kept_unmatched(
    work: Work, server: str, id_: str
) -> None:
    await judge(work, feedback("f", None, alert_id=id_), judgement("2"))
    found = {one.judgement.id: one for one in find(server)}
    assert (found["f"].matched, found["f"].partner_id) == (False, None)
    assert found["2"].matched is None


async def test_feedback_may_come_before_its_alert(work: Work, server: str) -> None:
    await store(work, SEEN, {}, CONTEXT)
    alert, *_ = relationships.alerts(server)
    empty(server)
    await judge(work, feedback("f", None, alert_id=alert.id))
    assert [(one.matched, one.partner_id) for one in find(server)] == [(False, None)]
    await store(Work(work.pool), SEEN, {}, CONTEXT)
    (found,) = find(server, partner=alert.partner_id)
    assert (found.matched, found.partner_id) == (True, alert.partner_id)


async def test_feedback_on_a_day_is_matched_by_its_assessment(work: Work, server: str) -> None:
    await store(work, SEEN, {}, CONTEXT)
    (newest,) = published(server)
    days = [newest.as_of, newest.as_of - timedelta(days=1), newest.as_of + timedelta(days=1)]
    await judge(work, *(feedback(f"{day}", as_of=day) for day in days))
    matched = {one.judgement.feedback.as_of: one.matched for one in find(server)}  # type: ignore[union-attr]
    assert matched == dict(zip(days, (True, True, False), strict=True))
