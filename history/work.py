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
from health.judgement import Judgement
from health.observation import EPOCH, Observation
from health.relationship import Close, Relationship, Step, unheard
from health.transition import Transition
from history import judgements
from history.outbox import Envelope, post
from history.pool import Connection, Pool
from history.rows import rows
from ingest.interaction import PartnerId

set_json_dumps(msgspec.json.encode)

Remembering = tuple[int, ...]
"""The numbers of a policy by which a memory forgets (`Policy.remembering`)."""


class Kept(Relationship, frozen=True, gc=False, array_like=True):
    """A relationship as it is stored: with the numbers by which its memory forgot; none where an
    earlier version of Rapport wrote it."""

    remembering: Remembering = ()


Held = tuple[int, Relationship, Remembering]
"""A memory with its version."""

ENCODER = msgspec.msgpack.Encoder()
MEMORY = msgspec.msgpack.Decoder(Kept)
OBSERVATION = msgspec.msgpack.Decoder(Observation)


class Outcome(msgspec.Struct, frozen=True):
    """What a batch did to one partner. `anew`: the whole history was folded, not only the new;
    `remembering`: by which numbers the memory forgets."""

    step: Step
    assessment: Assessment
    alerts: tuple[Alert, ...]
    anew: bool = False
    remembering: Remembering = ()


def kept(one: Outcome) -> Kept:
    """What is to be stored of it."""
    now = one.step.after
    return Kept(now.memory, now.settled, now.yesterday, one.remembering)


class Work:
    """Transactions over a pool, with the memories of the partners cached between them."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._cache: dict[PartnerId, Held] = {}

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

    def __init__(self, connection: Connection, cache: dict[PartnerId, Held]) -> None:
        self._connection = connection
        self._cache = cache
        self.memories: dict[PartnerId, Held] = {}
        self.unreadable: dict[PartnerId, int] = {}
        """Partners whose memory another version of Rapport wrote, with the day that was open: they
        are as if unheard here, and to be folded anew from their history."""

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
        found = {
            partner: self._cache[partner][1:] for partner in versions if partner in self._cache
        }
        if stale:
            stored = await self._connection.execute(
                "select partner_id, memory, (assessment->>'as_of')::date - date '1970-01-01'"
                " from relationships where partner_id = any(%s)",
                [stale],
            )
            async for partner, memory, day in stored:
                try:
                    one = MEMORY.decode(memory)
                    now = Relationship(one.memory, one.settled, one.yesterday)
                    found[partner] = now, one.remembering
                except msgspec.DecodeError:
                    found[partner] = unheard(partner), ()
                    self.unreadable[partner] = day or 0
        for partner, version in versions.items():
            known = found[partner] if version else (unheard(partner), ())
            self.memories[partner] = (version, *known)
        return {partner: now for partner, (_, now, _) in self.memories.items()}

    def forgot_by(self, partner: PartnerId) -> Remembering:
        """The numbers by which the memory of a partner, loaded before, forgot until now."""
        return self.memories[partner][2]

    async def _lock(self, partners: list[PartnerId]) -> dict[PartnerId, int]:
        found = await self._connection.execute(
            "select partner_id, version from relationships where partner_id = any(%s)"
            " order by partner_id for update",
            [partners],
        )
        return dict(await found.fetchall())

    async def note(self, seen: Sequence[Observation]) -> list[Observation]:
        """Write the observations down; return those that were new, in no certain order.

        Of two under one key the first counts, in one batch as in two.
        """
        by_key: dict[tuple[PartnerId, str], Observation] = {}
        for one in seen:
            by_key.setdefault((one.partner_id, one.key), one)
        if not by_key:
            return []
        found = await self._connection.execute(
            "insert into observations (partner_id, key, at, payload)"
            " select partner_id, key, at, decode(payload, 'base64')"
            " from json_to_recordset(%s::json)"
            " as n (partner_id text, key text, at bigint, payload text)"
            " on conflict do nothing returning partner_id, key",
            [
                rows(
                    {
                        "partner_id": partner,
                        "key": key,
                        "at": one.at,
                        "payload": ENCODER.encode(one),
                    }
                    for (partner, key), one in by_key.items()
                )
            ],
        )
        return [by_key[PartnerId(partner), key] for partner, key in await found.fetchall()]

    async def history(self, partner: PartnerId) -> list[Observation]:
        """All that was ever observed of a partner, in order."""
        found = await self._connection.execute(
            "select payload from observations where partner_id = %s order by at, key", [partner]
        )
        return [OBSERVATION.decode(payload) for (payload,) in await found.fetchall()]

    async def judge(self, found: Sequence[Judgement]) -> list[Judgement]:
        """Write judgements down; return those that were new."""
        return await judgements.note(self._connection, found)

    async def judged(
        self, partners: Collection[PartnerId]
    ) -> dict[PartnerId, tuple[Judgement, ...]]:
        """The overrides and lifts of these partners."""
        return await judgements.on_bands(self._connection, partners)

    async def store(
        self, outcomes: dict[PartnerId, Outcome], envelopes: Sequence[Envelope]
    ) -> None:
        """Write memories, closes, transitions and alerts, and post what is to be published."""
        for partner, outcome in outcomes.items():
            version = self.memories[partner][0] + 1
            self.memories[partner] = (version, outcome.step.after, outcome.remembering)
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
        found = await self._connection.execute(
            "select id::text from alerts where id = any(%s::uuid[])", [[a.id for a in alerts]]
        )
        return {a.id for a in alerts} - {found for (found,) in await found.fetchall()}

    async def _store_memories(self, outcomes: dict[PartnerId, Outcome]) -> None:
        await self._connection.execute(
            "update relationships as r set version = r.version + 1,"
            " memory = decode(n.memory, 'base64'), seq = n.seq, assessment = n.assessment"
            " from json_to_recordset(%s::json)"
            " as n (partner_id text, memory text, seq bigint, assessment jsonb)"
            " where r.partner_id = n.partner_id",
            [
                rows(
                    {
                        "partner_id": partner,
                        "memory": ENCODER.encode(kept(one)),
                        "seq": one.assessment.seq,
                        "assessment": one.assessment,
                    }
                    for partner, one in outcomes.items()
                )
            ],
        )

    async def _store_closes(self, closes: Sequence[Close]) -> None:
        if not closes:
            return
        await self._connection.execute(
            "insert into assessments (partner_id, day, seq, band, score, measured, parts)"
            " select partner_id, date '1970-01-01' + day, seq, band, score, measured, parts"
            " from json_to_recordset(%s::json) as n (partner_id text, day int, seq bigint,"
            " band text, score float8, measured smallint, parts smallint[])"
            " on conflict (partner_id, day) do update set seq = excluded.seq,"
            " band = excluded.band, score = excluded.score, measured = excluded.measured,"
            " parts = excluded.parts",
            [
                rows(
                    {
                        "partner_id": one.partner_id,
                        "day": one.day,
                        "seq": one.seq,
                        "band": one.band,
                        "score": one.standing.score,
                        "measured": one.standing.measured,
                        "parts": one.standing.eighths,
                    }
                    for one in closes
                )
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
