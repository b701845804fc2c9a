"""What the database promises its callers: migrations once, one unit of work, notes kept once."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import psycopg
import pytest

from alerts.delivery import notification
from benchmarks.load import annotations
from health.business_time import HOUR_MS
from health.observation import EPOCH, MILLISECOND, Observation, observe
from health.policy import STANDARD, Policy
from health.rebuild import follow, rebuild
from health.terms import NO_TERMS
from history import cursors, relationships
from history.dead_letters import Letter, find, forget, keep, resolve
from history.notifications import due, is_open, settle
from history.outbox import Envelope, post, taken, waiting
from history.pool import Pool, pool
from history.schema import migrate
from history.work import Work
from ingest.interaction import PartnerId
from streams.agents.track import store
from streams.context import Context
from streams.embedded_database import EmbeddedDatabase

pytestmark = pytest.mark.broker

CONTEXT = Context(STANDARD, {}, {})
MIGRATING = """
import sys
from history.schema import migrate
print("ready", flush=True)
sys.stdin.readline()
print(migrate(sys.argv[1]))
"""
P0 = PartnerId("p0")
TOKYO_17H = (datetime(2026, 1, 5, 8, tzinfo=UTC) - EPOCH) // MILLISECOND


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with EmbeddedDatabase() as database:
        yield database.url


@pytest.fixture(scope="module")
def migrated(server: str) -> list[int]:
    """What eight processes that migrate at once say."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATING, server],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    for process in running:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in running:  # all at once
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0] * 8
    return sorted(map(int, said))


@pytest.fixture
def url(server: str, migrated: list[int]) -> str:
    """A schema without content."""
    assert migrated
    with psycopg.connect(server) as connection:
        for table in TABLES:
            connection.execute(f"truncate {table} cascade")
    return server


TABLES = (
    "observations",
    "relationships",
    "assessments",
    "transitions",
    "outbox",
    "notifications",
    "dead_letters",
    "cursors",
    "judgements",
)


@pytest.fixture
async def connections(url: str) -> AsyncIterator[Pool]:
    async with pool(url) as opened:
        yield opened


def seen(count: int = 60, partners: int = 1) -> list[Observation]:
    return [observe(one) for one in annotations(count, partners)]


def test_many_processes_migrate_once(migrated: list[int], server: str) -> None:
    assert migrated[:-1] == [0] * 7
    assert migrated[-1] > 0
    assert migrate(server) == 0


