"""Lets days begin: time is an event too, because silence is a signal."""

from datetime import UTC, datetime

import faust

from history.pool import Pool
from history.relationships import behind
from streams.agents.taking import Take, patiently, send
from streams.topics import TICKS
from streams.wire import Tick, encode, headers, type_of

# Midnight plus an hour: what was sent yesterday has mostly arrived.
GRACE_HOURS = 1
LOOK_SECONDS = 300.0


def attach(app: faust.App, take: Take, pool: Pool) -> None:
    """Look every few minutes for partners whose open day is over, and send each its tick.

    Every worker looks; a tick that comes twice changes nothing, so they need not agree on who.
    """

    @app.timer(interval=LOOK_SECONDS, on_leader=False)
    async def tick() -> None:
        now = datetime.now(UTC)
        if now.hour < GRACE_HOURS:
            return
        partners = await patiently(app, lambda: behind(pool, now.date()))
        await send(
            take.open(app, TICKS),
            [
                (
                    partner,
                    encode(Tick(partner, now.date())),
                    headers(f"{partner}/{now.date()}", type_of(TICKS), now),
                )
                for partner in partners
            ],
        )
