"""What could not be read, or belongs to nobody yet: kept until it is repaired or too old."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec
import psycopg
from psycopg.rows import class_row

from history.pool import Pool
from ingest.clean import clean

LetterKind = Literal["refused", "unresolved"]


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """`payload` is None where the item was too large to keep: `source` and `position` find it."""

    id: str
    kind: LetterKind
    source: str
    position: str
    media: str
    reason: str
    detail: str
    payload: bytes | None = None
    received_at: datetime | None = None
    resolved_at: datetime | None = None


COLUMNS = "id, kind, source, position, media, reason, detail, payload"
SELECT = f"select {COLUMNS}, received_at, resolved_at from dead_letters"


async def keep(pool: Pool, letters: Sequence[Letter]) -> None:
    """Store letters; one that is there already stays as it is, one dealt with is open again."""
    if not letters:
        return
    async with pool.connection() as connection, connection.cursor() as cursor:
        await cursor.executemany(
            f"insert into dead_letters ({COLUMNS}) values (%s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict (id) do update set resolved_at = null, payload = excluded.payload"
            " where dead_letters.resolved_at is not null",
            [_row(one) for one in letters],
        )


def _row(one: Letter) -> list[str | bytes | None]:
    """As PostgreSQL takes it: no NUL in its texts."""
    texts = (one.id, one.kind, one.source, one.position, one.media, one.reason, one.detail)
    return [*map(clean, texts), one.payload]


async def forget(pool: Pool, older_than: timedelta) -> int:
    """Erase letters received longer ago, resolved or not: they hold raw text."""
    async with pool.connection() as connection:
        gone = await connection.execute(
            "delete from dead_letters where received_at < now() - %s", [older_than]
        )
        return gone.rowcount


def find(
    url: str, *, kind: LetterKind | None = None, id_: str | None = None, at_most: int = 1000
) -> list[Letter]:
    """Open letters, newest first; by kind, or by the beginning of an id."""
    with psycopg.connect(url, row_factory=class_row(Letter)) as connection:
        return connection.execute(
            SELECT + " where resolved_at is null and (%(kind)s::text is null or kind = %(kind)s)"
            " and (%(id)s::text is null or starts_with(id, %(id)s))"
            " order by received_at desc, id limit %(at_most)s",
            {"kind": kind, "id": id_, "at_most": at_most},
        ).fetchall()


def resolve(url: str, ids: Sequence[str]) -> None:
    """Mark letters as dealt with: what they held was read after all."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "update dead_letters set resolved_at = now(), payload = null where id = any(%s)",
            [list(ids)],
        )