class TestWork:
    async def test_what_was_noted_before_is_not_new(self, connections: Pool) -> None:
        history = seen(20)
        work = Work(connections)
        async with work.transaction() as tx:
            assert {one.key for one in await tx.note(history)} == {one.key for one in history}
        async with work.transaction() as tx:
            assert await tx.note(history) == []
            assert await tx.note([]) == []
            assert await tx.history(P0) == history

    async def test_whose_clock_it_was_is_kept_and_counts_when_folded_anew(
        self, connections: Pool
    ) -> None:
        asked, answer, *_ = [
            msgspec.structs.replace(one, kind="email", thread="t", meeting=None, meeting_type=None)
            for one in seen(2)
        ]
        asked = msgspec.structs.replace(asked, direction="outbound", at=TOKYO_17H, zone=60)
        answer = msgspec.structs.replace(
            answer, direction="inbound", at=TOKYO_17H + 16 * HOUR_MS, zone=540
        )
        work = Work(connections)
        await store(work, [answer], {}, CONTEXT)
        await store(work, [asked], {}, CONTEXT)  # late: read back, and folded anew
        async with Work(connections).transaction() as tx:
            assert await tx.history(P0) == [asked, answer]
            known = (await tx.relationships({P0}))[P0]
        assert known == rebuild(P0, [asked, answer], NO_TERMS, STANDARD).after
        on_one_clock = msgspec.structs.replace(answer, zone=0)
        assert known != rebuild(P0, [asked, on_one_clock], NO_TERMS, STANDARD).after

    async def test_of_two_under_one_key_the_first_counts(self, connections: Pool) -> None:
        first, *_ = seen(1)
        second = msgspec.structs.replace(first, at=first.at + 1)
        async with Work(connections).transaction() as tx:
            assert await tx.note([first, second]) == [first]
            assert await tx.note([second]) == []
            assert await tx.history(P0) == [first]

    async def test_a_batch_that_fails_leaves_nothing_not_even_in_the_cache(
        self, connections: Pool
    ) -> None:
        history, work = seen(), Work(connections)
        await store(work, history[:30], {}, CONTEXT)
        kept = dict(work._cache)

        async def fail() -> None:
            async with work.transaction() as tx:
                await tx.relationships({P0})
                await tx.note(history[30:])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await fail()
        assert work._cache == kept
        async with work.transaction() as tx:
            assert len(await tx.history(P0)) == 30

    async def test_a_memory_that_another_worker_changed_is_read_again(
        self, connections: Pool, url: str
    ) -> None:
        history = seen()
        one, other = Work(connections), Work(connections)
        await store(one, history[:20], {}, CONTEXT)
        await store(other, history[20:40], {}, CONTEXT)
        await store(one, history[40:], {}, CONTEXT)  # its own memory is of twenty
        async with one.transaction() as tx:
            memory = (await tx.relationships({P0}))[P0].memory
        assert memory.heard == 60
        assert (
            relationships.assessments(url)[P0].seq == memory.heard + memory.day - memory.first_day
        )

    async def test_a_memory_of_another_version_is_folded_anew(
        self, connections: Pool, url: str
    ) -> None:
        history = seen()
        await store(Work(connections), history[:40], {P0: history[39].day + 9}, CONTEXT)
        before = relationships.assessments(url)[P0]
        async with connections.connection() as connection:
            await connection.execute("update relationships set memory = '\\x93c0c0c0'")
        await store(Work(connections), [], {P0: 0}, CONTEXT)
        assert relationships.assessments(url)[P0] == before
        work = Work(connections)
        await store(work, history[40:], {}, CONTEXT)
        _, known, _ = work._cache[P0]
        assert known.memory.heard == 60

    @pytest.mark.parametrize("restarted", [True, False], ids=["read", "cached"])
    async def test_a_memory_that_forgot_by_other_numbers_is_folded_anew(
        self, connections: Pool, restarted: bool
    ) -> None:
        history = seen(400)
        policy = Policy(block_days=30)
        work = Work(connections)
        await store(work, history[:390], {}, CONTEXT)
        await store(
            Work(connections) if restarted else work, history[390:], {}, Context(policy, {}, {})
        )
        async with Work(connections).transaction() as tx:
            known = (await tx.relationships({P0}))[P0]
            assert tx.forgot_by(P0) == policy.remembering
            assert not tx.unreadable
        assert known == rebuild(P0, history, NO_TERMS, policy).after
        mixed = follow(
            rebuild(P0, history[:390], NO_TERMS, STANDARD).after, history[390:], NO_TERMS, policy
        )
        assert known != mixed.after

    async def test_a_memory_from_before_the_numbers_were_kept_can_be_read(
        self, connections: Pool
    ) -> None:
        history = seen(20)
        await store(Work(connections), history, {}, CONTEXT)
        known = rebuild(P0, history, NO_TERMS, STANDARD).after
        async with connections.connection() as connection:
            await connection.execute(
                "update relationships set memory = %s", [msgspec.msgpack.encode(known)]
            )
        async with Work(connections).transaction() as tx:
            assert await tx.relationships({P0}) == {P0: known}
            assert tx.forgot_by(P0) == ()
            assert not tx.unreadable

    async def test_a_memory_that_nobody_changed_is_not_read_again(self, connections: Pool) -> None:
        work = Work(connections)
        await store(work, seen(), {}, CONTEXT)
        (version, known, forgets) = work._cache[P0]
        async with work.transaction() as tx:
            assert (await tx.relationships({P0}))[P0] is known
            assert tx.memories == {P0: (version, known, forgets)}

    async def test_a_repeated_batch_changes_nothing(self, connections: Pool, url: str) -> None:
        history, work = seen(200, 2), Work(connections)
        await store(work, history, {}, CONTEXT)
        before = everything(url)
        await store(work, history, {}, CONTEXT)
        await store(Work(connections), list(reversed(history)), {P0: 0}, CONTEXT)
        assert everything(url) == before

    async def test_only_partners_whose_day_is_over_are_behind(self, connections: Pool) -> None:
        history = seen(20)
        await store(Work(connections), history, {}, CONTEXT)
        last = datetime.fromtimestamp(history[-1].at / 1000, UTC).date()
        assert await relationships.behind(connections, last) == []
        assert await relationships.behind(connections, last + timedelta(days=1)) == [P0]


