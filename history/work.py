"""The unit of work of a health worker: all effects of a batch, in one transaction.

Lock the partners, see what is new, fold, store; only after the commit are the offsets
acknowledged. A crash anywhere repeats the batch, which the observations recognise.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import msgspec
from psycopg.types.json import Jsonb, set_json_dumps

from alerts.alert import Alert
from alerts.announce import alert_id
from health.assessment import Assessment
from health.observation import EPOCH, Observation
from health.relationship import Close, Relationship, Step, unheard
from health.transition import Transition
from history.outbox import Envelope, post
from history.pool import Connection, Pool
from ingest.interaction import PartnerId

set_json_dumps(msgspec.json.encode)

ENCODER = msgspec.msgpack.Encoder()
MEMORY = msgspec.msgpack.Decoder(Relationship)
OBSERVATION = msgspec.msgpack.Decoder(Observation)


class Outcome(msgspec.Struct, frozen=True):
    """What a batch did to one partner. `anew`: the whole history was folded, not only the new."""

    step: Step
    assessment: Assessment
    alerts: tuple[Alert, ...]
    anew: bool = False


class Work:
    """Transactions over a pool, with the memories of the partners cached between them."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._cache: dict[PartnerId, tuple[int, Relationship]] = {}

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["Transaction"]:
        """Everything or nothing. The cache follows only after the commit."""
        async with self.pool.connection() as connection:
            async with connection.transaction():
                transaction = Transaction(connection, self._cache)
                yield transaction
            self._cache.update(transaction.memories)


