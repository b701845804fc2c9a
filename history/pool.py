"""Connections to PostgreSQL, kept open and checked before use."""

from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

Connection = AsyncConnection[TupleRow]
Pool = AsyncConnectionPool[Connection]


def pool(url: str, *, at_most: int = 4) -> Pool:
    """A pool that is not open yet: `async with pool(url) as connections`."""
    return AsyncConnectionPool(
        url,
        connection_class=AsyncConnection[TupleRow],
        kwargs={"prepare_threshold": 2},
        min_size=1,
        max_size=at_most,
        open=False,
        # A restart of the database leaves broken connections behind: never hand one out.
        check=AsyncConnectionPool.check_connection,
        reconnect_timeout=30,
        timeout=10,
        name="rapport",
    )
