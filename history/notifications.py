"""Who was told what, once: a telling is recorded before it is tried and settled after."""

from datetime import timedelta
from typing import Literal

import msgspec

from alerts.alert import Alert
from alerts.delivery import Notification
from history.pool import Pool

Result = Literal["delivered", "refused", "pending"]


class Due(msgspec.Struct, frozen=True):
    """A telling that is still to be done."""

    notification: Notification
    alert: Alert


async def is_open(pool: Pool, one: Notification) -> bool:
    """Record the telling if it is new; whether it is still to be done."""
    async with pool.connection() as connection:
        row = await connection.execute(
            "insert into notifications (id, alert_id, channel, receiver, status)"
            " values (%s, %s, %s, %s, 'pending')"
            " on conflict (id) do update set channel = notifications.channel returning status",
            [one.id, one.alert_id, one.channel, one.receiver],
        )
        return await row.fetchone() == ("pending",)


async def settle(pool: Pool, id_: str, result: Result, error: str | None = None) -> None:
    """Record how an attempt ended."""
    async with pool.connection() as connection:
        await connection.execute(
            "update notifications set status = %s, error = %s, attempts = attempts + 1,"
            " updated_at = now() where id = %s and status = 'pending'",
            [result, error, id_],
        )


async def due(pool: Pool, after: timedelta, at_most: int = 100) -> list[Due]:
    """Tellings that failed and were last tried more than `after` times their attempts ago."""
    async with pool.connection() as connection:
        rows = await connection.execute(
            "select n.id, n.alert_id::text, n.receiver, n.channel, a.payload::text"
            " from notifications n join alerts a on a.id = n.alert_id"
            " where n.status = 'pending' and n.updated_at < now() - %s * least(n.attempts, 60)"
            " and n.attempts > 0 order by n.created_at limit %s",
            [after, at_most],
        )
        return [
            Due(Notification(*told), msgspec.json.decode(payload, type=Alert))
            for *told, payload in await rows.fetchall()
        ]