class Transaction:
    """One batch in the making."""

    def __init__(
        self, connection: Connection, cache: dict[PartnerId, tuple[int, Relationship]]
    ) -> None:
        self._connection = connection
        self._cache = cache
        self.memories: dict[PartnerId, tuple[int, Relationship]] = {}

    async def relationships(self, partners: Collection[PartnerId]) -> dict[PartnerId, Relationship]:
        """What we remember of these partners, locked until the end of the transaction.

        In the order of their ids, so that two workers that meet (a rebalance) wait for each
        other instead of blocking each other.
        """
        wanted = sorted(partners)
        versions = await self._lock(wanted)
        if len(versions) < len(wanted):
            await self._connection.execute(
                "insert into relationships (partner_id) select unnest(%s::text[])"
                " on conflict do nothing",
                [[partner for partner in wanted if partner not in versions]],
            )
            versions = await self._lock(wanted)
        stale = [
            partner
            for partner, version in versions.items()
            if version and self._cache.get(partner, (-1,))[0] != version
        ]
        found = {partner: self._cache[partner][1] for partner in versions if partner in self._cache}
        if stale:
            rows = await self._connection.execute(
                "select partner_id, memory from relationships where partner_id = any(%s)", [stale]
            )
            async for partner, memory in rows:
                found[partner] = MEMORY.decode(memory)
        for partner, version in versions.items():
            now = found[partner] if version else unheard(partner)
            self.memories[partner] = (version, now)
        return {partner: now for partner, (_, now) in self.memories.items()}

    async def _lock(self, partners: list[PartnerId]) -> dict[PartnerId, int]:
        rows = await self._connection.execute(
            "select partner_id, version from relationships where partner_id = any(%s)"
            " order by partner_id for update",
            [partners],
        )
        return dict(await rows.fetchall())

    async def note(self, seen: Sequence[Observation]) -> list[Observation]:
        """Write the observations down; return those that were new, in no certain order.

        Of two under one key the first counts, in one batch as in two.
        """
        by_key: dict[tuple[PartnerId, str], Observation] = {}
        for one in seen:
            by_key.setdefault((one.partner_id, one.key), one)
        if not by_key:
            return []
        rows = await self._connection.execute(
            "insert into observations (partner_id, key, at, payload)"
            " select * from unnest(%b::text[], %b::text[], %b::bigint[], %b::bytea[])"
            " on conflict do nothing returning partner_id, key",
            [
                [partner for partner, _ in by_key],
                [key for _, key in by_key],
                [one.at for one in by_key.values()],
                [ENCODER.encode(one) for one in by_key.values()],
            ],
        )
        return [by_key[PartnerId(partner), key] for partner, key in await rows.fetchall()]

    async def history(self, partner: PartnerId) -> list[Observation]:
        """All that was ever observed of a partner, in order."""
        rows = await self._connection.execute(
            "select payload from observations where partner_id = %s order by at, key", [partner]
        )
        return [OBSERVATION.decode(payload) for (payload,) in await rows.fetchall()]

    async def store(
        self, outcomes: dict[PartnerId, Outcome], envelopes: Sequence[Envelope]
    ) -> None:
        """Write memories, closes, transitions and alerts, and post what is to be published."""
        for partner, outcome in outcomes.items():
            self.memories[partner] = (self.memories[partner][0] + 1, outcome.step.after)
        async with self._connection.pipeline():
            await self._store_memories(outcomes)
            await self._store_closes([c for o in outcomes.values() for c in o.step.closes])
            await self._store_transitions(
                [t for o in outcomes.values() for t in o.step.transitions]
            )
            await self._store_alerts([a for o in outcomes.values() for a in o.alerts])
            await self._withdraw([p for p, outcome in outcomes.items() if outcome.anew], outcomes)
            await post(self._connection, envelopes)

    async def unknown(self, alerts: Sequence[Alert]) -> set[str]:
        """The ids of those alerts that are not stored yet."""
        if not alerts:
            return set()
        rows = await self._connection.execute(
            "select id::text from alerts where id = any(%s::uuid[])", [[a.id for a in alerts]]
        )
        return {a.id for a in alerts} - {found for (found,) in await rows.fetchall()}

    async def _store_memories(self, outcomes: dict[PartnerId, Outcome]) -> None:
        await self._connection.execute(
            "update relationships as r set version = r.version + 1, memory = n.memory, seq = n.seq,"
            " assessment = n.assessment from unnest(%b::text[], %b::bytea[], %b::bigint[],"
            " %s::jsonb[]) as n (partner_id, memory, seq, assessment)"
            " where r.partner_id = n.partner_id",
            [
                list(outcomes),
                [ENCODER.encode(o.step.after) for o in outcomes.values()],
                [o.assessment.seq for o in outcomes.values()],
                [Jsonb(o.assessment) for o in outcomes.values()],
            ],
        )

    async def _store_closes(self, closes: Sequence[Close]) -> None:
        if not closes:
            return
        await self._connection.execute(
            "insert into assessments (partner_id, day, seq, band, score, measured, parts)"
            " select partner_id, date '1970-01-01' + day, seq, band, score, measured,"
            " parts::smallint[] from"
            " unnest(%b::text[], %b::int[], %b::bigint[], %b::text[], %b::float8[],"
            " %b::smallint[], %b::text[]) as n (partner_id, day, seq, band, score, measured, parts)"
            " on conflict (partner_id, day) do update set seq = excluded.seq,"
            " band = excluded.band, score = excluded.score, measured = excluded.measured,"
            " parts = excluded.parts",
            [
                [one.partner_id for one in closes],
                [one.day for one in closes],
                [one.seq for one in closes],
                [one.band for one in closes],
                [one.standing.score for one in closes],
                [one.standing.measured for one in closes],
                [_array(one.standing.eighths) for one in closes],
            ],
        )

    async def _store_transitions(self, changes: Sequence[Transition]) -> None:
        if not changes:
            return
        await self._connection.execute(
            "insert into transitions (id, partner_id, at, before, after, score)"
            " select * from unnest(%b::uuid[], %b::text[], %b::timestamptz[], %b::text[],"
            " %b::text[], %b::float8[])"
            # Late evidence may leave a change where it was and move its score.
            " on conflict (id) do update set withdrawn = false, score = excluded.score",
            [
                [alert_id(one) for one in changes],
                [one.partner_id for one in changes],
                [EPOCH + timedelta(milliseconds=one.at) for one in changes],
                [one.before for one in changes],
                [one.after for one in changes],
                [one.standing.score for one in changes],
            ],
        )

    async def _store_alerts(self, alerts: Sequence[Alert]) -> None:
        if not alerts:
            return
        await self._connection.execute(
            "insert into alerts (id, partner_id, occurred_at, payload)"
            " select * from unnest(%b::uuid[], %b::text[], %b::timestamptz[], %s::jsonb[])"
            " on conflict do nothing",
            [
                [one.id for one in alerts],
                [one.partner_id for one in alerts],
                [one.occurred_at for one in alerts],
                [Jsonb(one) for one in alerts],
            ],
        )

    async def _withdraw(
        self, partners: Sequence[PartnerId], outcomes: dict[PartnerId, Outcome]
    ) -> None:
        """Mark the transitions that a history folded anew no longer has."""
        if not partners:
            return
        standing = [alert_id(t) for partner in partners for t in outcomes[partner].step.transitions]
        await self._connection.execute(
            "update transitions set withdrawn = true where partner_id = any(%s)"
            " and not id = any(%s::uuid[]) and not withdrawn",
            [list(partners), standing],
        )


def _array(parts: tuple[int | None, ...]) -> str:
    return "{" + ",".join("null" if part is None else str(part) for part in parts) + "}"
