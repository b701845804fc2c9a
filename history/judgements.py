"""What people judged, for good: who, when, and under which event's id."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
import psycopg

from health.judgement import Judgement
from health.overrides import by_partner
from history.pool import Connection
from history.rows import rows
from ingest.interaction import PartnerId

READ = msgspec.json.Decoder(Judgement).decode


class Kept(msgspec.Struct, frozen=True):
    """A judgement as it was received. `partner_id` is that of the alert where the judgement names
    none; `matched`: whether what feedback is on is known, None where it is on nothing."""

    judgement: Judgement
    partner_id: PartnerId | None
    matched: bool | None
    received_at: datetime


async def note(connection: Connection, found: Sequence[Judgement]) -> list[Judgement]:
    """Write judgements down, within the caller's transaction; return those that were new.

    Of two under one id the first counts, in one batch as in two.
    """
    by_id: dict[str, Judgement] = {}
    for one in found:
        by_id.setdefault(one.id, one)
    if not by_id:
        return []
    new = await connection.execute(
        "insert into judgements (id, partner_id, kind, author, at, alert_id, payload)"
        " select id, partner_id, kind, author, at, alert_id, payload"
        " from json_to_recordset(%s::json) as n (id text, partner_id text, kind text,"
        " author text, at timestamptz, alert_id uuid, payload jsonb)"
        " on conflict do nothing returning id",
        [
            rows(
                {
                    "id": one.id,
                    "partner_id": one.partner_id,
                    "kind": one.kind,
                    "author": one.by,
                    "at": one.at,
                    "alert_id": _uuid(one.feedback.alert_id) if one.feedback else None,
                    "payload": one,
                }
                for one in by_id.values()
            )
        ],
    )
    return [by_id[id_] for (id_,) in await new.fetchall()]


async def on_bands(
    connection: Connection, partners: Collection[PartnerId]
) -> dict[PartnerId, tuple[Judgement, ...]]:
    """The overrides and lifts of these partners."""
    found = await connection.execute(
        "select payload::text from judgements"
        " where partner_id = any(%s) and kind in ('override', 'lift')",
        [list(partners)],
    )
    return by_partner([READ(payload) for (payload,) in await found.fetchall()])


def find(url: str, *, partner: PartnerId | None = None, id_: str | None = None) -> list[Kept]:
    """Judgements in the order in which they were made; of a partner, or under an id."""
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "select j.payload::text, coalesce(j.partner_id, a.partner_id), case"
            " when j.kind <> 'feedback' then null"
            " when j.payload->'feedback'->>'alert_id' is not null then a.id is not null"
            " else exists (select from assessments s where s.partner_id = j.partner_id"
            "   and s.day = (j.payload->'feedback'->>'as_of')::date)"
            "  or exists (select from relationships r where r.partner_id = j.partner_id"
            "   and r.assessment->>'as_of' = j.payload->'feedback'->>'as_of') end, j.received_at"
            " from judgements j left join alerts a on a.id = j.alert_id"
            " where (%(partner)s::text is null or %(partner)s in (j.partner_id, a.partner_id))"
            " and (%(id)s::text is null or j.id = %(id)s) order by j.at, j.id",
            {"partner": partner, "id": id_},
        )
        return [Kept(READ(payload), *rest) for payload, *rest in found]


def alerts_of(url: str, beginning: str) -> list[tuple[str, PartnerId]]:
    """The alerts whose ids begin so (two at most), each with its partner."""
    with psycopg.connect(url) as connection:
        return connection.execute(
            "select id::text, partner_id from alerts where starts_with(id::text, %s) limit 2",
            [beginning.lower()],
        ).fetchall()


def _uuid(text: str | None) -> str | None:
    """As the database writes it; None for what can be no alert's id."""
    try:
        return None if text is None else str(UUID(text))
    except ValueError:
        return None