class TestOutbox:
    ENVELOPES = tuple(Envelope("t", "k", f"{n}", "type", b"%d" % n) for n in range(5))

    async def fill(self, connections: Pool) -> None:
        async with connections.connection() as connection:
            await post(connection, self.ENVELOPES)

    async def test_in_order_the_oldest_first_and_gone_when_taken(self, connections: Pool) -> None:
        await self.fill(connections)
        async with taken(connections, 3) as found:
            assert found == list(self.ENVELOPES[:3])
        assert (await waiting(connections))[0] == 2
        async with taken(connections, 3) as found:
            assert found == list(self.ENVELOPES[3:])
        assert await waiting(connections) == (0, 0.0)

    async def test_what_was_not_published_stays(self, connections: Pool) -> None:
        await self.fill(connections)
        with pytest.raises(ZeroDivisionError):
            async with taken(connections, 3):
                raise ZeroDivisionError
        assert (await waiting(connections))[0] == 5

    async def test_the_age_is_that_of_the_oldest(self, connections: Pool) -> None:
        async with connections.connection() as connection:
            await post(connection, self.ENVELOPES[:1])
            await connection.execute("update outbox set created_at = now() - interval '90 s'")
            await post(connection, self.ENVELOPES[1:])
        count, age = await waiting(connections)
        assert count == 5
        assert 90 <= age < 90 + 60

    async def test_one_relay_at_a_time(self, connections: Pool) -> None:
        await self.fill(connections)
        async with taken(connections, 3) as mine, taken(connections, 3) as theirs:
            assert len(mine) == 3
            assert theirs == []


class TestDeadLetters:
    LETTER = Letter(
        id="abc",
        kind="refused",
        source="s",
        position="p",
        media="application/json",
        reason="malformed",
        detail="d",
        payload=b"raw",
    )

    async def test_kept_once_and_found_by_kind_or_beginning(
        self, connections: Pool, url: str
    ) -> None:
        other = msgspec.structs.replace(self.LETTER, id="xyz", kind="unresolved")
        await keep(connections, [self.LETTER, other, self.LETTER])
        await keep(connections, [])
        assert {one.id for one in find(url)} == {"abc", "xyz"}
        assert [one.id for one in find(url, kind="unresolved")] == ["xyz"]
        assert [one.payload for one in find(url, id_="ab")] == [b"raw"]
        assert find(url, id_="%") == []

    async def test_one_dealt_with_loses_its_content_and_is_whole_when_it_comes_again(
        self, connections: Pool, url: str
    ) -> None:
        await keep(connections, [self.LETTER])
        resolve(url, ["abc"])
        assert find(url) == []
        await keep(connections, [self.LETTER])
        assert [one.payload for one in find(url)] == [b"raw"]

    async def test_a_nul_is_left_out_of_words_and_kept_in_content(
        self, connections: Pool, url: str
    ) -> None:
        await keep(
            connections, [msgspec.structs.replace(self.LETTER, detail="a\0b", payload=b"a\0b")]
        )
        assert [(one.detail, one.payload) for one in find(url)] == [("ab", b"a\0b")]

    async def test_old_ones_are_erased(self, connections: Pool, url: str) -> None:
        await keep(connections, [self.LETTER])
        assert await forget(connections, timedelta(days=1)) == 0
        assert await forget(connections, timedelta(seconds=-1)) == 1
        assert find(url) == []


class TestNotifications:
    async def test_told_once_and_again_only_when_due(self, connections: Pool, url: str) -> None:
        await store(Work(connections), seen(500, 4), {}, CONTEXT)
        (alert, *_) = relationships.alerts(url)
        one = notification(alert, "crm", "webhook")
        assert await is_open(connections, one)
        assert await is_open(connections, one), "a crash before the telling tells again"
        assert await due(connections, timedelta(0)) == [], "it was not tried yet"
        await settle(connections, one.id, "pending", "no answer")
        assert await due(connections, timedelta(hours=1)) == []
        (found,) = await due(connections, timedelta(0))
        assert (found.notification, found.alert) == (one, alert)
        await settle(connections, one.id, "delivered")
        assert await due(connections, timedelta(0)) == []
        assert not await is_open(connections, one)
        await settle(connections, one.id, "pending", "late news")
        assert not await is_open(connections, one), "what was delivered stays delivered"


def test_a_cursor_moves(url: str) -> None:
    assert cursors.read(url, "imap") is None
    cursors.write(url, "imap", "1")
    cursors.write(url, "imap", "2")
    cursors.write(url, "other", "9")
    assert cursors.read(url, "imap") == "2"


def everything(url: str) -> list[list[tuple[object, ...]]]:
    with psycopg.connect(url) as connection:
        return [
            sorted(connection.execute(f"select * from {table}").fetchall(), key=repr)
            for table in ("relationships", "observations", "assessments", "transitions", "alerts")
        ]


def test_a_database_of_nobody_has_nothing_to_say(url: str) -> None:
    assert relationships.alerts(url) == []
    assert relationships.marks(url) == {}
    assert not relationships.unpublished(url)
    assert relationships.heard(url, ["p"], ["k"]) == 0
