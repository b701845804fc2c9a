"""What we think of each partner now, and how it got there: for those who only read."""

from collections.abc import Sequence
from datetime import date

import msgspec
import psycopg

from alerts.alert import Alert
from health.assessment import Assessment
from health.standing import Band
from history.pool import Pool
from ingest.interaction import PartnerId


class Mark(msgspec.Struct, frozen=True):
    """How one day ended."""

    day: date
    score: float | None
    band: Band


async def behind(pool: Pool, today: date) -> list[PartnerId]:
    """Partners whose newest assessment is of an earlier day."""
    async with pool.connection() as connection:
        rows = await connection.execute(
            "select partner_id from relationships where assessment is not null"
            " and (assessment->>'as_of')::date < %s order by partner_id",
            [today],
        )
        return [partner for (partner,) in await rows.fetchall()]


async def newest(pool: Pool, until: int) -> dict[PartnerId, int]:
    """When each partner was last heard of before `until`; both in milliseconds since 1970."""
    async with pool.connection() as connection:
        rows = await connection.execute(
            "select r.partner_id, o.at from relationships r cross join lateral"
            " (select at from observations where partner_id = r.partner_id and at <= %s"
            " order by at desc, key desc limit 1) o",
            [until],
        )
        return {PartnerId(partner): at for partner, at in await rows.fetchall()}


def assessments(url: str) -> dict[PartnerId, Assessment]:
    """The newest assessment of each partner that was ever heard of."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "select partner_id, assessment::text from relationships where assessment is not null"
        ).fetchall()
        return {partner: msgspec.json.decode(found, type=Assessment) for partner, found in rows}


def marks(url: str) -> dict[PartnerId, list[Mark]]:
    """The ends of all days, by partner, oldest first."""
    found: dict[PartnerId, list[Mark]] = {}
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "select partner_id, day, score, band from assessments order by partner_id, day"
        )
        for partner, day, score, band in rows:
            found.setdefault(partner, []).append(Mark(day, score, band))
    return found


def alerts(url: str) -> list[Alert]:
    """The alerts whose transitions stand, in the order in which they happened."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "select a.payload::text from alerts a join transitions t on t.id = a.id"
            " where not t.withdrawn order by a.occurred_at, a.id"
        ).fetchall()
        return [msgspec.json.decode(payload, type=Alert) for (payload,) in rows]


def unpublished(url: str) -> bool:
    """Whether anything still waits in the outbox."""
    with psycopg.connect(url) as connection:
        return connection.execute("select 1 from outbox limit 1").fetchone() is not None


def heard(url: str, partners: Sequence[str], keys: Sequence[str]) -> int:
    """How many of these observations are stored."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "select count(*) from unnest(%b::text[], %b::text[]) as w (partner_id, key)"
            " join observations using (partner_id, key)",
            [list(partners), list(keys)],
        ).fetchone()
        return int(row[0]) if row else 0
