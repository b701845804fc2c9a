"""What waits to be published: written with the effects, sent after them, in order."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import msgspec

from history.pool import Connection, Pool
from history.rows import rows

CHANNEL = "rapport_outbox"
RELAY_LOCK = 7_217_002


class Envelope(msgspec.Struct, frozen=True):
    """One message to publish. `event_id` is made from content: sent twice, it is the same."""

    topic: str
    key: str
    event_id: str
    type: str
    value: bytes


async def post(connection: Connection, envelopes: Sequence[Envelope]) -> None:
    """Put messages into the outbox, within the caller's transaction."""
    if not envelopes:
        return
    await connection.execute(
        "insert into outbox (topic, key, event_id, type, value)"
        " select topic, key, event_id, type, decode(value, 'base64')"
        " from json_to_recordset(%s::json)"
        " as n (topic text, key text, event_id text, type text, value text)",
        [rows(msgspec.structs.asdict(one) for one in envelopes)],
    )
    await connection.execute("select pg_notify(%s, '')", [CHANNEL])


@asynccontextmanager
async def taken(pool: Pool, at_most: int) -> AsyncIterator[list[Envelope]]:
    """The oldest messages; they are gone once the block ends well, and stay if it raises.

    One relay at a time over all machines, so that nothing overtakes: the others get none.
    """
    async with pool.connection() as connection, connection.transaction():
        turn = await connection.execute("select pg_try_advisory_xact_lock(%s)", [RELAY_LOCK])
        if (await turn.fetchone()) != (True,):
            yield []
            return
        oldest = await connection.execute(
            "select id, topic, key, event_id, type, value from outbox order by id limit %s",
            [at_most],
        )
        found = await oldest.fetchall()
        yield [Envelope(*rest) for _, *rest in found]
        if found:
            # Not "up to the last": an earlier id may commit later.
            await connection.execute(
                "delete from outbox where id = any(%s)", [[id_ for id_, *_ in found]]
            )


async def waiting(pool: Pool) -> tuple[int, float]:
    """How many messages wait, and for how many seconds the oldest has."""
    async with pool.connection() as connection:
        found = await connection.execute(
            "select (select count(*) from outbox),"
            # By id, which has an index: as good as the oldest.
            " (select extract(epoch from now() - created_at) from outbox order by id limit 1)"
        )
        count, age = await found.fetchone() or (0, None)
        return int(count), max(0.0, float(age or 0))
